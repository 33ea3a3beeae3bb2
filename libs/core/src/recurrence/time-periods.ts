import { DayLimits } from './day-limits.js';
import { dayMillis, pick, type Periods } from './periods.js';
import type { Rule } from './rule.js';

const hourMillis = 3_600_000;
const minuteMillis = 60_000;
const units = { HOURLY: hourMillis, MINUTELY: minuteMillis, SECONDLY: 1000 };

/** FREQ below a day: one unit of time, with everything above it as a limit. */
export class TimePeriods implements Periods {
  readonly offsets: number[];
  readonly positions = undefined;
  readonly regularSize: number;
  private readonly unit: number;
  private readonly step: number;
  private readonly first: number;
  private readonly limits: DayLimits;

  constructor(
    private readonly rule: Rule,
    start: number,
  ) {
    this.unit = units[rule.frequency as keyof typeof units];
    this.step = this.unit * rule.interval;
    this.first = Math.floor(start / this.unit) * this.unit;
    this.limits = new DayLimits(rule);
    const times = timesWithin(rule, this.unit, start - this.first);
    this.offsets = rule.bySetPos ? pick(times, rule.bySetPos) : times;
    const isLimited =
      this.limits.areAny ||
      rule.byHour ||
      (this.unit <= minuteMillis && rule.byMinute) ||
      (this.unit === 1000 && rule.bySecond);
    this.regularSize = isLimited ? 0 : this.offsets.length;
  }

  startOf(index: number): number {
    return this.first + index * this.step;
  }

  indexAt(civil: number): number {
    return Math.max(0, Math.floor((civil - this.first) / this.step) - 1);
  }

  bases(index: number): number[] {
    const at = this.startOf(index);
    return this.free(at) === at ? [at] : [];
  }

  after(index: number): number {
    return Math.max(index + 1, Math.ceil((this.free(this.startOf(index)) - this.first) / this.step));
  }

  /** `at` when the limits allow it; else the next time worth a look, past the whole day, hour or minute ruled out. */
  private free(at: number): number {
    const { rule, limits, unit } = this;
    const day = Math.floor(at / dayMillis);
    if (!limits.allow(day)) return limits.after(day) * dayMillis;
    if (rule.byHour && !rule.byHour.includes(Math.floor((at - day * dayMillis) / hourMillis)))
      return next(at, hourMillis);
    if (unit <= minuteMillis && rule.byMinute && !rule.byMinute.includes(modulo(at / minuteMillis, 60)))
      return next(at, minuteMillis);
    if (unit === 1000 && rule.bySecond && !rule.bySecond.includes(modulo(at / 1000, 60))) return at + 1000;
    return at;
  }
}

function next(at: number, span: number): number {
  return (Math.floor(at / span) + 1) * span;
}

function timesWithin(rule: Rule, unit: number, rest: number): number[] {
  if (unit === 1000) return [0];
  const seconds = (rule.bySecond ?? [Math.floor(rest / 1000) % 60]).map((second) => second * 1000);
  if (unit === minuteMillis) return seconds;
  const minutes = rule.byMinute ?? [Math.floor(rest / minuteMillis)];
  return minutes.flatMap((minute) => seconds.map((second) => minute * minuteMillis + second));
}

function modulo(value: number, by: number): number {
  return ((Math.floor(value) % by) + by) % by;
}
