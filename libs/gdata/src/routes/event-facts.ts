import {
  isUnanswered,
  type EventData,
  type OpenCalendar,
  type Role,
  type SeriesHead,
  type StoredSeries,
  type TimePoint,
} from '@dayferry/core';
import type { EventRecord } from '../render/event-record.js';
import type { Call } from './call.js';
import { overrideRecord, seriesRecord, sourceOf } from './records.js';

/** What filters and orders need of one entry, without its body. */
export interface EntryFacts {
  id: string;
  /** Of a changed instance. */
  recurrenceId?: TimePoint;
  start: number;
  end: number;
  updated: number;
  created: number;
  author: string;
  /** Extended properties; absent when there are none. */
  properties?: Record<string, string>;
  isCancelled: boolean;
  /** An invitation to which the calendar's owner has not replied; absent when it is none. */
  isUnanswered?: true;
}

/** By series, change number, the viewer's role and the calendar's zone: never stale. */
const known = new Map<string, EntryFacts[]>();
const mostKnown = 200_000;
const mostNames = 1_000;

function keyOf({ key, seq }: SeriesHead, role: Role, zone: string): string {
  return `${key}:${seq}:${role}:${zone}`;
}

/** Facts of each series, from memory where this version was seen before; bodies of the others in few reads. */
export async function factsOf(call: Call, open: OpenCalendar, heads: SeriesHead[]): Promise<EntryFacts[][]> {
  const zone = open.calendar.timeZone;
  const find = (head: SeriesHead): EntryFacts[] | undefined =>
    head.isDeleted ? [tombstone(head)] : known.get(keyOf(head, open.role, zone));
  const found = heads.map(find);
  const missing = heads.filter((_, i) => found[i] === undefined);
  const read = await loadByName(
    call,
    open,
    missing.map((head) => head.resourceName),
  );
  return heads.map((head, i) => found[i] ?? learn(call, open, read.get(head.resourceName)));
}

/** Live series by resource name, a bounded number in one read. */
export async function loadByName(call: Call, open: OpenCalendar, names: string[]): Promise<Map<string, StoredSeries>> {
  const all = new Map<string, StoredSeries>();
  for (let from = 0; from < names.length; from += mostNames) {
    const part = await call.core.events.findByName(open, names.slice(from, from + mostNames));
    for (const [name, stored] of part) all.set(name, stored);
  }
  return all;
}

/** Nothing when the series was deleted a moment ago. */
function learn(call: Call, open: OpenCalendar, stored: StoredSeries | undefined): EntryFacts[] {
  if (!stored) return [];
  const made = entriesOf(call, open, stored);
  remember(keyOf(stored.head, open.role, open.calendar.timeZone), made);
  return made;
}

/** The oldest make room. */
function remember(key: string, made: EntryFacts[]): void {
  known.set(key, made);
  if (known.size <= mostKnown) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}

/** A single event, or a series and each of its changed instances. */
function entriesOf(call: Call, open: OpenCalendar, stored: StoredSeries): EntryFacts[] {
  const { series, head } = stored;
  const source = sourceOf(stored);
  const main = series.isMasterMissing
    ? []
    : [factsFrom(seriesRecord(source), open, { start: head.startUtc, end: head.endUtc })];
  return [
    ...main,
    ...series.overrides.map((override) => {
      const { record, occurrence } = overrideRecord(call.core, open.calendar.timeZone, source, override);
      const times = { start: occurrence.startUtc, end: occurrence.endUtc };
      return { ...factsFrom(record, open, times), recurrenceId: override.recurrenceId };
    }),
  ];
}

function factsFrom(
  { id, updated, created, creator, data, isDeleted }: EventRecord,
  open: OpenCalendar,
  times: Pick<EntryFacts, 'start' | 'end'>,
): EntryFacts {
  return {
    id,
    ...times,
    updated,
    created,
    author: authorText(creator),
    ...propertiesOf(data),
    isCancelled: isDeleted || data.status === 'cancelled',
    ...(isUnanswered(data, open) ? { isUnanswered: true } : {}),
  };
}

export function propertiesOf({ sharedProperties, privateProperties }: EventData): Pick<EntryFacts, 'properties'> {
  if (!sharedProperties && !privateProperties) return {};
  return { properties: { ...sharedProperties, ...privateProperties } };
}

export function authorText(creator: { name?: string; email?: string } | undefined): string {
  return `${creator?.name ?? ''}\n${creator?.email ?? ''}`.toLowerCase();
}

function tombstone({ id, startUtc, endUtc, updated, created }: SeriesHead): EntryFacts {
  return { id, start: startUtc, end: endUtc, updated, created, author: '', isCancelled: true };
}
