import { notFound } from '../errors.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { EventSeries } from '../model/series.js';
import type { Clock, ICalendarRenderer } from '../ports/environment.port.js';
import type { PrivacyLevel, SeriesWrite, StoreReader } from '../ports/store.port.js';
import type { Limits } from '../limits.js';
import { bounds } from '../recurrence/bounds.js';
import type { OpenCalendar } from './api.js';
import type { CoreContext } from './context.js';
import { coverOf, noInstances } from './cover.js';

export interface RowSetting {
  renderer: ICalendarRenderer;
  limits: Limits;
  clock: Clock;
  /** Of the calendar's owner. */
  ownerEmail: string;
}

export function rowSetting(core: CoreContext, { owner }: OpenCalendar): RowSetting {
  return { renderer: core.renderer, limits: core.limits, clock: core.clock, ownerEmail: owner.email };
}

/** The same for a write that nobody opened the calendar for. NotFound when the calendar is gone. */
export async function rowSettingIn(core: CoreContext, tx: StoreReader, calendarKey: string): Promise<RowSetting> {
  const [calendar] = await tx.calendarsByKey([calendarKey]);
  const owner = calendar && (await tx.principal(calendar.ownerKey));
  if (!owner) throw notFound('The calendar is gone.');
  return { renderer: core.renderer, limits: core.limits, clock: core.clock, ownerEmail: owner.email };
}

/** Everything that is stored of a series: index columns, the record, the text that CalDAV gives out, its instances. */
export function toRow(series: EventSeries, ical: string | undefined, setting: RowSetting): SeriesWrite {
  const row = storedRow(series, ical ?? setting.renderer.render(series));
  const { ownerEmail, limits, clock } = setting;
  return { ...row, isDeleted: false, cover: coverOf(series, row, { ownerEmail, now: clock(), limits }) };
}

/** The same of a series that is deleted: it is remembered, and takes no place in time. */
export function toTombstone(series: EventSeries, ical: string): SeriesWrite {
  return { ...storedRow(series, ical), isDeleted: true, cover: noInstances };
}

function storedRow(series: EventSeries, text: string): Omit<SeriesWrite, 'isDeleted' | 'cover'> {
  return {
    key: series.key,
    calendarKey: series.calendarKey,
    id: series.id,
    uid: series.uid,
    resourceName: series.resourceName,
    kind: series.kind,
    seq: series.seq,
    scheduleRevision: series.scheduleRevision,
    created: series.created,
    updated: series.updated,
    ...bounds(series),
    privacy: privacyOf(series),
    icalSize: Buffer.byteLength(text),
    body: JSON.stringify(series),
    ical: text,
    searchText: searchTextOf(series),
  };
}

/** The strictest of the master and its overrides: an override cannot make the series less private. */
function privacyOf(series: EventSeries): PrivacyLevel {
  const all: (EventData | EventPatch)[] = [series.master, ...series.overrides.map((override) => override.patch)];
  return Math.max(...all.map(levelOf)) as PrivacyLevel;
}

function levelOf(data: EventData | EventPatch): PrivacyLevel {
  if (data.isSecret) return 2;
  return data.visibility === 'private' || data.visibility === 'confidential' || data.visibilityLiteral ? 1 : 0;
}

/** What `q` searches: title, description, places, people (v3 events.list, v2 full-text query); not extended properties. */
function searchTextOf(series: EventSeries): string {
  const parts = [series.master, ...series.overrides.map((override) => override.patch)].flatMap(wordsOf);
  if (series.creator) parts.push(series.creator.email, series.creator.name);
  return [...new Set(parts)]
    .filter((part) => part !== undefined)
    .join('\n')
    .toLowerCase()
    .slice(0, 60_000);
}

function wordsOf(data: EventData | EventPatch): (string | undefined)[] {
  const people = [...(data.attendees ?? []), ...(data.organizer ? [data.organizer] : [])];
  return [
    data.title ?? undefined,
    data.description?.text,
    ...(data.locations ?? []).map((place) => place.name),
    ...people.flatMap((person) => [person.name, person.address?.replace(/^mailto:/i, '')]),
  ];
}
