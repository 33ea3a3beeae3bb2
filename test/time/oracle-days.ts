/** The calendar part of the oracle: days are midnights in UTC milliseconds, and every question is answered by counting. */

export type OracleFrequency = 'SECONDLY' | 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

export interface DayRule {
  freq: OracleFrequency;
  interval: number;
  /** 0 = Sunday. */
  wkst: number;
  byMonth?: number[];
  byWeekNo?: number[];
  byYearDay?: number[];
  byMonthDay?: number[];
  byDay?: { day: number; nth?: number }[];
  skip?: 'OMIT' | 'BACKWARD' | 'FORWARD';
}

const day = 86_400_000;
const steps: Partial<Record<OracleFrequency, number>> = {
  DAILY: day,
  HOURLY: 3_600_000,
  MINUTELY: 60_000,
  SECONDLY: 1000,
};

export function midnight(wall: number): number {
  return Math.floor(wall / day) * day;
}

/** Year and month of the days asked for before. */
const known = new Map<number, { year: number; month: number }>();

function read(date: number): { year: number; month: number } {
  const found = known.get(date);
  if (found) return found;
  const made = { year: new Date(date).getUTCFullYear(), month: new Date(date).getUTCMonth() + 1 };
  known.set(date, made);
  return made;
}

const yearOf = (date: number): number => read(date).year;
const monthOf = (date: number): number => read(date).month;
const newYear = (year: number): number => Date.UTC(year, 0, 1);
const firstOf = (year: number, month: number): number => Date.UTC(year, month - 1, 1);

/** Where the period that `wall` is in begins. */
export function periodOf(rule: DayRule, wall: number): number {
  const date = midnight(wall);
  switch (rule.freq) {
    case 'YEARLY':
      return rule.byWeekNo ? firstDayOfWeekYear(weekOf(date, rule.wkst).year, rule.wkst) : newYear(yearOf(date));
    case 'MONTHLY':
      return firstOf(yearOf(date), monthOf(date));
    case 'WEEKLY':
      return startOfWeek(date, rule.wkst);
    default:
      return Math.floor(wall / steps[rule.freq]!) * steps[rule.freq]!;
  }
}

export function periodAfter(rule: DayRule, period: number): number {
  switch (rule.freq) {
    case 'YEARLY': {
      const { wkst } = rule;
      return rule.byWeekNo ? firstDayOfWeekYear(weekOf(period, wkst).year + 1, wkst) : newYear(yearOf(period) + 1);
    }
    case 'MONTHLY':
      return firstOf(yearOf(period), monthOf(period) + 1);
    case 'WEEKLY':
      return period + 7 * day;
    default:
      return period + steps[rule.freq]!;
  }
}

/** All days of a period of a day or more. */
export function days(rule: DayRule, period: number): number[] {
  const result: number[] = [];
  const end = periodAfter(rule, period);
  for (let date = period; date < end; date += day) result.push(date);
  return result;
}

/** RFC 8984 §4.3.3.1, "the following properties MUST be implicitly added", as far as days go. */
export function complete(rule: DayRule, start: number): DayRule {
  const { freq, byDay, byMonthDay } = rule;
  const own = new Date(start);
  if (freq === 'WEEKLY' && !byDay) return { ...rule, byDay: [{ day: own.getUTCDay() }] };
  if (freq === 'MONTHLY' && !byDay && !byMonthDay) return { ...rule, byMonthDay: [own.getUTCDate()] };
  return freq === 'YEARLY' && !rule.byYearDay ? { ...rule, ...addedToYear(rule, own) } : rule;
}

function addedToYear({ byMonth, byWeekNo, byMonthDay, byDay }: DayRule, own: Date): Partial<DayRule> {
  const added: Partial<DayRule> = {};
  if (!byMonth && !byWeekNo && (byMonthDay || !byDay)) added.byMonth = [own.getUTCMonth() + 1];
  if (!byMonthDay && !byWeekNo && !byDay) added.byMonthDay = [own.getUTCDate()];
  if (byWeekNo && !byMonthDay && !byDay) added.byDay = [{ day: own.getUTCDay() }];
  return added;
}

