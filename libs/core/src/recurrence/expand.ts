import type { Override, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import type { Expansion, ExpandOptions, Occurrence } from './api.js';
import { Budget } from './budget.js';
import { Exclusions } from './exclusions.js';
import { InstanceTimes } from './instance-times.js';
import { OverrideIndex } from './override-index.js';
import { patternOf, type Pattern } from './pattern.js';
import { rangeOf } from './reach.js';
import { spanAt } from './resolve.js';
import { Starts } from './starts.js';

/**
 * The instances that overlap the window (RFC 4791 §9.9: one without length when its start is inside), by start.
 * Bounded by the step and instance limits; a rule that never matches ends with the window, or with `isTruncated`. A rule
 * in a calendar scale that is not computed leaves DTSTART, RDATEs and overrides, and `isTruncated`.
 */
export function expand(series: SeriesDraft, options: ExpandOptions): Expansion {
  const budget = new Budget(options.limits.expansionSteps);
  const pattern = patternOf(series);
  const overrides = new OverrideIndex(series, pattern);
  const found = new Collector(series, options);
  const excluded = pattern ? collectStarts(pattern, overrides, found, budget) : null;
  for (const override of series.overrides)
    if (!excluded?.hasOriginal(override)) found.addOverride(override, overrides.idOf(override));
  return found.result(budget.isSpent || pattern?.hasUnknownScale === true);
}

function collectStarts(pattern: Pattern, overrides: OverrideIndex, found: Collector, budget: Budget): Exclusions {
  const { options } = found;
  const range = rangeOf(pattern, overrides.futures, options);
  const starts = new Starts(pattern, range, budget);
  const excluded = new Exclusions(pattern, range, budget);
  const times = new InstanceTimes(pattern, options.zone);
  while (!found.isFull && starts.next()) {
    if (!excluded.areNone && excluded.has(starts)) {
      if (options.includeCancelled) found.add(starts.id, { isExcluded: true });
    } else if (overrides.isEmpty || !overrides.claim(starts)) {
      if (overrides.isIrregular(starts.key)) found.add(starts.id, {});
      else found.addPlain(starts, times);
    }
  }
  return excluded;
}

/** Puts instances into the window and into order. */
class Collector {
  private readonly occurrences: Occurrence[] = [];
  private isCut = false;

  constructor(
    private readonly series: SeriesDraft,
    readonly options: ExpandOptions,
  ) {}

  get isFull(): boolean {
    if (this.occurrences.length <= this.options.limits.instancesPerAnswer) return false;
    this.isCut = true;
    return true;
  }

  addOverride(override: Override, id: TimePoint): void {
    if (override.patch.status !== 'cancelled' || this.options.includeCancelled) this.add(id, { override });
  }

  /** An instance whose times follow from the pattern alone. */
  addPlain(starts: Starts, times: InstanceTimes): void {
    times.read(starts.civil, starts.key);
    const { startUtc, endUtc } = times;
    if (!this.overlaps(startUtc, endUtc)) return;
    const { id } = starts;
    this.occurrences.push({ recurrenceId: id, start: id, end: times.end, startUtc, endUtc });
  }

  add(recurrenceId: TimePoint, extra: Partial<Occurrence>): void {
    const span = spanAt(this.series, { recurrenceId, override: extra.override, zone: this.options.zone });
    if (this.overlaps(span.startUtc, span.endUtc)) this.occurrences.push({ recurrenceId, ...span, ...extra });
  }

  private overlaps(start: number, end: number): boolean {
    const { from = -Infinity, to = Infinity, startsInside } = this.options;
    return start < to && (start >= from || (end > from && !startsInside));
  }

  result(isSpent: boolean): Expansion {
    const limit = this.options.limits.instancesPerAnswer;
    const { occurrences } = this;
    if (!occurrences.every((item, i) => i === 0 || occurrences[i - 1]!.startUtc < item.startUtc))
      occurrences.sort((a, b) => a.startUtc - b.startUtc || (a.recurrenceId.local < b.recurrenceId.local ? -1 : 1));
    const isOver = this.isCut || occurrences.length > limit;
    return { occurrences: isOver ? occurrences.slice(0, limit) : occurrences, isTruncated: isSpent || isOver };
  }
}
