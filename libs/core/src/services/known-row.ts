import type { SeriesRow } from '../ports/store.port.js';

/** A row in memory. */
export interface KnownRow {
  row: SeriesRow;
  /** A change number of its calendar at which this was the series. */
  asOf: number;
}
