import type { Override, SeriesDraft } from '../model/series.js';
import { type TimePoint } from '../model/time-point.js';
import type { Occurrence } from '../services/api.js';
import { civilMillis } from '../time/civil.js';
import { toUtc } from '../time/convert.js';
import type { Expansion, ExpandOptions } from './api.js';
import { Budget } from './budget.js';
import { timesAt } from './resolve.js';
import { sameRecurrenceId } from './stamp.js';
import { exclusions, patternOf, pointAt, starts, type Pattern } from './starts.js';

const day = 86_400_000;
/** Zones differ from UTC by less than this, and instances are moved within it or found as overrides. */
const slack = 2 * day;

/**
 * The instances that overlap the window (RFC 4791 §9.9: one without length when its start is inside), by start.
 * Bounded by the step and instance limits; a rule that never matches ends with `isTruncated`.
 */
export function expand(series: SeriesDraft, options: ExpandOptions): Expansion {
  const budget = new Budget(options.limits.expansionSteps);
  const found = new Collector(series, options);
  const pattern = patternOf(series);
  if (pattern) collectStarts(pattern, options, budget, found);
  for (const override of series.overrides) found.addOverride(override, pattern);
  return found.result(budget.isSpent);
}

function collectStarts(pattern: Pattern, options: ExpandOptions, budget: Budget, found: Collector): void {
  const { from, to } = civilWindow(pattern, options);
  const isExcluded = exclusions(pattern, from, budget);
  for (const civil of starts(pattern, from, budget)) {
    if (civil >= to || found.isFull) return;
    const id = pointAt(pattern, civil);
    const excluded = isExcluded(civil);
    if (excluded && !options.includeCancelled) continue;
    if (!excluded && found.isOverridden(id)) continue;
    found.add(id, excluded ? { isExcluded: true } : {});
  }
}

/** The window on the series' own clock, wide enough for any zone and for the length of an instance. */
function civilWindow(pattern: Pattern, options: ExpandOptions): { from: number; to: number } {
  const { series, start } = pattern;
  const first = timesAt(series, start);
  const length = Math.max(0, civilMillis(first.end.local) - civilMillis(first.start.local), ...longestPeriods(series));
  const shift = Math.max(0, ...series.overrides.map(shiftOf));
  return {
    from: options.from === undefined ? -Infinity : options.from - length - slack - shift,
    to: options.to === undefined ? Infinity : options.to + slack + shift,
  };
}

function longestPeriods(series: SeriesDraft): number[] {
  const periods = series.recurrence?.rdates.filter((date) => date.end ?? date.duration) ?? [];
  const ends = periods.map((date) => timesAt(series, date.start).end);
  const futures = series.overrides
    .filter((override) => override.isThisAndFuture)
    .map((override) => timesAt(series, override.recurrenceId, override));
  return [
    ...ends.map((end, i) => civilMillis(end.local) - civilMillis(periods[i]!.start.local)),
    ...futures.map(({ start, end }) => civilMillis(end.local) - civilMillis(start.local)),
  ];
}

function shiftOf(override: Override): number {
  if (!override.isThisAndFuture || !override.patch.start) return 0;
  return Math.abs(civilMillis(override.patch.start.local) - civilMillis(override.recurrenceId.local)) + day;
}

/** Puts instances into the window and into order. */
class Collector {
  private readonly occurrences: Occurrence[] = [];
  private isCut = false;

  constructor(
    private readonly series: SeriesDraft,
    private readonly options: ExpandOptions,
  ) {}

  get isFull(): boolean {
    if (this.occurrences.length <= this.options.limits.instancesPerAnswer) return false;
    this.isCut = true;
    return true;
  }

  isOverridden(id: TimePoint): boolean {
    return this.series.overrides.some((override) => sameRecurrenceId(override.recurrenceId, id, this.series.timeZones));
  }

  addOverride(override: Override, pattern: Pattern | null): void {
    const isCancelled = override.patch.status === 'cancelled';
    if ((isCancelled && !this.options.includeCancelled) || this.isExcluded(override)) return;
    const id = pattern ? pointLike(pattern, override.recurrenceId) : override.recurrenceId;
    this.add(id, { override });
  }

  private isExcluded(override: Override): boolean {
    const exdates = this.series.recurrence?.exdates ?? [];
    return exdates.some((point) => sameRecurrenceId(point, override.recurrenceId, this.series.timeZones));
  }

  add(recurrenceId: TimePoint, extra: Partial<Occurrence>): void {
    const times = timesAt(this.series, recurrenceId, extra.override);
    const [startUtc, endUtc] = [this.utc(times.start), this.utc(times.end)];
    if (!this.overlaps(startUtc, endUtc)) return;
    this.occurrences.push({ recurrenceId, ...times, startUtc, endUtc, ...extra });
  }

  private utc(point: TimePoint): number {
    return toUtc(point, this.options.zone, this.series.timeZones);
  }

  private overlaps(start: number, end: number): boolean {
    const { from = -Infinity, to = Infinity } = this.options;
    return start < to && (end > from || (start >= end && start >= from));
  }

  result(isSpent: boolean): Expansion {
    const limit = this.options.limits.instancesPerAnswer;
    const isOver = this.isCut || this.occurrences.length > limit;
    this.occurrences.sort((a, b) => a.startUtc - b.startUtc || (a.recurrenceId.local < b.recurrenceId.local ? -1 : 1));
    return { occurrences: this.occurrences.slice(0, limit), isTruncated: isSpent || isOver };
  }
}

function pointLike(pattern: Pattern, point: TimePoint): TimePoint {
  const { tzid } = pattern.start;
  return tzid === undefined || point.tzid !== undefined || point.zone !== pattern.start.zone
    ? point
    : { ...point, tzid };
}
