import { atLeast, type SeriesHead } from '@dayferry/core';
import type { ObjectResource } from '../routes/resource.js';

export const componentOf = {
  event: 'VEVENT',
  task: 'VTODO',
  journal: 'VJOURNAL',
  availability: 'VAVAILABILITY',
} as const;

/** Thunderbird takes a member for an event only by this type or by a name in `.ics`. */
export function objectType(head: Pick<SeriesHead, 'kind'>): string {
  return `text/calendar; charset=utf-8; component=${componentOf[head.kind]}`;
}

/** Null where the object may be shown redacted and its text is not at hand. */
export function objectLength({ open, head, stored }: ObjectResource): string | null {
  if (atLeast(open.role, 'writer')) return String(head.icalSize);
  return stored ? String(Buffer.byteLength(stored.ical)) : null;
}
