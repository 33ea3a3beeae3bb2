import type { Budget } from './budget.js';
import { DayPeriods } from './day-periods.js';
import type { Periods } from './periods.js';
import type { Rule } from './rule.js';
import { TimePeriods } from './time-periods.js';

/** Civil milliseconds: a wall clock read as if it were UTC. */
export interface RuleStart {
  rule: Rule;
  /** DTSTART; always the first occurrence and counted, also when the rule does not name it. */
  start: number;
  /** UNTIL: no start later than this. */
  until: number;
  /** Asked too of a start that `until` allows: UNTIL is an instant, and clocks may change just before it. */
  isBeforeEnd?: (civil: number) => boolean;
  /** RFC 8984 §4.3.4: of an excluding rule DTSTART is an occurrence only when the rule names it. */
  isExcluding?: boolean;
}

/** Civil milliseconds; the end is part of it. */
export interface Range {
  from: number;
  to: number;
}

/** 9999-12-31T23:59:59 */
export const lastCivil = 253_402_300_799_000;

export function periodsOf(rule: Rule, start: number): Periods {
  const { frequency } = rule;
  return frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY'
    ? new TimePeriods(rule, start)
    : new DayPeriods(rule, start);
}

/**
 * Occurrences of one rule in a range, ascending, each once, one at a time; each period and each candidate is a step of
 * the budget. Without COUNT, or with periods that are all alike, it begins at the range and not at DTSTART.
 */
export class RuleStarts {
  private readonly periods: Periods;
  private readonly end: number;
  private index = 0;
  private left: number;
  private previous: number;
  private isFirst: boolean;
  private isDone = false;
  /** The current period: its bases, the numbers of its candidates when BYSETPOS picks some, how many there are. */
  private bases: number[] = [];
  private picks: number[] | null = null;
  private size = 0;
  private at = 0;

  constructor(
    private readonly given: RuleStart,
    private readonly range: Range,
    private readonly budget: Budget,
  ) {
    const { rule, start, until, isExcluding } = given;
    this.periods = periodsOf(rule, start);
    this.end = Math.min(until, range.to, lastCivil);
    this.left = rule.count ?? Infinity;
    this.isFirst = !isExcluding;
    this.previous = isExcluding ? start - 1 : start;
    if (range.from > start) this.jump();
  }

  private jump(): void {
    const { periods, range, given } = this;
    const target = periods.indexAt(range.from);
    if (this.left < Infinity) {
      if (periods.regularSize === 0 || target < 2 || !this.isFirst) return;
      this.left -= 1 + laterInFirst(periods, given.start).length + (target - 1) * periods.regularSize;
    }
    this.index = target;
    this.isFirst = false;
  }

  /** The next one; Infinity when there is none, or the budget has none left for it. */
  next(): number {
    if (this.isFirst) {
      this.isFirst = false;
      if (this.hasStart()) return this.given.start;
    }
    while (!this.isDone) {
      if (this.at >= this.size) this.turn();
      else {
        const candidate = this.candidate(this.at);
        this.at += 1;
        if (candidate > this.previous && this.accepts(candidate)) return candidate;
      }
    }
    return Infinity;
  }

  private hasStart(): boolean {
    const { start, until, isBeforeEnd } = this.given;
    if (start > until || isBeforeEnd?.(start) === false) return false;
    this.left -= 1;
    return start >= this.range.from && start <= this.end;
  }

  private candidate(i: number): number {
    const { offsets } = this.periods;
    const n = this.picks ? this.picks[i]! : i;
    if (offsets.length === 1) return this.bases[n]! + offsets[0]!;
    const base = Math.floor(n / offsets.length);
    return this.bases[base]! + offsets[n - base * offsets.length]!;
  }

  private accepts(candidate: number): boolean {
    this.previous = candidate;
    this.isDone = candidate > this.end || !this.budget.take();
    if (this.isDone || this.given.isBeforeEnd?.(candidate) === false) return false;
    this.left -= 1;
    this.isDone = this.left <= 0;
    return this.left >= 0 && candidate >= this.range.from;
  }

  /** To the next period. */
  private turn(): void {
    const { periods, index } = this;
    this.isDone = this.left <= 0 || periods.startOf(index) > this.end || !this.budget.take();
    if (this.isDone) return;
    this.bases = periods.bases(index);
    this.index = this.bases.length > 0 ? index + 1 : periods.after(index);
    this.size = this.bases.length * periods.offsets.length;
    this.at = 0;
    if (periods.positions) this.place(periods.positions);
    else if (this.left === Infinity && this.size > 1) this.at = this.firstInRange();
  }

  /** BYSETPOS by number: the set itself is not made. */
  private place(positions: number[]): void {
    const { size } = this;
    const numbers = positions.map((n) => (n > 0 ? n - 1 : size + n)).filter((n) => n >= 0 && n < size);
    this.picks = numbers.length > 1 ? [...new Set(numbers)].sort((a, b) => a - b) : numbers;
    this.size = this.picks.length;
  }

  /** Number of the first candidate not before the range (or one before it). */
  private firstInRange(): number {
    const { offsets } = this.periods;
    const { from } = this.range;
    let base = 0;
    while (base < this.bases.length && this.bases[base]! + offsets.at(-1)! < from) base += 1;
    if (base === this.bases.length) return this.size;
    let [low, high] = [0, offsets.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bases[base]! + offsets[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return base * offsets.length + low;
  }
}

/** Candidates of DTSTART's own period after DTSTART. */
function laterInFirst(periods: Periods, start: number): number[] {
  return candidatesOf(periods, 0).filter((candidate) => candidate > start);
}

/** The last start of a rule with COUNT and periods that are all alike, without a walk; null for any other. */
export function lastOfRegular(rule: Rule, start: number): number | null {
  const periods = periodsOf(rule, start);
  const size = periods.regularSize;
  if (rule.count === undefined || size === 0) return null;
  const first = [start, ...laterInFirst(periods, start)];
  if (rule.count <= first.length) return first[rule.count - 1]!;
  const left = rule.count - first.length;
  const index = Math.ceil(left / size);
  if (periods.startOf(index) > lastCivil) return lastCivil;
  const all = candidatesOf(periods, index);
  return all[(left - 1) % size]!;
}

function candidatesOf(periods: Periods, index: number): number[] {
  return periods.bases(index).flatMap((base) => periods.offsets.map((offset) => base + offset));
}
