import type { Override } from '../model/series.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import { civilMillis } from '../time/civil.js';
import type { Budget } from './budget.js';
import { civilOf, keyAt, keyOf, type Pattern } from './pattern.js';
import { ruleSources } from './starts.js';
import type { Range, RuleStarts } from './rule-starts.js';

const day = 86_400_000;

/** Says of starts whether EXDATE or EXRULE takes them out. */
export class Exclusions {
  private readonly keys = new Set<number>();
  private readonly days = new Set<number>();
  private readonly sources: RuleStarts[];
  private readonly heads: number[];

  constructor(
    private readonly pattern: Pattern,
    range: Range,
    private readonly budget: Budget,
  ) {
    for (const point of pattern.series.recurrence?.exdates ?? []) {
      // Clients exclude a timed instance by its date too.
      if (isDate(point) && !pattern.isAllDay) this.days.add(civilMillis(point.local));
      else this.keys.add(keyOf(pattern, point));
    }
    this.sources = ruleSources(pattern, pattern.exrules, range, budget);
    this.heads = this.sources.map((source) => source.next());
  }

  get areNone(): boolean {
    return this.heads.length + this.keys.size + this.days.size === 0;
  }

  /** Ask for ascending starts of the range. */
  has(start: { civil: number; key: number }): boolean {
    if (this.heads.length > 0) this.pull(start);
    return this.hasDate(start);
  }

  private hasDate({ civil, key }: { civil: number; key: number }): boolean {
    return this.keys.has(key) || (this.days.size > 0 && this.days.has(Math.floor(civil / day) * day));
  }

  /** Takes in what the excluding rules give up to here; a time that the clock skips is known by its later name. */
  private pull({ civil, key }: { civil: number; key: number }): void {
    const { clock } = this.pattern;
    const end = clock ? Math.max(civil, key + clock.offsetAt(key)) : civil;
    this.heads.forEach((head, i) => {
      let next = head;
      for (; next <= end; next = this.sources[i]!.next()) this.keys.add(keyAt(this.pattern, next));
      this.heads[i] = next;
    });
  }

  /** The same for the original start of an override, wherever it lies. */
  hasOriginal({ recurrenceId }: Override): boolean {
    const { pattern, budget } = this;
    if (isDate(recurrenceId) && !pattern.isAllDay) return this.days.has(civilMillis(recurrenceId.local));
    const start = startOf(pattern, recurrenceId);
    if (pattern.exrules.length === 0 || this.hasDate(start)) return this.hasDate(start);
    const near = { from: start.civil - 26 * 3_600_000, to: start.civil + 26 * 3_600_000 };
    return ruleSources(pattern, pattern.exrules, near, budget).some((source) => {
      for (let civil = source.next(); civil < Infinity; civil = source.next())
        if (keyAt(pattern, civil) === start.key) return true;
      return false;
    });
  }
}

function startOf(pattern: Pattern, point: TimePoint): { civil: number; key: number } {
  return { civil: civilOf(pattern, point), key: keyOf(pattern, point) };
}
