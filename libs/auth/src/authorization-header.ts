import type { IncomingMessage } from 'node:http';
import { unauthenticated } from '@dayferry/core';

export interface BasicPresented {
  scheme: 'basic';
  /** Lower case. */
  name: string;
  secret: string;
}

/** What a request presents, read but not yet believed. */
export type Presented = BasicPresented | { scheme: 'bearer'; secret: string };

const maxHeader = 8_192;

/**
 * The Authorization header, or a token in the query spelt as one; null when the request has neither. Refuses two headers:
 * whoever sits in front of us may have believed the other one.
 */
export function authorizationOf(request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return tokenInQuery(request.url ?? '');
  if (isRepeated(request.rawHeaders)) throw malformed();
  return header;
}

function isRepeated(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === 13 && rawHeaders[i]!.toLowerCase() === 'authorization') count += 1;
  return count > 1;
}

/** RFC 6750 §2.3 `access_token`; v3 also documents `oauth_token`. */
function tokenInQuery(url: string): string | null {
  const start = url.indexOf('?');
  if (start < 0 || !/[?&](access_token|oauth_token)=/.test(url)) return null;
  const query = new URLSearchParams(url.slice(start + 1));
  return `Bearer ${query.get('access_token') ?? query.get('oauth_token')}`;
}

/** Reads a header of any scheme we know; Unauthenticated for all others and for malformed ones. */
export function readAuthorization(header: string): Presented {
  const match = /^([A-Za-z]+) +(.*)$/.exec(header);
  if (!match || header.length > maxHeader) throw malformed();
  const [, scheme, value] = match as unknown as [string, string, string];
  switch (scheme.toLowerCase()) {
    case 'basic':
      return readBasic(value.trim());
    case 'bearer':
      return readToken(value.trim());
    // v2 clients: ClientLogin sends `GoogleLogin auth=…`, AuthSub `AuthSub token="…"`.
    case 'googlelogin':
      return readToken(parameter(value, 'auth'));
    case 'authsub':
      return readToken(parameter(value, 'token'));
    default:
      throw malformed();
  }
}

/** RFC 7617 §2. The name may be UTF-8 (what our charset parameter asks for) or Latin-1 (what older clients send). */
function readBasic(value: string): Presented {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) throw malformed();
  const text = decode(Buffer.from(value, 'base64'));
  const colon = text.indexOf(':');
  // eslint-disable-next-line no-control-regex -- RFC 7617 §2: neither part contains control characters
  if (colon < 1 || /[\u0000-\u001f\u007f]/.test(text)) throw malformed();
  return { scheme: 'basic', name: text.slice(0, colon).normalize('NFC').toLowerCase(), secret: text.slice(colon + 1) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function readToken(secret: string | undefined): Presented {
  if (!secret || !/^[\x21-\x7e]+$/.test(secret)) throw malformed();
  return { scheme: 'bearer', secret };
}

function parameter(value: string, name: string): string | undefined {
  return new RegExp(`(?:^|[ ,])${name}="?([^\\s",]+)`, 'i').exec(value)?.[1];
}

const malformed = () => unauthenticated('The Authorization header cannot be read.', { code: 'malformed-credentials' });
