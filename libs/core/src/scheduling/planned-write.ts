import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { OpenCalendar } from '../services/api.js';
import type { RemovalOptions, WriteOptions } from '../services/write-options.js';

/** A write as its protocol wants it, before anything of it is stored. */
export interface PlannedWrite {
  open: OpenCalendar;
  options: WriteOptions;
  /** Null = the object is new. */
  current: EventSeries | null;
  draft: SeriesDraft;
}

/** What scheduling makes of it. */
export interface SchedulingPlan {
  /** What to store instead of the draft. */
  draft: SeriesDraft;
  /** Everything that follows on other calendars, in the same transaction; only when something was written. */
  finish(written: EventSeries): Promise<void>;
}

/** An object that is deleted already. */
export interface Removed {
  open: OpenCalendar;
  series: EventSeries;
  options: RemovalOptions;
}
