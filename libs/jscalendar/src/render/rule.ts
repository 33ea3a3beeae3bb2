import { fromUtc, isDate, type Json, type JsonObject, parseRule, type TimePoint, toUtc, UTC } from '@dayferry/core';
import { defined } from './keys.js';

const weekdays = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** A RECUR value as a RecurrenceRule (RFC 8984 §4.3.3). */
export function ruleOf(text: string, start: TimePoint): Json {
  const rule = parseRule(text);
  return defined({
    '@type': 'RecurrenceRule',
    frequency: rule.frequency.toLowerCase(),
    interval: rule.interval === 1 ? undefined : rule.interval,
    rscale: rule.rscale === undefined || rule.rscale === 'GREGORIAN' ? undefined : rule.rscale.toLowerCase(),
    skip: rule.skip === undefined || rule.skip === 'OMIT' ? undefined : rule.skip.toLowerCase(),
    firstDayOfWeek: rule.weekStart === 1 ? undefined : weekdays[rule.weekStart],
    byDay: rule.byDay?.map(({ day, nth }) => ({
      '@type': 'NDay',
      day: weekdays[day]!,
      ...(nth === undefined ? {} : { nthOfPeriod: nth }),
    })),
    byMonthDay: rule.byMonthDay,
    byMonth: rule.byMonth?.map(String),
    byYearDay: rule.byYearDay,
    byWeekNo: rule.byWeekNo,
    byHour: rule.byHour,
    byMinute: rule.byMinute,
    bySecond: rule.bySecond,
    bySetPosition: rule.bySetPos,
    count: rule.count,
    until: rule.until === undefined ? undefined : localUntil(rule.until, start),
  }) as JsonObject;
}

/** UNTIL as a LocalDateTime in the event's zone; a DATE means the end of that day for a timed series. */
function localUntil(until: string, start: TimePoint): string {
  if (until.length === 10) return `${until}T${isDate(start) ? '00:00:00' : '23:59:59'}`;
  const local = until.slice(0, 19);
  if (isDate(start)) return `${until.slice(0, 10)}T00:00:00`;
  if (!until.endsWith('Z') || start.zone === null || start.zone.startsWith('/')) return local;
  return fromUtc(toUtc({ local, zone: UTC }, UTC), start.zone).local;
}
