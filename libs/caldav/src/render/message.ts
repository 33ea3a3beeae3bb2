import type { InboxMessage, SeriesHead } from '@dayferry/core';

/** A message never changes: its version is its name. */
export function messageVersion({
  name,
  seq,
  created,
}: InboxMessage): Pick<SeriesHead, 'key' | 'seq' | 'updated' | 'scheduleRevision'> {
  return { key: name.replace(/\.ics$/, ''), seq, updated: created, scheduleRevision: 0 };
}

/** RFC 5545 §8.1. */
export function messageType({ ical, method }: InboxMessage): string {
  const component = /^BEGIN:(VEVENT|VTODO|VJOURNAL)\r?$/m.exec(ical)?.[1] ?? 'VEVENT';
  return `text/calendar; charset=utf-8; method=${method.toUpperCase()}; component=${component}`;
}
