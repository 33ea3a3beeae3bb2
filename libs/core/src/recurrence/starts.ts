import type { TimePoint } from '../model/time-point.js';
import { civilMillis } from '../time/civil.js';
import type { Budget } from './budget.js';
import { civilOf, isInGap, keyAt, keyOf, pointAt, type Pattern } from './pattern.js';
import { type Range, RuleStarts, type RuleStart } from './rule-starts.js';
import type { Rule } from './rule.js';

const day = 86_400_000;

/** UNTIL on the series' clock: a DATE means to the end of that local day (RFC 5545 §3.3.10). */
export function untilOf(pattern: Pattern, rule: Rule): Pick<RuleStart, 'until' | 'isBeforeEnd'> {
  if (rule.until === undefined) return { until: Infinity };
  if (pattern.isAllDay) return { until: civilMillis(rule.until.slice(0, 10)) };
  if (rule.until.length === 10) return { until: civilMillis(rule.until) + day - 1 };
  const civil = civilMillis(rule.until.slice(0, 19));
  const { clock } = pattern;
  if (!rule.until.endsWith('Z') || !clock) return { until: civil };
  // As an instant: the clock may have changed within the day before.
  const [offset, before] = [clock.offsetAt(civil), clock.offsetAt(civil - 26 * 3_600_000)];
  const isBeforeEnd = offset === before ? {} : { isBeforeEnd: (start: number) => keyAt(pattern, start) <= civil };
  return { until: civil + Math.max(offset, before), ...isBeforeEnd };
}

/** The rules' occurrences in a range. */
export function ruleSources(pattern: Pattern, rules: Rule[], range: Range, budget: Budget): RuleStarts[] {
  const { civilStart: start } = pattern;
  const isExcluding = rules === pattern.exrules;
  return rules.map((rule) => new RuleStarts({ rule, start, ...untilOf(pattern, rule), isExcluding }, range, budget));
}

interface Single {
  civil: number;
  key: number;
  /** As written, where the wall clock does not tell which of two times is meant. */
  id?: TimePoint;
}

/** All starts by rules and RDATEs in a range, ascending by wall clock, each once; exclusions are still in it. */
export class Starts {
  /** The current start on the series' clock, and its key. */
  civil = -Infinity;
  key = Number.NaN;
  private own: TimePoint | undefined;
  private readonly sources: RuleStarts[];
  private readonly heads: number[];
  private readonly singles: Single[];
  private at = 0;
  /** Starts that the clock skips share their instant with a later time. */
  private readonly shifted = new Set<number>();

  constructor(
    private readonly pattern: Pattern,
    range: Range,
    budget: Budget,
  ) {
    this.sources = ruleSources(pattern, pattern.rules, range, budget);
    this.heads = this.sources.map((source) => source.next());
    this.singles = singlesOf(pattern).filter(({ civil }) => civil >= range.from && civil <= range.to);
  }

  /** To the next start; false when there is none. */
  next(): boolean {
    for (;;) {
      const civil = this.least();
      if (civil === Infinity) return false;
      if (civil === this.civil && this.own === undefined) continue;
      this.civil = civil;
      if (this.own) return true;
      this.key = keyAt(this.pattern, civil);
      if (!this.pattern.clock || !this.isRepeated()) return true;
    }
  }

  get id(): TimePoint {
    return this.own ?? pointAt(this.pattern, this.civil);
  }

  private isRepeated(): boolean {
    if (this.shifted.has(this.key)) return true;
    if (isInGap(this.pattern, this.civil, this.key)) this.shifted.add(this.key);
    return false;
  }

  /** Takes the earliest head of all sources. */
  private least(): number {
    const { heads } = this;
    const single = this.singles[this.at];
    this.own = undefined;
    let best = -1;
    let least = single ? single.civil : Infinity;
    for (let i = 0; i < heads.length; i += 1) {
      if (heads[i]! < Infinity && heads[i]! <= least) {
        least = heads[i]!;
        best = i;
      }
    }
    if (best >= 0) {
      heads[best] = this.sources[best]!.next();
    } else if (single) {
      this.at += 1;
      this.own = single.id;
      this.key = single.key;
    }
    return this.pattern.isAllDay ? Math.floor(least / day) * day : least;
  }
}

/** DTSTART and the RDATEs, ascending, each once. */
function singlesOf(pattern: Pattern): Single[] {
  const { civilStart, series } = pattern;
  const rdates = series.recurrence?.rdates ?? [];
  const singles: Single[] = [{ civil: civilStart, key: keyAt(pattern, civilStart) }];
  for (const { start } of rdates) {
    const [civil, key] = [civilOf(pattern, start), keyOf(pattern, start)];
    singles.push(keyAt(pattern, civil) === key ? { civil, key } : { civil, key, id: start });
  }
  if (singles.length === 1) return singles;
  singles.sort((a, b) => a.civil - b.civil || a.key - b.key);
  return singles.filter((single, i) => single.key !== singles[i - 1]?.key);
}
