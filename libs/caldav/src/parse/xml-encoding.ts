import { DayferryError, invalidInput } from '@dayferry/core';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const refuse = (reason: string): DayferryError => new DayferryError('unsupported', reason, { code: 'xml-encoding' });

/**
 * The text of an XML body. RFC 4918 §8.2 and RFC 7303: UTF-8, or UTF-16 with a byte order mark; anything else is 415, and
 * bytes that are not what they claim to be are refused, never replaced.
 */
export function decodeXml(bytes: Uint8Array, contentType?: string): string {
  const encoding = encodingOf(bytes);
  requireSame(charsetOf(contentType), encoding);
  const text = decode(bytes, encoding);
  requireSame(/^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1], encoding);
  return text;
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decode(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput('body', `The body is not valid ${encoding.toUpperCase()}.`, { code: 'xml' });
  }
}

function charsetOf(contentType?: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
}

function requireSame(declared: string | undefined, encoding: Encoding): void {
  if (declared === undefined) return;
  const name = declared.toLowerCase();
  const isSame =
    encoding === 'utf-8' ? name === 'utf-8' || name === 'us-ascii' : name === 'utf-16' || name === encoding;
  if (!isSame) throw refuse(`The body is in ${encoding}, but declared as ${name.slice(0, 40)}.`);
}
