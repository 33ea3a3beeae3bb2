import {
  formatOffset,
  isDate,
  localInZone,
  offsetMinutesAt,
  toUtc,
  type SeriesDraft,
  type TimePoint,
} from '@dayferry/core';
import type { EventContext } from './event-record.js';

/** `2009-04-17T16:00:00.000+01:00` in the zone asked for; a date stays a date, a floating time is the calendar's. */
export function timeText(
  point: TimePoint,
  context: Pick<EventContext, 'zone' | 'calendarZone'>,
  timeZones: SeriesDraft['timeZones'],
): string {
  if (isDate(point)) return point.local;
  const utc = toUtc(point, context.calendarZone, timeZones);
  const offset = offsetMinutesAt(utc, context.zone);
  return `${localInZone(utc, context.zone)}.000${offset === 0 ? 'Z' : formatOffset(offset)}`;
}
