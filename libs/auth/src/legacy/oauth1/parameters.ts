import { unauthenticated } from '@dayferry/core';
import type { SignInRequest } from '../../sign-in-request.js';

/** Decoded names and values in no particular order. */
export type Parameters = [name: string, value: string][];

/** RFC 5849 §3.4.1.3.1 bounds none of them; a request of the protocols has a dozen. */
const most = 1_000;

/**
 * Everything that a signature covers: of the query, of a form, and of the Authorization header without `realm` (RFC 5849
 * §3.4.1.3.1). Unauthenticated for what cannot be decoded.
 */
export function parametersOf(request: SignInRequest): Parameters {
  const { url = '', headers } = request.raw;
  const question = url.indexOf('?');
  const parameters = [
    ...(question < 0 ? [] : readForm(url.slice(question + 1))),
    ...readForm(formOf(request) ?? ''),
    ...readHeader(headers.authorization ?? ''),
  ];
  if (parameters.length > most) throw malformed();
  return parameters;
}

/** The request's body where it is a form (RFC 5849 §3.4.1.3.1), else null. */
export function formOf({ raw: { headers }, body }: SignInRequest): string | null {
  const type = headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded' && Buffer.isBuffer(body) ? body.toString('utf8') : null;
}

function readForm(text: string): Parameters {
  const pairs = text.split('&', most + 2).filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const [name = '', ...value] = pair.replaceAll('+', '%20').split('=');
    return [decode(name), decode(value.join('='))];
  });
}

const pair = /\s*([\w%.~-]+)\s*=\s*"([^"]*)"\s*(?:,|$)/y;

/** RFC 5849 §3.5.1; libraries separate the pairs by `,` or `, `. */
function readHeader(header: string): Parameters {
  if (!isOauthHeader(header)) return [];
  const text = header.slice(5).trim();
  const parameters: Parameters = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match) throw malformed();
    parameters.push([decode(match[1]!), decode(match[2]!)]);
  }
  return parameters.filter(([name]) => name !== 'realm');
}

export const isOauthHeader = (header: string): boolean => /^oauth\s/i.test(header);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

const malformed = () => unauthenticated('The OAuth parameters cannot be read.', { code: 'malformed-credentials' });
