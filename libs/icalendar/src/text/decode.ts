import { refusal } from './refuse.js';

const newline = 10;
const carriageReturn = 13;

/**
 * The text with its lines unfolded (RFC 5545 §3.1). Bytes are unfolded before they are decoded, because clients fold in
 * the middle of a UTF-8 character. CRLF, LF and CR end lines; a byte-order mark is dropped.
 */
export function unfoldedText(input: Uint8Array | string): string {
  const text = typeof input === 'string' ? input : decode(unfoldedBytes(input));
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return plain.replaceAll(/\r\n?/g, '\n').replaceAll(/\n[ \t]/g, '');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal('valid-calendar-data', 'The calendar data is not UTF-8.');
  }
}

function unfoldedBytes(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const end = bytes[i] === carriageReturn && bytes[i + 1] === newline ? i + 1 : i;
    const isLineEnd = bytes[end] === newline;
    const isFold = isLineEnd && (bytes[end + 1] === 32 || bytes[end + 1] === 9);
    if (isFold) i = end + 1;
    else result[length++] = bytes[i]!;
  }
  return result.subarray(0, length);
}
