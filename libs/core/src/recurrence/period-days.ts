import { dateOf, dayNumber, firstWeek, monthLength, weekday, yearLength } from './days.js';
import type { Rule, WeekdayOf } from './rule.js';

/** The parts that DTSTART lends to a rule that leaves them out. */
export interface Seed {
  month: number;
  day: number;
  weekday: number;
}

/** Day numbers of one year that a YEARLY rule names, ascending, before BYSETPOS. */
export function daysOfYear(rule: Rule, seed: Seed, year: number): number[] {
  if (rule.byYearDay)
    return rule.byYearDay
      .flatMap((n) => yearDay(year, n))
      .filter((day) => passes(rule, day))
      .sort(ascending);
  if (rule.byWeekNo) return daysOfWeeks(rule, seed, year);
  if (!rule.byMonth && !rule.byMonthDay && rule.byDay)
    return weekdaysIn(rule.byDay, dayNumber(year, 1, 1), yearLength(year));
  // RFC 8984 §4.3.3.1: the month is DTSTART's unless the rule names months, weeks, or weekdays alone.
  const months = rule.byMonth ?? [seed.month];
  return months.flatMap((month) => monthDays(rule, seed, year, month)).sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}

function yearDay(year: number, n: number): number[] {
  const length = yearLength(year);
  if (Math.abs(n) > length) return [];
  return [dayNumber(year, 1, 1) + (n > 0 ? n - 1 : length + n)];
}

/** Days of the named weeks of a week-numbering year (by WKST); the weekday is DTSTART's when none is given. */
function daysOfWeeks(rule: Rule, seed: Seed, weekYear: number): number[] {
  const start = firstWeek(weekYear, rule.weekStart);
  const weeks = (firstWeek(weekYear + 1, rule.weekStart) - start) / 7;
  const numbers = rule.byWeekNo!.map((n) => (n > 0 ? n : weeks + n + 1)).filter((week) => week >= 1 && week <= weeks);
  const days = numbers.flatMap((week) => Array.from({ length: 7 }, (_, i) => start + (week - 1) * 7 + i));
  const needsWeekday = !rule.byDay && !rule.byMonthDay;
  const isNamed = (day: number): boolean => passes(rule, day) && (!needsWeekday || weekday(day) === seed.weekday);
  return [...new Set(days)].filter(isNamed).sort(ascending);
}

/** Day numbers of one month that the rule names, ascending. */
export function daysOfMonth(rule: Rule, seed: Seed, year: number, month: number): number[] {
  if (rule.byMonth && !rule.byMonth.includes(month)) return [];
  const days = monthDays(rule, seed, year, month);
  return rule.byYearDay ? days.filter((day) => passes(rule, day)) : days;
}

function monthDays(rule: Rule, seed: Seed, year: number, month: number): number[] {
  const first = dayNumber(year, month, 1);
  const length = monthLength(year, month);
  if (!rule.byMonthDay && rule.byDay) return weekdaysIn(rule.byDay, first, length);
  const named = (rule.byMonthDay ?? [seed.day]).flatMap((n) => monthDay(rule, first, length, n));
  const days = rule.byDay ? intersect(named, weekdaysIn(rule.byDay, first, length)) : named;
  return [...new Set(days)].sort(ascending);
}

function intersect(a: number[], b: number[]): number[] {
  const set = new Set(b);
  return a.filter((item) => set.has(item));
}

/** RFC 7529 §4.1: a day that the month does not have is left out, or moved to its neighbour. */
function monthDay(rule: Rule, first: number, length: number, n: number): number[] {
  if (Math.abs(n) <= length) return [first + (n > 0 ? n - 1 : length + n)];
  if (rule.skip === 'BACKWARD') return n > 0 ? [first + length - 1] : [];
  return rule.skip === 'FORWARD' && n > 0 ? [first + length] : [];
}

/** The named weekdays of a span of days; numbers count within the span. */
function weekdaysIn(named: WeekdayOf[], first: number, length: number): number[] {
  const days: number[] = [];
  for (const { day, nth } of named) {
    const lead = (day - weekday(first) + 7) % 7;
    const count = lead < length ? Math.floor((length - 1 - lead) / 7) + 1 : 0;
    if (nth === undefined) for (let i = 0; i < count; i += 1) days.push(first + lead + i * 7);
    else if (Math.abs(nth) <= count) days.push(first + lead + (nth > 0 ? nth - 1 : count + nth) * 7);
  }
  return named.length === 1 ? days : [...new Set(days)].sort(ascending);
}

/** Days of a week that begins at `start`. */
export function daysOfWeek(rule: Rule, seed: Seed, start: number): number[] {
  const days: number[] = [];
  for (let day = start; day < start + 7; day += 1) {
    const isNamed = rule.byDay ? rule.byDay.some((item) => item.day === weekday(day)) : weekday(day) === seed.weekday;
    if (isNamed && passesDates(rule, day)) days.push(day);
  }
  return days;
}

/** BYMONTH, BYYEARDAY, BYMONTHDAY and BYDAY (numbers aside) as limits on one day. */
export function passes(rule: Rule, day: number): boolean {
  return (!rule.byDay || rule.byDay.some((item) => item.day === weekday(day))) && passesDates(rule, day);
}

function passesDates(rule: Rule, number: number): boolean {
  if (!rule.byMonth && !rule.byMonthDay && !rule.byYearDay) return true;
  const { year, month, day } = dateOf(number);
  if (rule.byMonth && !rule.byMonth.includes(month)) return false;
  const fromEnd = day - monthLength(year, month) - 1;
  if (rule.byMonthDay && !rule.byMonthDay.includes(day) && !rule.byMonthDay.includes(fromEnd)) return false;
  if (!rule.byYearDay) return true;
  const ofYear = number - dayNumber(year, 1, 1) + 1;
  return rule.byYearDay.includes(ofYear) || rule.byYearDay.includes(ofYear - yearLength(year) - 1);
}
