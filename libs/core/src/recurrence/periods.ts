import { dateOf, dayNumber, weekday, weekYearOf } from './days.js';
import { daysOfMonth, daysOfWeek, daysOfYear, passes, type Seed } from './period-days.js';
import type { Rule } from './rule.js';

export const dayMillis = 86_400_000;

/** A rule's periods, numbered from DTSTART's own period in steps of INTERVAL. */
export interface Periods {
  /** Civil milliseconds of the candidates of period `index`, ascending, before BYSETPOS; some may lie before DTSTART. */
  candidates(index: number): number[];
  /** No candidate of an earlier period is at or after this civil time. */
  indexAt(civil: number): number;
  /** The next period worth a look after an empty one. */
  after(index: number): number;
  /** Earliest civil time period `index` can hold. */
  startOf(index: number): number;
}

export function periodsOf(rule: Rule, start: number): Periods {
  switch (rule.frequency) {
    case 'YEARLY':
    case 'MONTHLY':
    case 'WEEKLY':
    case 'DAILY':
      return new DayPeriods(rule, start);
    default:
      return new TimePeriods(rule, start);
  }
}

/** FREQ of a day and more: a set of days, each at the same times. */
class DayPeriods implements Periods {
  private readonly seed: Seed;
  private readonly times: number[];
  private readonly first: { year: number; month: number; day: number; week: number; number: number };

  constructor(
    private readonly rule: Rule,
    start: number,
  ) {
    const number = Math.floor(start / dayMillis);
    const date = dateOf(number);
    this.seed = { month: date.month, day: date.day, weekday: weekday(number) };
    const year = rule.byWeekNo ? weekYearOf(number, rule.weekStart) : date.year;
    this.first = { ...date, year, number, week: number - ((weekday(number) - rule.weekStart + 7) % 7) };
    this.times = timesOfDay(rule, start - number * dayMillis);
  }

  candidates(index: number): number[] {
    const days = this.days(index);
    if (this.times.length === 1) return days.map((day) => day * dayMillis + this.times[0]!);
    return days.flatMap((day) => this.times.map((time) => day * dayMillis + time));
  }

  private days(index: number): number[] {
    const { rule, seed, first } = this;
    const step = index * rule.interval;
    if (rule.frequency === 'YEARLY') return first.year + step > 9999 ? [] : daysOfYear(rule, seed, first.year + step);
    if (rule.frequency === 'WEEKLY') return daysOfWeek(rule, seed, first.week + 7 * step);
    if (rule.frequency === 'DAILY') return passes(rule, first.number + step) ? [first.number + step] : [];
    const month = first.month - 1 + step;
    return daysOfMonth(rule, seed, first.year + Math.floor(month / 12), (month % 12) + 1);
  }

  indexAt(civil: number): number {
    const number = Math.floor(civil / dayMillis);
    return Math.max(0, Math.floor(this.distance(number) / this.rule.interval) - 1);
  }

  private distance(number: number): number {
    const { first, rule } = this;
    if (rule.frequency === 'DAILY') return number - first.number;
    if (rule.frequency === 'WEEKLY') return Math.floor((number - first.week) / 7);
    const { year, month } = dateOf(number);
    return rule.frequency === 'YEARLY' ? year - first.year : (year - first.year) * 12 + month - first.month;
  }

  after(index: number): number {
    return index + 1;
  }

  startOf(index: number): number {
    const { first, rule } = this;
    const step = index * rule.interval;
    if (rule.frequency === 'DAILY') return (first.number + step) * dayMillis;
    if (rule.frequency === 'WEEKLY') return (first.week + 7 * step) * dayMillis;
    // Week 1 may begin in the old year.
    if (rule.frequency === 'YEARLY') return (dayNumber(first.year + step, 1, 1) - (rule.byWeekNo ? 7 : 0)) * dayMillis;
    const month = first.month - 1 + step;
    return dayNumber(first.year + Math.floor(month / 12), (month % 12) + 1, 1) * dayMillis;
  }
}

/** Milliseconds into the day; what the rule leaves out is DTSTART's. */
function timesOfDay(rule: Rule, own: number): number[] {
  const seconds = Math.floor(own / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const times: number[] = [];
  for (const hour of rule.byHour ?? [h]) {
    for (const minute of rule.byMinute ?? [m]) {
      for (const second of rule.bySecond ?? [s]) times.push((hour * 3600 + minute * 60 + second) * 1000);
    }
  }
  return times;
}

const units = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 };

/** FREQ below a day: one unit of time, with everything above it as a limit. */
class TimePeriods implements Periods {
  private readonly unit: number;
  private readonly first: number;
  private readonly rest: number;

  constructor(
    private readonly rule: Rule,
    start: number,
  ) {
    this.unit = units[rule.frequency as keyof typeof units];
    this.first = Math.floor(start / this.unit) * this.unit;
    this.rest = start - this.first;
  }

  startOf(index: number): number {
    return this.first + index * this.rule.interval * this.unit;
  }

  indexAt(civil: number): number {
    return Math.max(0, Math.floor((civil - this.first) / (this.unit * this.rule.interval)) - 1);
  }

  candidates(index: number): number[] {
    const at = this.startOf(index);
    return this.blocker(at) === 0 ? this.timesWithin(at) : [];
  }

  /** Jumps over the whole day, hour or minute that a limit rules out. */
  after(index: number): number {
    const at = this.startOf(index);
    const span = this.blocker(at);
    if (span <= this.unit) return index + 1;
    const target = (Math.floor(at / span) + 1) * span;
    return Math.max(index + 1, Math.ceil((target - this.first) / (this.unit * this.rule.interval)));
  }

  /** The largest span around `at` that the limits exclude, 0 when they allow it. */
  private blocker(at: number): number {
    const { rule } = this;
    if (!passes(rule, Math.floor(at / dayMillis))) return dayMillis;
    if (rule.byHour && !rule.byHour.includes(modulo(Math.floor(at / 3_600_000), 24))) return 3_600_000;
    if (this.unit <= 60_000 && rule.byMinute && !rule.byMinute.includes(modulo(Math.floor(at / 60_000), 60)))
      return 60_000;
    if (this.unit === 1000 && rule.bySecond && !rule.bySecond.includes(modulo(Math.floor(at / 1000), 60))) return 1000;
    return 0;
  }

  private timesWithin(at: number): number[] {
    const { rule } = this;
    if (this.unit === 1000) return [at];
    const second = Math.floor(this.rest / 1000) % 60;
    const seconds = rule.bySecond ?? [second];
    if (this.unit === 60_000) return seconds.map((s) => at + s * 1000);
    const minutes = rule.byMinute ?? [Math.floor(this.rest / 60_000)];
    return minutes.flatMap((minute) => seconds.map((s) => at + minute * 60_000 + s * 1000));
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
