import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { WireAnswer } from '../routes/wire.js';

export function newBoundary(): string {
  return `batch_${randomBytes(16).toString('hex')}`;
}

/** One answer inside a batch (14.5). The request's Content-ID comes back exactly, with `response-` in front. */
export function renderPart(boundary: string, contentId: string | undefined, answer: WireAnswer): string {
  const head = ['Content-Type: application/http'];
  if (contentId !== undefined) head.push(`Content-ID: ${responseId(contentId)}`);
  return [`--${boundary}`, ...head, '', ...renderAnswer(answer), ''].join('\r\n');
}

export function renderEnd(boundary: string): string {
  return `--${boundary}--\r\n`;
}

function responseId(id: string): string {
  return id.startsWith('<') ? `<response-${id.slice(1)}` : `response-${id}`;
}

function renderAnswer({ status, headers, text }: WireAnswer): string[] {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${fieldName(name)}: ${one}`),
  );
  const length = text === undefined ? [] : [`Content-Length: ${Buffer.byteLength(text)}`];
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...fields, ...length, '', text ?? ''];
}

/** As the reference writes them: some clients compare names letter by letter. */
function fieldName(name: string): string {
  return name === 'etag' ? 'ETag' : name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
