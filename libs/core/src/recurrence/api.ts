import type { Limits } from '../limits.js';
import type { Override } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';

/** Half-open, epoch milliseconds; either side may be open. */
export interface Window {
  from?: number;
  to?: number;
}

export interface ExpandOptions extends Window {
  /** IANA zone in which all-day and floating values meet the window. */
  zone: string;
  limits: Pick<Limits, 'expansionSteps' | 'instancesPerAnswer'>;
  /** List cancelled and excluded instances too. */
  includeCancelled?: boolean;
  /** Only instances that start in the window, not those that run into it. */
  startsInside?: boolean;
}

export interface Expansion {
  /** By start, then by recurrence id. */
  occurrences: Occurrence[];
  /** A budget ended the expansion before the window did. */
  isTruncated: boolean;
}

/** One instance of a series, or a single event. */
export interface Occurrence {
  /** Start by the series' own pattern; for a single event its start. */
  recurrenceId: TimePoint;
  /** Where it really is, override applied. Wall clock, and epoch milliseconds. */
  start: TimePoint;
  end: TimePoint;
  startUtc: number;
  endUtc: number;
  override?: Override;
  /** Excluded by EXDATE (listed only when asked for). */
  isExcluded?: boolean;
}
