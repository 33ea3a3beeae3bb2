import { formatUtcMillis } from '@dayferry/core';
import type { FreeBusyRequest } from '../parse/free-busy.js';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';
import { renderInstant } from './event-times.js';

/** The FreeBusyResponse; `calendars` and `groups` by id as it was asked for. */
export function renderFreeBusy({ from, to }: FreeBusyRequest, calendars: JsonObject, groups: JsonObject): JsonObject {
  return present({
    kind: 'calendar#freeBusy',
    timeMin: formatUtcMillis(from),
    timeMax: formatUtcMillis(to),
    groups: Object.keys(groups).length > 0 ? groups : undefined,
    calendars,
  });
}

/** 10.4: a group with its members' calendars, or with more of them than were asked for. */
export function renderGroup(members: string[], limit: number): JsonObject {
  if (members.length > limit) return { errors: [{ domain: 'global', reason: 'groupTooBig' }] };
  return { calendars: members };
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
