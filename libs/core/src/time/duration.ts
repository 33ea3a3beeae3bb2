import { invalidInput } from '../errors.js';
import type { EventData } from '../model/event-data.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import { civilMillis, civilText } from './civil.js';
import { fromUtc, toUtc, type ZoneDefinitions } from './convert.js';

export interface Duration {
  sign: 1 | -1;
  /** Weeks and days: nominal, on the calendar. */
  days: number;
  /** Hours, minutes, seconds: exact. */
  millis: number;
}

const pattern = /^([+-])?P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(\.\d+)?S)?)?$/;

/** RFC 5545 §3.3.6 and RFC 8984 §1.4.6; years and months do not exist. InvalidInput on anything else. */
export function parseDuration(text: string): Duration {
  const match = pattern.exec(text);
  if (!match || text.endsWith('P') || text.endsWith('T'))
    throw invalidInput('duration', `${text.slice(0, 40)} is not a duration.`);
  const part = (i: number): number => Number(match[i] ?? 0);
  const seconds = part(4) * 3600 + part(5) * 60 + part(6) + part(7);
  return { sign: match[1] === '-' ? -1 : 1, days: part(2) * 7 + part(3), millis: Math.round(seconds * 1000) };
}

/**
 * Days are added on the calendar, then hours as exact time (RFC 5545 §3.3.6); subtracting goes the other way round. A
 * date plus hours becomes midnight plus hours only when they do not make whole days.
 */
export function addDuration(point: TimePoint, duration: string, definitions?: ZoneDefinitions): TimePoint {
  const { sign, days, millis } = parseDuration(duration);
  if (isDate(point))
    return { ...point, local: civilText(civilMillis(point.local) + sign * (days * 86_400_000 + millis)).slice(0, 10) };
  return sign > 0
    ? addExact(addNominal(point, days), millis, definitions)
    : addNominal(addExact(point, -millis, definitions), -days);
}

function addNominal(point: TimePoint, days: number): TimePoint {
  return days === 0 ? point : { ...point, local: civilText(civilMillis(point.local) + days * 86_400_000) };
}

function addExact(point: TimePoint, millis: number, definitions?: ZoneDefinitions): TimePoint {
  if (millis === 0) return point;
  if (point.zone === null) return { ...point, local: civilText(civilMillis(point.local) + millis) };
  return { ...point, local: fromUtc(toUtc(point, point.zone, definitions) + millis, point.zone, definitions).local };
}

/**
 * The duration that leads from start to end: whole days between dates and floating times; otherwise days on the start's
 * clock and the exact rest, so that `addDuration(start, result)` is `end`.
 */
export function durationBetween(start: TimePoint, end: TimePoint, definitions?: ZoneDefinitions): string {
  const endThere = sameClock(start, end, definitions);
  const distance = civilMillis(endThere.local) - civilMillis(start.local);
  if (start.zone === null) return formatDuration(distance);
  const exact = toUtc(end, start.zone, definitions) - toUtc(start, start.zone, definitions);
  if (exact === distance || exact < 86_400_000) return formatDuration(exact);
  const days = Math.floor(distance / 86_400_000);
  const rest = toUtc(end, start.zone, definitions) - toUtc(addNominal(start, days), start.zone, definitions);
  return rest < 0 ? formatDuration(exact) : formatParts(days, rest);
}

function sameClock(start: TimePoint, end: TimePoint, definitions?: ZoneDefinitions): TimePoint {
  if (start.zone === end.zone || start.zone === null || end.zone === null) return end;
  return fromUtc(toUtc(end, start.zone, definitions), start.zone, definitions);
}

/** `P1DT2H` of milliseconds; whole days are written as days. */
export function formatDuration(millis: number): string {
  const text = formatParts(Math.floor(Math.abs(millis) / 86_400_000), Math.abs(millis) % 86_400_000);
  return millis < 0 ? `-${text}` : text;
}

function formatParts(days: number, rest: number): string {
  const seconds = Math.floor(rest / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const time = `${h ? `${h}H` : ''}${m || (h && s) ? `${m}M` : ''}${s ? `${s}S` : ''}`;
  if (!days && !time) return 'PT0S';
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

/** Minutes of a duration, days taken as 24 hours; whatever does not parse is NaN. */
export function durationMinutes(text: string): number {
  try {
    const { sign, days, millis } = parseDuration(text);
    return sign * (days * 1440 + millis / 60_000);
  } catch {
    return Number.NaN;
  }
}

/** RFC 5545 §3.6.1: DTEND, or start and duration, or a day for a date and no time at all for a date-time. */
export function endOf(data: EventData, definitions?: ZoneDefinitions): TimePoint {
  if (data.end) return data.end;
  if (!data.start) throw invalidInput('start', 'There is no start.');
  if (data.duration) return addDuration(data.start, data.duration, definitions);
  return isDate(data.start) ? addDuration(data.start, 'P1D') : data.start;
}
