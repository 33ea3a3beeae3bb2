import type { EventData, EventPatch } from '../model/event-data.js';
import type { EventSeries } from '../model/series.js';
import type { ICalendarRenderer } from '../ports/environment.port.js';
import type { PrivacyLevel, SeriesWrite } from '../ports/store.port.js';
import type { Limits } from '../limits.js';
import { bounds } from '../recurrence/bounds.js';

/** Everything that is stored of a series: index columns, the record, the text that CalDAV gives out. */
export function toRow(
  series: EventSeries,
  ical: string | undefined,
  deps: { renderer: ICalendarRenderer; limits: Limits },
): SeriesWrite {
  const text = ical ?? deps.renderer.render(series);
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
    isDeleted: false,
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
