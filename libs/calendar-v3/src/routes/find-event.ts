import {
  etagOf,
  etagOfInstance,
  instanceStamp,
  occurrenceOf,
  parseStamp,
  type Core,
  type EventSeries,
  type Occurrence,
  type OpenCalendar,
  type StoredSeries,
} from '@dayferry/core';
import { fail } from '../errors/fail.js';
import type { Call } from './call.js';
import { hasInstances } from './event-source.js';

/** What an event id names: a series or single event, or one instance of a series. */
export interface FoundEvent {
  stored: StoredSeries;
  /** Absent for the series itself. */
  occurrence?: Occurrence;
}

/** 6.7: `<series id>_<stamp>` is an instance. */
export function splitEventId(id: string): { seriesId: string; stamp?: string } {
  const match = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/.exec(id);
  return match ? { seriesId: match[1]!, stamp: match[2]! } : { seriesId: id };
}

/** Deleted and cancelled ones are found as well (events.get "always returns them"). Tasks and journals do not exist. */
export async function findEvent(call: Call, open: OpenCalendar): Promise<FoundEvent> {
  const { seriesId, stamp } = splitEventId(call.path.eventId ?? '');
  const stored = await call.core.events.find(open, { id: seriesId }, { includeDeleted: true });
  if (stored.head.kind !== 'event') throw fail('notFound');
  if (stamp !== undefined) return { stored, occurrence: occurrenceAt(call.core, open, stored.series, stamp) };
  // A lone invitation to single instances: the series it belongs to is not here to be read.
  if (!stored.head.isExact && stored.series.isMasterMissing) throw fail('notFound');
  return { stored };
}

/** The instance with this stamp, excluded or not; a stamp that hits none is 404. */
export function occurrenceAt(core: Core, open: OpenCalendar, series: EventSeries, stamp: string): Occurrence {
  const recurrenceId = hasInstances(series) ? parseStamp(stamp, series) : null;
  const options = { zone: open.calendar.timeZone, limits: core.limits, includeCancelled: true };
  const occurrence = recurrenceId && occurrenceOf(series, recurrenceId, options);
  if (!occurrence || instanceStamp(occurrence.recurrenceId, series.timeZones) !== stamp) throw fail('notFound');
  return occurrence;
}

/** With quotes. */
export function etagOfFound({ stored, occurrence }: FoundEvent): string {
  return `"${occurrence ? etagOfInstance(stored.head, stored.series, occurrence) : etagOf(stored.head)}"`;
}
