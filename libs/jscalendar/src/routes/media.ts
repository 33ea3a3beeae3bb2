import { DayferryError } from '@dayferry/core';
import type { Headers } from './exchange.js';

const json = /^application\/(?:json|[\w.-]+\+json)$/;

export interface Media {
  isPretty: boolean;
  /** text/calendar was asked for: the CalDAV view of one resource. */
  isCalendar: boolean;
  /** A collection as one Group. */
  isGroup: boolean;
}

/** What the client wants to read (jscalendar-rest §2); Unsupported 406 when it is nothing we have. */
export function acceptedMedia(headers: Headers): Media {
  const accepted = (headers.accept ?? '')
    .split(',')
    .map((item) => item.split(';')[0]!.trim().toLowerCase())
    .filter((item) => item !== '');
  const isPretty = accepted.includes('application/pretty+json');
  const takesJson =
    accepted.length === 0 || accepted.some((item) => item === '*/*' || item === 'application/*' || json.test(item));
  const isGroup = /application\/jscalendar\+json\s*;[^,]*type="?group/i.test(headers.accept ?? '');
  if (takesJson) return { isPretty, isCalendar: false, isGroup };
  if (accepted.includes('text/calendar') || accepted.includes('text/*'))
    return { isPretty, isCalendar: true, isGroup: false };
  throw new DayferryError('unsupported', 'This interface answers in JSON.', { code: 'not-acceptable' });
}

/** True for lenient reading; Unsupported for a body that is no JSON. */
export function isLenientBody(headers: Headers): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (!json.test(type))
    throw new DayferryError('unsupported', 'The body must be application/json or application/jscalendar+json.');
  return type !== 'application/jscalendar+json';
}

export function prefersRepresentation(headers: Headers): boolean {
  return /(?:^|,)\s*return\s*=\s*representation/i.test(headers.prefer ?? '');
}
