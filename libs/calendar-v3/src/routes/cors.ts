import { methods } from './methods.table.js';
import type { WireAnswer } from './wire.js';

type Header = (name: string) => string | undefined;

const verbs = [...new Set(methods.map((method) => method.verb))].join(', ');

/**
 * 1.12: browser clients send a bearer token of their own, never a cookie, so any origin may ask; what it gets is decided
 * by the token.
 */
export function corsHeaders(header: Header): Record<string, string> {
  const origin = header('origin');
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'ETag, Retry-After, WWW-Authenticate',
  };
}

export function preflight(header: Header): WireAnswer {
  const asked = header('access-control-request-headers');
  const headers: Record<string, string> = {
    vary: 'Origin, X-Origin',
    allow: verbs,
    'access-control-allow-methods': verbs,
    'access-control-max-age': '3600',
  };
  if (asked !== undefined && asked.length <= 2000) headers['access-control-allow-headers'] = asked;
  return { status: 204, headers, text: undefined };
}
