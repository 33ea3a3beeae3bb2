import type { IncomingMessage } from 'node:http';

const most = 56 * 1_024;

/** A form that the OAuth library has not read yet; null for one that is too long. */
export async function readForm(raw: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The same request for somebody else who wants to read its body. */
export function readAgain(raw: IncomingMessage, body: string): IncomingMessage {
  return Object.create(raw, {
    readable: { value: true },
    readableEncoding: { value: null },
    iterator: { value: () => [Buffer.from(body)] },
  }) as IncomingMessage;
}
