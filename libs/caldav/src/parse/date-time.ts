import { assertLocal, forbidden, invalidInput, parseUtc } from '@dayferry/core';
import type { XmlElement } from './xml-element.js';

/** Half-open, epoch milliseconds. */
export interface TimeRange {
  from?: number;
  to?: number;
}

const pattern = /^(\d{4,})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** iCalendar "date with UTC time" (RFC 5545 §3.3.5 form 2) in epoch milliseconds. */
export function parseIcalUtc(text: string, code: string): number {
  const match = pattern.exec(text.trim());
  if (!match)
    throw invalidInput('time-range', `${text.slice(0, 40)} is not a UTC date-time like 20260102T030405Z.`, { code });
  const [, year, month, day, hour, minute, second] = match;
  // RFC 4791 §7.8: CALDAV:min-date-time and CALDAV:max-date-time.
  if (year === '0000') throw forbidden('There is no time before the year 1.', { code: 'min-date-time' });
  if (year!.length > 4) throw forbidden('There is no time after the year 9999.', { code: 'max-date-time' });
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  try {
    assertLocal(local, 'time-range');
  } catch {
    throw invalidInput('time-range', `${text.trim()} is not a real date.`, { code });
  }
  return parseUtc(`${local}Z`);
}

/** `start` and `end` of RFC 4791 §9.9; at least one is there (`needsBoth`: both), and the range is not empty. */
export function parseTimeRange(element: XmlElement, options: { code: string; needsBoth?: boolean }): TimeRange {
  const [start, end] = ['start', 'end'].map((name) => element.attributes.get(name));
  const isMissing = options.needsBoth
    ? start === undefined || end === undefined
    : start === undefined && end === undefined;
  if (isMissing) throw invalidInput('time-range', 'A time range needs a start or an end.', { code: options.code });
  const range: TimeRange = {
    ...(start === undefined ? {} : { from: parseIcalUtc(start, options.code) }),
    ...(end === undefined ? {} : { to: parseIcalUtc(end, options.code) }),
  };
  if (range.from !== undefined && range.to !== undefined && range.to <= range.from) {
    throw invalidInput('time-range', 'The end of a time range is after its start.', { code: options.code });
  }
  return range;
}
