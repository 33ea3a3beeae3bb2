import { createHash } from 'node:crypto';
import type { OpenCalendar } from '@dayferry/core';
import { entryEtag } from './calendar-list-entry.js';

/** Version of each list entry, by a short name of its calendar. */
export type Fingerprint = Map<string, string>;

const nameLength = 8;
const versionLength = 4;

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}

/** 7.8: only changes of the user's own settings count, not those of the calendar itself. */
export const fingerprint = {
  nameOf: (open: OpenCalendar): string => digest(open.calendar.key, nameLength),
  versionOf: (open: OpenCalendar): string => digest(`${open.calendar.key}:${open.entry?.revision ?? 0}`, versionLength),
  write: (all: OpenCalendar[]): string =>
    all.map((open) => fingerprint.nameOf(open) + fingerprint.versionOf(open)).join(''),
  read: (text: string): Fingerprint | null => {
    const step = nameLength + versionLength;
    if (text.length % step !== 0) return null;
    const names = Array.from({ length: text.length / step }, (_, i) => text.slice(i * step, (i + 1) * step));
    return new Map(names.map((item) => [item.slice(0, nameLength), item.slice(nameLength)]));
  },
};

/** The etag of a page of the list: its entries, and what the list as a whole is like. */
export function entriesEtag(all: OpenCalendar[], items: OpenCalendar[]): string {
  const parts = [fingerprint.write(all), ...items.map((open) => `${entryEtag(open)}${open.role}`)];
  return `"${digest(parts.join(), 20)}"`;
}
