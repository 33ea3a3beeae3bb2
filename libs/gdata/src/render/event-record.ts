import type { EventData, Person, SeriesDraft, TimePoint } from '@dayferry/core';
import type { Projection } from './projection.js';
import type { Language } from './words.table.js';

/** Change number and epoch milliseconds; an instance has them of what it inherits, and the number of its own change. */
export interface Version {
  seq: number;
  updated: number;
  ownSeq?: number;
}

/** One entry's worth of event: a series, a single event, or one instance. */
export interface EventRecord {
  /** Internal key of the series. */
  key: string;
  /** Event id, or `<series id>_<original start>`. */
  id: string;
  seriesId: string;
  uid: string;
  /** Without quotes. */
  etag: string;
  /** Change number of the series. */
  seq: number;
  /** What makes the version of a protocol 1 edit link. */
  version: Version;
  /** Epoch milliseconds. */
  created: number;
  updated: number;
  creator?: Person;
  data: EventData;
  series: SeriesDraft;
  /** Shown with its gd:recurrence. */
  isSeries: boolean;
  /** Original start, for an instance of a series. */
  original?: TimePoint;
  isDeleted: boolean;
  /** The viewer may see the times only. */
  isBusy: boolean;
  /** Changed instances, where the series shows them inside itself. */
  exceptions?: EventRecord[];
}

/** Where and for whom an event is rendered. */
export interface EventContext {
  publicUrl: string;
  version: 1 | 2;
  /** First segment after `/calendar/feeds/`, encoded; `default` stays `default`. */
  user: string;
  /** `private` or `public`. */
  visibility: string;
  projection: Projection;
  calendarId: string;
  calendarZone: string;
  /** Zone of the times: `ctz`, or the calendar's. */
  zone: string;
  /** Of what the server writes into it: none of that is in entries that can be edited. */
  language: Language;
  owner: { email: string; name: string };
  canEdit: boolean;
  /** The events are shown with what programs keep in them for themselves. */
  hasPrivateParts: boolean;
  maxAttendees?: number;
}

const epochOfVersions = 62_135_683_200;

/**
 * The last segment of a protocol 1 edit link: Unix seconds and the epoch the old service counted from, then our change
 * number, because two changes may happen within one second.
 */
export function versionOf({ updated, seq, ownSeq }: Version): string {
  const numbers = [seq, ...(ownSeq === undefined ? [] : [ownSeq])].map((number) => String(number).padStart(6, '0'));
  return `${Math.floor(updated / 1000) + epochOfVersions}${numbers.join('')}`;
}

/** Links that the old service gave out have the seconds alone. */
export function isVersion(version: Version, text: string): boolean {
  const own = versionOf(version);
  return text === own || (text.length === 11 && own.startsWith(text));
}
