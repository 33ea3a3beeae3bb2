import { dateOf, dayNumber, firstWeek, monthLength, weekday, weekYearOf, yearLength } from '../time/days.js';
import type { Rule } from './rule.js';

/**
 * BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY as questions about one day (RFC 8984 §4.3.3.1, step 2). What DTSTART
 * lends to a rule is not in it.
 */
export class DayLimits {
  /** False when every day passes. */
  readonly areAny: boolean;
  private readonly weekdays: number;
  private readonly months: number;
  private readonly hasOrdinals: boolean;

  constructor(private readonly rule: Rule) {
    const { byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule;
    this.areAny = [byMonth, byWeekNo, byYearDay, byMonthDay, byDay].some((part) => part !== undefined);
    this.weekdays = mask(byDay?.map((item) => item.day));
    this.months = mask(byMonth);
    this.hasOrdinals = byDay?.some((item) => item.nth !== undefined) ?? false;
  }

  allow(day: number): boolean {
    if (!this.areAny) return true;
    if (((this.weekdays >> weekday(day)) & 1) === 0) return false;
    return this.allowDate(day) && (!this.hasOrdinals || isNumbered(this.rule, day));
  }

  private allowDate(number: number): boolean {
    const { byMonth, byMonthDay, byYearDay, byWeekNo } = this.rule;
    if (!byMonth && !byMonthDay && !byYearDay && !byWeekNo) return true;
    const { year, month, day } = dateOf(number);
    if (((this.months >> month) & 1) === 0) return false;
    if (byMonthDay && !isIn(byMonthDay, day, monthLength(year, month))) return false;
    if (byYearDay && !isIn(byYearDay, number - dayNumber(year, 1, 1) + 1, yearLength(year))) return false;
    return !byWeekNo || isInWeeks(byWeekNo, number, this.rule.weekStart);
  }

  /** BYDAY alone: what is asked of a day that SKIP has moved (RFC 7529 §4.1). */
  allowWeekday(day: number): boolean {
    return ((this.weekdays >> weekday(day)) & 1) === 1 && (!this.hasOrdinals || isNumbered(this.rule, day));
  }

  /** The next day that may pass after one that does not: months that are not named are left out whole. */
  after(number: number): number {
    if (!this.rule.byMonth) return number + 1;
    const { year, month } = dateOf(number);
    if ((this.months >> month) & 1) return number + 1;
    let next = month;
    while (next <= 12 && ((this.months >> next) & 1) === 0) next += 1;
    return next <= 12 ? dayNumber(year, next, 1) : dayNumber(year + 1, 1, 1);
  }
}

function mask(numbers: number[] | undefined): number {
  return numbers ? numbers.reduce((bits, n) => bits | (1 << n), 0) : -1;
}

/** The nth of `length`, counted from either end. */
function isIn(numbers: number[], nth: number, length: number): boolean {
  return numbers.includes(nth) || numbers.includes(nth - length - 1);
}

function isInWeeks(numbers: number[], day: number, weekStart: number): boolean {
  const year = weekYearOf(day, weekStart);
  const first = firstWeek(year, weekStart);
  return isIn(numbers, Math.floor((day - first) / 7) + 1, (firstWeek(year + 1, weekStart) - first) / 7);
}

/** RFC 5545 §3.3.10: a number counts in the month of a MONTHLY rule or of one with BYMONTH, in the year otherwise. */
function isNumbered({ byDay, byMonth, frequency }: Rule, number: number): boolean {
  const { year, month, day } = dateOf(number);
  const isOfMonth = frequency === 'MONTHLY' || byMonth !== undefined;
  const position = isOfMonth ? day : number - dayNumber(year, 1, 1) + 1;
  const length = isOfMonth ? monthLength(year, month) : yearLength(year);
  const fromStart = Math.floor((position - 1) / 7) + 1;
  const fromEnd = -(Math.floor((length - position) / 7) + 1);
  const own = weekday(number);
  return byDay!.some(
    ({ day: named, nth }) => named === own && (nth === undefined || nth === fromStart || nth === fromEnd),
  );
}
