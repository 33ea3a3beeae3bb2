import type { Override, SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import { civilMillis } from '../time/civil.js';
import { civilOf, keyAt, keyOf, pointAt, type Pattern } from './pattern.js';

const day = 86_400_000;

interface Start {
  civil: number;
  key: number;
  id: TimePoint;
}

/**
 * The overrides of a series by original start, whatever zone or value type it is written in: an instant, a wall clock in
 * a series without a zone, or a date, which in a timed series means the first instance of that day.
 */
export class OverrideIndex {
  /** Changes for this and future instances (RFC 5545 §3.2.13), by original start. */
  readonly futures: Override[];
  private readonly byKey = new Map<number, Override>();
  private readonly byDay = new Map<number, Override>();
  private readonly periods = new Set<number>();
  private readonly claimed = new Map<Override, TimePoint>();
  private readonly firstFuture: number;

  constructor(
    series: SeriesDraft,
    private readonly pattern: Pattern | null,
  ) {
    const futures = series.overrides.filter((override) => override.isThisAndFuture);
    this.futures = futures;
    this.firstFuture = Infinity;
    if (!pattern) return;
    for (const override of series.overrides) this.add(override, pattern);
    for (const date of series.recurrence?.rdates ?? [])
      if (date.end ?? date.duration) this.periods.add(keyOf(pattern, date.start));
    this.firstFuture = Math.min(...futures.map((override) => keyOf(pattern, override.recurrenceId)));
  }

  private add(override: Override, pattern: Pattern): void {
    const { recurrenceId } = override;
    if (isDate(recurrenceId) && !pattern.isAllDay) this.byDay.set(civilMillis(recurrenceId.local), override);
    else this.byKey.set(keyOf(pattern, recurrenceId), override);
  }

  /** The override of a start, which then has that start's id; undefined when it has none. Ask in ascending order. */
  claim({ civil, key, id }: Start): Override | undefined {
    const override = this.byKey.get(key) ?? this.unclaimedOn(Math.floor(civil / day) * day);
    if (override) this.claimed.set(override, id);
    return override;
  }

  /** True when `claim` need not be asked. */
  get isEmpty(): boolean {
    return this.byKey.size + this.byDay.size === 0;
  }

  private unclaimedOn(midnight: number): Override | undefined {
    const override = this.byDay.get(midnight);
    return override && !this.claimed.has(override) ? override : undefined;
  }

  /** True when something beside the pattern determines the times of this start. */
  isIrregular(key: number): boolean {
    return key >= this.firstFuture || (this.periods.size > 0 && this.periods.has(key));
  }

  /** The original start as the series writes it; as the override does where the series has no such start. */
  idOf(override: Override): TimePoint {
    const { pattern } = this;
    const { recurrenceId } = override;
    const claimed = this.claimed.get(override);
    if (claimed || !pattern) return claimed ?? recurrenceId;
    if (isDate(recurrenceId) !== pattern.isAllDay && !pattern.isAllDay) return recurrenceId;
    if (recurrenceId.zone === null && pattern.start.zone !== null) return recurrenceId;
    const civil = civilOf(pattern, recurrenceId);
    return keyAt(pattern, civil) === keyOf(pattern, recurrenceId) ? pointAt(pattern, civil) : recurrenceId;
  }
}
