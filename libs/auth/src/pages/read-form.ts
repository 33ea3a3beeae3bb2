import type { IncomingMessage } from 'node:http';
import { readWhole } from '../read-whole.js';

const most = 56 * 1_024;

/** A form that the OAuth library has not read yet; null for one that is too long. */
export async function readForm(raw: IncomingMessage): Promise<string | null> {
  const body = await readWhole(raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>, most);
  return body?.toString('utf8') ?? null;
}

/** The same request for somebody else who wants to read its body. */
export function readAgain(raw: IncomingMessage, body: string): IncomingMessage {
  return Object.create(raw, {
    readable: { value: true },
    readableEncoding: { value: null },
    iterator: { value: () => [Buffer.from(body)] },
  }) as IncomingMessage;
}
