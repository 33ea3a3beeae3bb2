import { dayNumber, firstWeek, monthLength, weekday, yearLength } from '../time/days.js';
import type { DayLimits } from './day-limits.js';
import type { Rule, WeekdayOf } from './rule.js';

/** The parts that DTSTART lends to a rule that leaves them out. */
export interface Seed {
  month: number;
  day: number;
  weekday: number;
}

/** Day numbers of the periods of a rule of a week and more, ascending, each once, before BYSETPOS. */
export class DaySets {
  constructor(
    private readonly rule: Rule,
    private readonly seed: Seed,
    private readonly limits: DayLimits,
  ) {}

  ofYear(year: number): number[] {
    const { rule, seed } = this;
    if (rule.byWeekNo) return this.ofWeeks(year);
    if (rule.byYearDay) return this.ofYearDays(year);
    if (!rule.byMonth && !rule.byMonthDay && rule.byDay)
      return weekdaysIn(rule.byDay, dayNumber(year, 1, 1), yearLength(year));
    // RFC 8984 §4.3.3.1: the month is DTSTART's unless the rule names months, weeks, or weekdays alone.
    const months = rule.byMonth ?? [seed.month];
    if (months.length === 1) return this.monthDays(year, months[0]!);
    return ascending(months.flatMap((month) => this.monthDays(year, month)));
  }

  ofMonth(year: number, month: number): number[] {
    const { rule } = this;
    if (rule.byMonth && !rule.byMonth.includes(month)) return [];
    const days = this.monthDays(year, month);
    return rule.byYearDay ? days.filter((day) => this.limits.allow(day)) : days;
  }

  /** Days of a week that begins at `start`. */
  ofWeek(start: number): number[] {
    const { rule, seed, limits } = this;
    const days: number[] = [];
    for (let day = start; day < start + 7; day += 1)
      if ((rule.byDay || weekday(day) === seed.weekday) && limits.allow(day)) days.push(day);
    return days;
  }

  /** RFC 7529 §4.1, item 7: with SKIP a day 366 of a shorter year is moved, when no other part has to be asked of it. */
  private ofYearDays(year: number): number[] {
    const { rule, limits } = this;
    const first = dayNumber(year, 1, 1);
    const length = yearLength(year);
    const canMove = !rule.byMonth && !rule.byMonthDay;
    const days = rule.byYearDay!.flatMap((n) => {
      if (Math.abs(n) <= length) return [nth(first, length, n)].filter((day) => limits.allow(day));
      return canMove ? moved(rule, { first, length }, n).filter((day) => limits.allowWeekday(day)) : [];
    });
    return ascending(days);
  }

  /** Days of the named weeks of a week-numbering year (by WKST); the weekday is DTSTART's when none is given. */
  private ofWeeks(weekYear: number): number[] {
    const { rule, seed, limits } = this;
    const start = firstWeek(weekYear, rule.weekStart);
    const weeks = (firstWeek(weekYear + 1, rule.weekStart) - start) / 7;
    const needsWeekday = !rule.byDay && !rule.byMonthDay && !rule.byYearDay;
    const days: number[] = [];
    for (const n of rule.byWeekNo!) {
      const week = n > 0 ? n : weeks + n + 1;
      if (week < 1 || week > weeks) continue;
      for (let day = start + (week - 1) * 7; day < start + week * 7; day += 1)
        if ((!needsWeekday || weekday(day) === seed.weekday) && limits.allow(day)) days.push(day);
    }
    return ascending(days);
  }

  private monthDays(year: number, month: number): number[] {
    const { rule, seed, limits } = this;
    const first = dayNumber(year, month, 1);
    const length = monthLength(year, month);
    if (!rule.byMonthDay) {
      if (rule.byDay) return weekdaysIn(rule.byDay, first, length);
      return seed.day <= length ? [first + seed.day - 1] : moved(rule, { first, length }, seed.day);
    }
    const days = rule.byMonthDay.flatMap((n) => {
      const named = Math.abs(n) <= length ? [nth(first, length, n)] : moved(rule, { first, length }, n);
      return rule.byDay ? named.filter((day) => limits.allowWeekday(day)) : named;
    });
    return days.length > 1 ? ascending(days) : days;
  }
}

function ascending(days: number[]): number[] {
  days.sort((a, b) => a - b);
  return days.filter((day, i) => day !== days[i - 1]);
}

function nth(first: number, length: number, n: number): number {
  return n > 0 ? first + n - 1 : first + length + n;
}

interface Span {
  first: number;
  length: number;
}

/** RFC 7529 §4.1: a day that the span does not have is left out, or becomes the valid day before or after it. */
function moved({ skip }: Rule, { first, length }: Span, n: number): number[] {
  if (skip === 'FORWARD') return [n > 0 ? first + length : first];
  return skip === 'BACKWARD' ? [n > 0 ? first + length - 1 : first - 1] : [];
}

/** The named weekdays of a span of days; numbers count within the span. */
function weekdaysIn(named: WeekdayOf[], first: number, length: number): number[] {
  const days: number[] = [];
  for (const { day, nth: number } of named) {
    const lead = (day - weekday(first) + 7) % 7;
    const count = Math.floor((length - 1 - lead) / 7) + 1;
    if (number === undefined) for (let i = 0; i < count; i += 1) days.push(first + lead + i * 7);
    else if (Math.abs(number) <= count) days.push(first + lead + (number > 0 ? number - 1 : count + number) * 7);
  }
  return named.length === 1 ? days : ascending(days);
}
