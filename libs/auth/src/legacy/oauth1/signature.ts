import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { Parameters } from './parameters.js';

export interface SignedText {
  method: string;
  /** As the client sees it, with its path as it was written; no query. */
  address: string;
  parameters: Parameters;
}

/** RFC 5849 §3.4.1.1. */
export function baseString({ method, address, parameters }: SignedText): string {
  return [method.toUpperCase(), address, normalized(parameters)].map(encoded).join('&');
}

/** RFC 5849 §3.4.1.3.2: encoded, then sorted by name and value, byte by byte. */
function normalized(parameters: Parameters): string {
  return parameters
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** What is compared is ASCII. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 5849 §3.6: all but letters, digits and `-._~`. */
export function encoded(text: string): string {
  const rest = /[!'()*]/g;
  return encodeURIComponent(text.toWellFormed()).replace(
    rest,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** RFC 5849 §3.4.2. */
export function isHmac(base: string, signature: string, secrets: { consumer: string; token: string }): boolean {
  const key = `${encoded(secrets.consumer)}&${encoded(secrets.token)}`;
  const expected = Buffer.from(createHmac('sha1', key).update(base).digest('base64'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** RFC 5849 §3.4.3. `publicKey`: PEM. */
export function isRsa(base: string, signature: string, publicKey: string): boolean {
  return verify('RSA-SHA1', Buffer.from(base), publicKey, Buffer.from(signature, 'base64'));
}
