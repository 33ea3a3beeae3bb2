import {
  addDuration,
  type EventData,
  inZone,
  isKnownZone,
  parseDuration,
  type SeriesDraft,
  type TimePoint,
  UTC,
} from '@dayferry/core';
import { type Members, wrong } from './values.js';

/** The event's start; all-day when it is shown without time, has no zone and lasts whole days. */
export function readTimes(
  members: Members,
  endZone: string | undefined,
  definitions: SeriesDraft['timeZones'],
): Partial<EventData> {
  const zone = readZone(members, definitions);
  const duration = members.duration('duration');
  if (duration?.startsWith('-')) throw wrong(members.at('duration'), 'must not be negative.');
  const isWithoutTime = members.boolean('showWithoutTime') === true;
  const local = members.local('start');
  if (isWithoutTime && zone === null && isWholeDay(local, duration)) return allDay(local, duration);
  const start = local === undefined ? undefined : { local, zone };
  return {
    ...(start ? { start } : {}),
    ...lengthOf(start, duration, endZone, definitions),
    ...(isWithoutTime ? { showWithoutTime: true } : {}),
  };
}

/** A duration; where the event ends in another zone, its end there. */
function lengthOf(
  start: TimePoint | undefined,
  duration: string | undefined,
  endZone: string | undefined,
  definitions: SeriesDraft['timeZones'],
): Pick<EventData, 'end' | 'duration'> {
  if (duration === undefined) return {};
  if (!start?.zone || endZone === undefined) return { duration };
  return { end: inZone(addDuration(start, duration, definitions), endZone, definitions) };
}

function isWholeDay(local: string | undefined, duration: string | undefined): local is string {
  return local?.endsWith('T00:00:00') === true && isWholeDays(duration);
}

function isWholeDays(duration: string | undefined): boolean {
  return duration === undefined || parseDuration(duration).millis === 0;
}

function allDay(local: string, duration: string | undefined): Partial<EventData> {
  const days = duration === undefined ? 0 : parseDuration(duration).days;
  // A day is the default length of a date; RFC 8984's PT0S cannot be said of one.
  return { start: { local: local.slice(0, 10), zone: null }, ...(days > 0 ? { duration } : {}) };
}

/** The due time of a task; a date where the task is shown without time, has no zone and starts on a date, if at all. */
export function readDue(members: Members, definitions: SeriesDraft['timeZones']): TimePoint | undefined {
  const local = members.local('due');
  if (local === undefined) return undefined;
  const zone = readZone(members, definitions);
  const start = members.local('start') ?? local;
  const isDay = zone === null && members.boolean('showWithoutTime') === true;
  const isDate = isDay && [local, start].every((time) => time.endsWith('T00:00:00'));
  return isDate ? { local: local.slice(0, 10), zone: null } : { local, zone };
}

/** JSCalendar 2.0: the zone of the end is the event's own member, beside a zone of the start. */
export function readEndZone(members: Members): string | undefined {
  const zone = members.string('endTimeZone');
  if (zone === undefined) return undefined;
  if (!isKnownZone(zone)) throw wrong(members.at('endTimeZone'), 'is no known time zone.');
  if (members.string('timeZone') === undefined) throw wrong(members.at('endTimeZone'), 'needs a timeZone.');
  return zone;
}

/** IANA names, and `/names` that the object's timeZones define (RFC 8984 §4.7). */
export function readZone(members: Members, definitions: SeriesDraft['timeZones']): string | null {
  const zone = members.string('timeZone');
  if (zone === undefined) return null;
  if (zone.startsWith('/') ? definitions?.[zone] !== undefined : isKnownZone(zone)) return zone === 'UTC' ? UTC : zone;
  throw wrong(members.at('timeZone'), 'is no known time zone.');
}
