import {
  endOf,
  formatOffset,
  formatUtcSeconds,
  isDate,
  localInZone,
  offsetMinutesAt,
  toUtc,
  UTC,
  type EventData,
  type EventSeries,
  type Json,
  type TimePoint,
} from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';
import type { EventView } from './view.js';

/** `start`, `end` and `endTimeUnspecified` of an event. */
export function renderTimes(
  view: EventView,
  data: EventData,
  series: EventSeries,
): { [name: string]: Json | undefined } {
  if (!data.start) return {};
  return {
    start: renderTime(view, data.start, series),
    end: renderTime(view, endOf(data, series.timeZones), series),
    endTimeUnspecified: data.end === undefined && data.duration === undefined ? true : undefined,
  };
}

/**
 * An EventDateTime: the clock of the response's zone, and the zone stored with the event. A floating time is shown in
 * the calendar's zone, and so is a zone that only the event itself defines (mapping §3).
 */
export function renderTime(view: EventView, point: TimePoint, series: Pick<EventSeries, 'timeZones'>): JsonObject {
  if (isDate(point)) return { date: point.local };
  const calendarZone = view.open.calendar.timeZone;
  const utc = toUtc(point, calendarZone, series.timeZones);
  return present({ dateTime: renderInstant(utc, view.zone), timeZone: shownZone(point.zone, calendarZone) });
}

/** RFC 3339 to the second, with the offset of the zone; `Z` for UTC. */
export function renderInstant(utc: number, zone: string): string {
  if (zone === UTC || zone === 'UTC') return formatUtcSeconds(utc);
  return `${localInZone(utc, zone)}${formatOffset(offsetMinutesAt(utc, zone))}`;
}

function shownZone(zone: string | null, calendarZone: string): string {
  const own = zone === null || zone.startsWith('/') ? calendarZone : zone;
  return own === UTC ? 'UTC' : own;
}
