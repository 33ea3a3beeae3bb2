import { fail } from '../errors/fail.js';

/** A URL of a request, split and decoded once. */
export interface RequestTarget {
  segments: string[];
  query: Map<string, string[]>;
}

/** Splits before decoding, so that an encoded slash stays inside its segment. Refuses malformed escapes. */
export function readTarget(url: string, prefix: string): RequestTarget {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const below = path.slice(prefix.length).replace(/^\//, '');
  const segments = below.split('/').map((segment) => decode(segment));
  return { segments, query: readQuery(mark < 0 ? '' : url.slice(mark + 1)) };
}

/** `application/x-www-form-urlencoded`: every value of every name, in order. */
export function readQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decodeForm(equals < 0 ? part : part.slice(0, equals));
    if (/__proto__|\[(?:constructor|prototype)\]/.test(name)) throw fail('badRequest', { location: name });
    const values = query.get(name) ?? [];
    values.push(equals < 0 ? '' : decodeForm(part.slice(equals + 1)));
    query.set(name, values);
  }
  return query;
}

function decodeForm(text: string): string {
  return decode(text.replaceAll('+', ' '));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw fail('badRequest', { message: 'Bad Request: the URL has a malformed escape.' });
  }
}
