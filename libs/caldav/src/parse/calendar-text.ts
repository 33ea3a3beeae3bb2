import { forbidden, invalidInput } from '@dayferry/core';

export interface CalendarText {
  /** What is stored and given back. */
  text: string;
  /** False when the octets could not be kept: a client had folded a line in the middle of a character. */
  isVerbatim: boolean;
}

/**
 * The body of a PUT as text: UTF-8, its byte order mark and line ends kept. Refuses octets that are not UTF-8 and sizes over
 * the limit (RFC 4791 §5.3.2.1).
 */
export function decodeCalendar(body: Uint8Array, limit: number, contentType = ''): CalendarText {
  if (body.length > limit)
    throw forbidden(`A calendar object has at most ${limit} octets.`, { code: 'max-resource-size' });
  if (body.length === 0) throw invalidInput('body', 'The body is empty.', { code: 'valid-calendar-data' });
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'us-ascii')
    throw forbidden('Calendar data is sent in UTF-8.', { code: 'supported-calendar-data' });
  const verbatim = decoded(body);
  if (verbatim !== null) return { text: verbatim, isVerbatim: true };
  const unfolded = decoded(withoutFolds(body));
  if (unfolded === null) throw invalidInput('body', 'The body is not UTF-8.', { code: 'valid-calendar-data' });
  return { text: unfolded, isVerbatim: false };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** RFC 5545 §3.1 counts octets, so that old clients fold between those of one character. */
function withoutFolds(bytes: Uint8Array): Uint8Array {
  const octets = Buffer.from(bytes).toString('latin1');
  return Buffer.from(octets.replace(/\r?\n[ \t]/g, ''), 'latin1');
}
