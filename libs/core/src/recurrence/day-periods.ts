import { dateOf, dayNumber, weekday, weekYearOf } from '../time/days.js';
import { DayLimits } from './day-limits.js';
import { DaySets } from './day-sets.js';
import { dayMillis, pick, type Periods } from './periods.js';
import type { Rule } from './rule.js';

/** FREQ of a day and more: a set of days, each at the same times. */
export class DayPeriods implements Periods {
  readonly offsets: number[];
  readonly positions: number[] | undefined;
  readonly regularSize: number;
  private readonly limits: DayLimits;
  private readonly sets: DaySets;
  private readonly first: { year: number; month: number; week: number; number: number };

  constructor(
    private readonly rule: Rule,
    start: number,
  ) {
    const number = Math.floor(start / dayMillis);
    const { year, month, day } = dateOf(number);
    this.limits = new DayLimits(rule);
    this.sets = new DaySets(rule, { month, day, weekday: weekday(number) }, this.limits);
    const week = number - ((weekday(number) - rule.weekStart + 7) % 7);
    this.first = { year: rule.byWeekNo ? weekYearOf(number, rule.weekStart) : year, month, number, week };
    const times = timesOfDay(rule, start - number * dayMillis);
    // One day has the same times as any other: positions among them are found once.
    const isDaily = rule.frequency === 'DAILY';
    this.offsets = isDaily && rule.bySetPos ? pick(times, rule.bySetPos) : times;
    this.positions = isDaily ? undefined : rule.bySetPos;
    this.regularSize = this.sizeOfAll();
  }

  private sizeOfAll(): number {
    const { rule, limits, offsets } = this;
    if (rule.frequency === 'DAILY' && !limits.areAny) return offsets.length;
    const isPlainWeek = rule.frequency === 'WEEKLY' && !rule.byMonth && !rule.byMonthDay && !rule.byYearDay;
    if (!isPlainWeek || rule.bySetPos) return 0;
    return new Set(rule.byDay?.map((item) => item.day) ?? [0]).size * offsets.length;
  }

  bases(index: number): number[] {
    const days = this.days(index * this.rule.interval);
    for (let i = 0; i < days.length; i += 1) days[i]! *= dayMillis;
    return days;
  }

  private days(step: number): number[] {
    const { rule, first, sets } = this;
    if (rule.frequency === 'DAILY') return this.limits.allow(first.number + step) ? [first.number + step] : [];
    if (rule.frequency === 'WEEKLY') return sets.ofWeek(first.week + 7 * step);
    if (rule.frequency === 'YEARLY') return sets.ofYear(first.year + step);
    const month = first.month - 1 + step;
    return sets.ofMonth(first.year + Math.floor(month / 12), (month % 12) + 1);
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
    const { rule, first } = this;
    if (rule.frequency !== 'DAILY') return index + 1;
    const next = this.limits.after(first.number + index * rule.interval);
    return Math.max(index + 1, Math.ceil((next - first.number) / rule.interval));
  }

  startOf(index: number): number {
    const { first, rule } = this;
    const step = index * rule.interval;
    if (rule.frequency === 'DAILY') return (first.number + step) * dayMillis;
    if (rule.frequency === 'WEEKLY') return (first.week + 7 * step) * dayMillis;
    // Week 1 may begin in the old year, and SKIP=BACKWARD may go one day back.
    const slack = rule.byWeekNo ? 7 : rule.skip ? 1 : 0;
    if (rule.frequency === 'YEARLY') return (dayNumber(first.year + step, 1, 1) - slack) * dayMillis;
    const month = first.month - 1 + step;
    return (dayNumber(first.year + Math.floor(month / 12), (month % 12) + 1, 1) - slack) * dayMillis;
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
