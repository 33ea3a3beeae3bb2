import { endOf, isDate, localInZone, toUtc, UTC, type EventData, type Json, type TimePoint } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import type { ParseContext } from './context.js';
import type { JsonObject } from './json.js';
import { flagAt, objectAt, textAt } from './member.js';
import { isRealDate, readTimestamp } from './timestamp.js';
import { readZone } from './zone.js';

/** Start and end as the canonical record has them: wall clock and zone, or a date. */
export function parseTimes(event: JsonObject, context: ParseContext): Pick<EventData, 'start' | 'end'> {
  const start = parseTime(event, 'start', context);
  const end = parseTime(event, 'end', context);
  if (start && end && isDate(start) !== isDate(end)) {
    throw invalidMember('/end', 'Start and end times must either both be date or both be dateTime.');
  }
  if (flagAt(event, 'endTimeUnspecified') && start && isDefaultEnd(start, end)) return { start };
  return { ...(start ? { start } : {}), ...(end ? { end } : {}) };
}

/** The end that is sent for compatibility when there is none. */
function isDefaultEnd(start: TimePoint, end: TimePoint | undefined): boolean {
  const assumed = endOf({ start });
  return end === undefined || (end.local === assumed.local && end.zone === assumed.zone);
}

export function parseTime(event: JsonObject, name: 'start' | 'end', context: ParseContext): TimePoint | undefined {
  const time = objectAt(event, name);
  if (!time) return undefined;
  const date = textAt(time, 'date', `/${name}/date`);
  const dateTime = textAt(time, 'dateTime', `/${name}/dateTime`);
  if ((date === undefined) === (dateTime === undefined)) throw invalidTime(name);
  if (date !== undefined) return isRealDate(date) ? { local: date, zone: null } : raise(invalidTime(name, 'date'));
  const zoneName = textAt(time, 'timeZone', `/${name}/timeZone`);
  const zone = zoneName === undefined ? undefined : readZone(zoneName, { path: `/${name}/timeZone` });
  return pointOf(dateTime!, zone, context.zones[name]) ?? raise(invalidTime(name, 'dateTime'));
}

/** With an offset the offset fixes the instant and the zone is where it is kept; without one the zone is needed. */
function pointOf(text: string, zone: string | undefined, assumedZone: string): TimePoint | null {
  const stamp = readTimestamp(text);
  if (!stamp || (stamp.offset === undefined && zone === undefined)) return null;
  const kept = zone ?? assumedZone;
  return { local: stamp.offset === undefined ? stamp.local : localInZone(stamp.utc, kept), zone: kept };
}

function invalidTime(name: 'start' | 'end', member?: string): Error {
  return fail('invalid', { message: `Invalid ${name} time.`, path: member ? `/${name}/${member}` : `/${name}` });
}

function raise(error: Error): never {
  throw error;
}

/** `originalStart` of events.instances: a date, or an RFC 3339 time with its offset. */
export function parseOriginalStart(text: string): TimePoint | number {
  if (isRealDate(text)) return { local: text, zone: null };
  const stamp = readTimestamp(text);
  if (stamp?.offset === undefined) throw fail('badRequest', { location: 'originalStart' });
  return stamp.utc;
}

/** True when the wire says the same start and end: then their order is not this writer's to answer for. */
export function sameTimes(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** 4.3: an end before its start, and an all-day event without a day, are an empty range. */
export function checkTimeOrder(event: JsonObject): void {
  const zones = { start: UTC, end: UTC };
  const { start, end } = parseTimes(event, { zones, guests: new Map() });
  if (!start || !end) return;
  const length = toUtc(end, UTC) - toUtc(start, UTC);
  if (length < 0 || (length === 0 && isDate(start))) throw fail('timeRangeEmpty', { path: '/end' });
}
