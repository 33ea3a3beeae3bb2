/**
 * When does it happen? The slow and plain answer, written from the words of RFC 8984 §4.3.3.1 ("every second within a
 * period … compared against all of the byX properties") and RFC 5545 §3.3.10, RFC 7529 §4.1. Every rule part is a question
 * asked of each day, hour, minute and second; nothing is computed that can be counted. It shares no code with the engine.
 */
import { complete, days, dayOk, type DayRule, invalidDays, midnight, periodAfter, periodOf } from './oracle-days.js';
import { instantOf } from './oracle-zones.js';

export interface OracleRule extends DayRule {
  count?: number;
  until?: { form: 'date' | 'local' | 'utc'; wall: number };
  bySecond?: number[];
  byMinute?: number[];
  byHour?: number[];
  bySetPos?: number[];
}

/** A wall clock is the milliseconds it would be in UTC. */
export interface OracleSeries {
  start: number;
  /** A date has none, a floating time neither. */
  zone: string | null;
  isAllDay: boolean;
  rules: OracleRule[];
  exrules: OracleRule[];
  rdates: number[];
  exdates: number[];
  /** EXDATE;VALUE=DATE of a timed series: midnights. */
  exdays: number[];
}

const units = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 };
const day = 86_400_000;

/** All starts before `to`, as instants, ascending; zoneless ones in `zone`. Two that are one instant are one start. */
export function oracleStarts(series: OracleSeries, zone: string, to: number): number[] {
  const sameAs = (wall: number): number => (series.zone === null ? wall : instantOf(wall, series.zone));
  // The wall clock when the window ends; clocks differ from it by what they were changed since the start.
  const changes = series.zone === 'Pacific/Apia' ? 26 : 3;
  const end = series.start + (to - instantOf(series.start, series.zone ?? zone)) + changes * 3_600_000;
  const ruled = series.rules.flatMap((rule) => ruleTimes(rule, series, { end, isExcluding: false }));
  const excluded = series.exrules.flatMap((rule) => ruleTimes(rule, series, { end, isExcluding: true }));
  const walls = [series.start, ...ruled, ...series.rdates].filter((wall) => !series.exdays.includes(midnight(wall)));
  const without = new Set([...excluded, ...series.exdates].map(sameAs));
  const keys = [...new Set(walls.map(sameAs))].filter((key) => !without.has(key));
  const instants = series.zone === null ? keys.map((wall) => instantOf(wall, zone)) : keys;
  return instants.filter((time) => time < to).sort((a, b) => a - b);
}

interface Reach {
  end: number;
  /** RFC 8984 §4.3.4: in an excluding rule the start counts only when it matches. */
  isExcluding: boolean;
}

function ruleTimes(rule: OracleRule, series: OracleSeries, { end, isExcluding }: Reach): number[] {
  const found: number[] = isExcluding || !isWithin(rule, series, series.start) ? [] : [series.start];
  const seen = new Set<number>(found);
  const completed = complete(rule, series.start);
  let number = 0;
  for (let period = periodOf(rule, series.start); period <= end; period = periodAfter(rule, period)) {
    const isTurn = number % rule.interval === 0;
    number += 1;
    if (!isTurn) continue;
    for (const wall of positioned(rule, candidates(rule, completed, series, period))) {
      if (wall < series.start || seen.has(wall)) continue;
      if (found.length >= (rule.count ?? Infinity)) return found;
      if (!isWithin(rule, series, wall)) continue;
      seen.add(wall);
      found.push(wall);
    }
  }
  return found;
}

function isWithin({ until }: OracleRule, { zone, isAllDay }: OracleSeries, wall: number): boolean {
  if (!until) return true;
  if (isAllDay) return wall <= midnight(until.wall);
  if (until.form === 'date') return midnight(wall) <= until.wall;
  if (until.form === 'local' || zone === null) return wall <= until.wall;
  return instantOf(wall, zone) <= until.wall;
}

/** The same day is asked for once for each of its seconds. */
const answers = new WeakMap<OracleRule, { date: number; isNamed: boolean }>();

function isDayNamed(rule: OracleRule, completed: DayRule, date: number): boolean {
  const last = answers.get(rule);
  if (last?.date === date) return last.isNamed;
  const isNamed = dayOk(rule, completed, date);
  answers.set(rule, { date, isNamed });
  return isNamed;
}

/** Steps 1 and 2: everything in the period that no part eliminates. */
function candidates(rule: OracleRule, completed: DayRule, series: OracleSeries, period: number): number[] {
  const unit = units[rule.freq as keyof typeof units];
  const hasDay = (date: number): boolean => isDayNamed(rule, completed, date);
  if (unit) return hasDay(midnight(period)) ? timesIn(rule, series, period, unit) : [];
  const named = days(rule, period).filter(hasDay);
  const all = [...new Set([...named, ...invalidDays(rule, completed, period)])].sort((a, b) => a - b);
  return all.flatMap((date) => timesOfDay(rule, series).map((time) => date + time));
}

const ofDay = new WeakMap<OracleRule, number[]>();

/** One day has the same times as any other. */
function timesOfDay(rule: OracleRule, series: OracleSeries): number[] {
  const times = ofDay.get(rule) ?? timesIn(rule, series, 0, day);
  ofDay.set(rule, times);
  return times;
}

const hour = 3_600_000;
const minute = 60_000;

/** Every second of a span that BYHOUR, BYMINUTE and BYSECOND leave; what is smaller than the period is DTSTART's. */
function timesIn(rule: OracleRule, series: OracleSeries, from: number, span: number): number[] {
  if (series.isAllDay) return [from];
  const own = new Date(series.start);
  const hours = rule.byHour ?? (span === day ? [own.getUTCHours()] : null);
  const minutes = rule.byMinute ?? (span > minute ? [own.getUTCMinutes()] : null);
  // A second 60 is a leap second; RFC 5545 §3.3.12: read as 59 where there is none.
  const seconds = rule.bySecond?.map((s) => Math.min(s, 59)) ?? (span > 1000 ? [own.getUTCSeconds()] : null);
  const isIn = (time: number): boolean =>
    isNamed(hours, new Date(time).getUTCHours()) && isNamed(minutes, new Date(time).getUTCMinutes());
  if (span === 1000) return isNamed(seconds, new Date(from).getUTCSeconds()) && isIn(from) ? [from] : [];
  return each(from, span, hour)
    .filter((time) => isNamed(hours, new Date(time).getUTCHours()))
    .flatMap((time) => each(time, Math.min(span, hour), minute))
    .filter((time) => isNamed(minutes, new Date(time).getUTCMinutes()))
    .flatMap((time) => each(time, Math.min(span, minute), 1000))
    .filter((time) => isNamed(seconds, new Date(time).getUTCSeconds()));
}

/** The units of a span, one after the other; at least the one that begins it. */
function each(from: number, span: number, unit: number): number[] {
  return Array.from({ length: Math.max(1, span / unit) }, (_, i) => from + i * unit);
}

function isNamed(numbers: number[] | null, value: number): boolean {
  return numbers?.includes(value) ?? true;
}

/** Step 3: the nth of the period. */
function positioned({ bySetPos }: OracleRule, times: number[]): number[] {
  return bySetPos ? times.filter((_, i) => bySetPos.includes(i + 1) || bySetPos.includes(i - times.length)) : times;
}
