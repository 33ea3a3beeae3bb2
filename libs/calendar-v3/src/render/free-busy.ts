import { formatUtcMillis } from '@dayferry/core';
import type { FreeBusyRequest } from '../parse/free-busy.js';
import type { JsonObject } from '../parse/json.js';
import { renderInstant } from './event-times.js';

/** The FreeBusyResponse; `calendars` by id as it was asked for. */
export function renderFreeBusy({ from, to }: FreeBusyRequest, calendars: JsonObject): JsonObject {
  return { kind: 'calendar#freeBusy', timeMin: formatUtcMillis(from), timeMax: formatUtcMillis(to), calendars };
}

/** Busy times with the offset of the zone that was asked for. */
export function renderBusy(intervals: { start: number; end: number }[], zone: string): JsonObject {
  return {
    busy: intervals.map(({ start, end }) => ({ start: renderInstant(start, zone), end: renderInstant(end, zone) })),
  };
}

/** 10.4: the answer for one id that has none. */
export function renderItemError(reason: 'notFound' | 'tooManyCalendarsRequested'): JsonObject {
  return { errors: [{ domain: 'global', reason }], busy: [] };
}
