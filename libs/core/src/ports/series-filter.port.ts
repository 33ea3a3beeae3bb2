import type { SeriesKind } from '../model/series.js';

/** Which series of a calendar. */
export interface SeriesFilter {
  /** Overlap with [from, to) by the index columns; either side may be open. Epoch milliseconds. */
  from?: number;
  to?: number;
  kinds?: SeriesKind[];
  uid?: string;
  /** `updated` >= this. */
  updatedMin?: number;
  includeDeleted?: boolean;
  onlyDeleted?: boolean;
  /** Words that must all occur (lower case), words or phrases that must not. */
  words?: string[];
  excludedWords?: string[];
  /** Leave out secret series. */
  hideSecret?: boolean;
  /** Leave out everything private as well (a `q` search by somebody who may not read details). */
  hidePrivate?: boolean;
  orderBy?: 'key' | 'updated' | 'start';
  descending?: boolean;
  /** Continue after this row (keyset paging by the order's value, then key). */
  after?: { value: number | string; key: string };
  limit?: number;
}
