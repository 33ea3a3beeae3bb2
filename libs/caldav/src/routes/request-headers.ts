import { DayferryError, invalidInput } from '@dayferry/core';

export type Headers = Readonly<Record<string, string | undefined>>;

export type Depth = 0 | 1 | 'infinity';

/** RFC 4918 §10.2. No header counts as `missing`. */
export function depthOf(headers: Headers, missing: 0 | 1): Depth {
  const value = headers.depth?.trim().toLowerCase();
  if (value === undefined) return missing;
  if (value === 'infinity') return value;
  if (value === '0' || value === '1') return value === '0' ? 0 : 1;
  throw invalidInput('Depth', 'Depth is 0, 1 or infinity.');
}

/** The reports of RFC 3744 §9 and expand-property are defined for Depth 0 only, which is also what a missing header means. */
export function requireDepthZero(headers: Headers): void {
  if ((headers.depth?.trim() ?? '0') !== '0') throw invalidInput('Depth', 'This report takes Depth 0 only.');
}

/** RFC 8144 §2.1; its draft's spelling (Apple Calendar), and `Brief: t` of older clients. */
export function prefersMinimal(headers: Headers): boolean {
  return headers.brief?.trim().toLowerCase() === 't' || prefers(headers, 'return[=-]"?minimal"?');
}

/** RFC 8144 §2.2: members without the collection itself. */
export function prefersNoRoot(headers: Headers): boolean {
  return prefers(headers, 'depth-noroot');
}

/** RFC 8144 §3: the body that GET would answer with, at once. */
export function prefersRepresentation(headers: Headers): boolean {
  return prefers(headers, 'return[=-]"?representation"?');
}

function prefers({ prefer = '' }: Headers, pattern: string): boolean {
  return new RegExp(`(?:^|,)\\s*${pattern}\\s*(?:;|,|$)`, 'i').test(prefer);
}

/** Refuses any media type but iCalendar; no Content-Type at all is taken for it (calcurse sends none). */
export function requireCalendarType(headers: Headers): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === undefined || type === '' || type === 'text/calendar') return;
  throw new DayferryError('forbidden', 'Only text/calendar is stored here.', { code: 'supported-calendar-data' });
}