/** Step 2 for a day: no part of the completed rule eliminates it. */
export function dayOk(given: DayRule, rule: DayRule, date: number): boolean {
  if (rule.byMonth && !rule.byMonth.includes(monthOf(date))) return false;
  if (rule.byWeekNo && !isInWeeks(rule.byWeekNo, date, rule.wkst)) return false;
  const year = yearOf(date);
  if (rule.byYearDay && !isNth(rule.byYearDay, date, [newYear(year), newYear(year + 1)])) return false;
  const month = monthOf(date);
  if (rule.byMonthDay && !isNth(rule.byMonthDay, date, [firstOf(year, month), firstOf(year, month + 1)])) return false;
  return isNamedWeekday(rule, given, date);
}

/** The nth day of a span, from its start or, below zero, from its end. */
function isNth(numbers: number[], date: number, [from, to]: [number, number]): boolean {
  return numbers.some((n) => (n > 0 ? from + (n - 1) * day : to + n * day) === date);
}

/** BYDAY; a number counts in the month of a MONTHLY rule or one with BYMONTH, else in the year (RFC 5545, notes 1, 2). */
function isNamedWeekday({ byDay, freq }: DayRule, given: DayRule, date: number): boolean {
  if (!byDay) return true;
  const year = yearOf(date);
  const isInMonth = freq === 'MONTHLY' || given.byMonth !== undefined;
  const span: [number, number] = isInMonth
    ? [firstOf(year, monthOf(date)), firstOf(year, monthOf(date) + 1)]
    : [newYear(year), newYear(year + 1)];
  return byDay.some(({ day: weekday, nth }) => {
    if (new Date(date).getUTCDay() !== weekday) return false;
    if (nth === undefined) return true;
    const alike: number[] = [];
    for (let other = span[0]; other < span[1]; other += day)
      if (new Date(other).getUTCDay() === weekday) alike.push(other);
    return alike.at(nth > 0 ? nth - 1 : nth) === date && Math.abs(nth) <= alike.length;
  });
}

function startOfWeek(date: number, wkst: number): number {
  let first = date;
  while (new Date(first).getUTCDay() !== wkst) first -= day;
  return first;
}

/** "Week number one … is the first week that contains at least four days in that calendar year": by its fourth day. */
function weekOf(date: number, wkst: number): { year: number; number: number } {
  const fourth = startOfWeek(date, wkst) + 3 * day;
  const year = yearOf(fourth);
  return { year, number: Math.floor((fourth - newYear(year)) / (7 * day)) + 1 };
}

function firstDayOfWeekYear(year: number, wkst: number): number {
  return startOfWeek(Date.UTC(year, 0, 4), wkst);
}

function isInWeeks(numbers: number[], date: number, wkst: number): boolean {
  const { year, number } = weekOf(date, wkst);
  const last = weekOf(firstDayOfWeekYear(year + 1, wkst) - day, wkst).number;
  return numbers.includes(number) || numbers.includes(number - last - 1);
}

/**
 * RFC 7529 §4.1: a day that the month (or year) does not have, put on the valid day before or after it. BYMONTH is asked
 * before, BYDAY after.
 */
export function invalidDays(given: DayRule, rule: DayRule, period: number): number[] {
  const { skip } = given;
  if (!skip || skip === 'OMIT' || (given.freq !== 'MONTHLY' && given.freq !== 'YEARLY') || given.byWeekNo) return [];
  const moved = rule.byYearDay ? outOfYear(rule, period) : outOfMonths(rule, period);
  return moved.filter((date) => isNamedWeekday(rule, given, date));
}

function outOfYear(rule: DayRule, year: number): number[] {
  if (rule.freq !== 'YEARLY' || rule.byMonth || rule.byMonthDay) return [];
  const span: [number, number] = [year, newYear(yearOf(year) + 1)];
  return rule.byYearDay!.flatMap((n) => beyond(n, span, rule.skip!));
}

function outOfMonths(rule: DayRule, period: number): number[] {
  const found: number[] = [];
  const end = periodAfter(rule, period);
  for (let month = period; month < end; month = firstOf(yearOf(month), monthOf(month) + 1)) {
    if (rule.byMonth && !rule.byMonth.includes(monthOf(month))) continue;
    const span: [number, number] = [month, firstOf(yearOf(month), monthOf(month) + 1)];
    found.push(...(rule.byMonthDay ?? []).flatMap((n) => beyond(n, span, rule.skip!)));
  }
  return found;
}

function beyond(n: number, [from, to]: [number, number], skip: string): number[] {
  const date = n > 0 ? from + (n - 1) * day : to + n * day;
  if (date >= to) return [skip === 'FORWARD' ? to : to - day];
  return date < from ? [skip === 'FORWARD' ? from : from - day] : [];
}
