import { invalidInput } from '../errors.js';
import type { Budget } from './budget.js';
import { periodsOf, type Periods } from './periods.js';
import type { Rule } from './rule.js';

/** Civil milliseconds: a wall clock read as if it were UTC. */
export interface RuleStart {
  rule: Rule;
  /** DTSTART; always the first occurrence and counted, also when the rule does not name it. */
  start: number;
  /** Last civil time allowed by UNTIL. */
  until: number;
}

const lastCivil = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Occurrences of one rule from `from` on, ascending, DTSTART first; ends with the rule or the budget. */
export function* ruleStarts({ rule, start, until }: RuleStart, from: number, budget: Budget): Generator<number> {
  assertScale(rule);
  let left = rule.count ?? Infinity;
  if (start <= until && left-- > 0 && start >= from) yield start;
  const periods = periodsOf(rule, start);
  const end = Math.min(until, lastCivil);
  const begin = rule.count === undefined && from > start ? periods.indexAt(from) : 0;
  for (const candidate of candidatesFrom(rule, periods, { begin, end, budget })) {
    if (candidate <= start) continue;
    if (candidate > end || left-- <= 0) return;
    if (candidate >= from) yield candidate;
  }
}

/** RFC 7529 §4.1: a scale that is not computed is kept, and refused where an expansion is asked for. */
function assertScale({ rscale }: Rule): void {
  if (!rscale || rscale === 'GREGORIAN') return;
  const reason = `The calendar scale ${rscale.slice(0, 20)} cannot be expanded.`;
  throw invalidInput('recurrence', reason, { code: 'unsupported-rscale' });
}

interface Walk {
  begin: number;
  end: number;
  budget: Budget;
}

function* candidatesFrom(rule: Rule, periods: Periods, { begin, end, budget }: Walk): Generator<number> {
  let previous = -Infinity;
  for (let index = begin; periods.startOf(index) <= end && budget.take();) {
    const all = periods.candidates(index);
    for (const candidate of rule.bySetPos ? positions(all, rule.bySetPos) : all) {
      // SKIP=FORWARD may name the first of the next month twice.
      if (candidate > previous) {
        if (!budget.take()) return;
        previous = candidate;
        yield candidate;
      }
    }
    index = all.length > 0 ? index + 1 : periods.after(index);
  }
}

function positions(all: number[], wanted: number[]): number[] {
  const picked = wanted.map((n) => all[n > 0 ? n - 1 : all.length + n]).filter((item) => item !== undefined);
  return [...new Set(picked)].sort((a, b) => a - b);
}
