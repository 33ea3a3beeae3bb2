export const dayMillis = 86_400_000;

/**
 * A rule's periods, numbered from DTSTART's own period in steps of INTERVAL. The candidates of a period are each of its
 * bases plus each of the offsets: a set of days at the same times. All in civil milliseconds.
 */
export interface Periods {
  /** Ascending; some candidates may lie before DTSTART. */
  bases(index: number): number[];
  /** Ascending, the same in all periods. */
  readonly offsets: number[];
  /** BYSETPOS, when it still has to be applied to each period. */
  readonly positions?: number[] | undefined;
  /** Candidates of every period when all have the same number, which is known; else 0. */
  readonly regularSize: number;
  /** No candidate of an earlier period is at or after this civil time. */
  indexAt(civil: number): number;
  /** The next period worth a look after an empty one. */
  after(index: number): number;
  /** Earliest civil time period `index` can hold. */
  startOf(index: number): number;
}

/** BYSETPOS: the nth of an ascending list, from either end; ascending, each once. */
export function pick(all: number[], positions: number[]): number[] {
  const picked = positions.map((n) => all[n > 0 ? n - 1 : all.length + n]).filter((item) => item !== undefined);
  return [...new Set(picked)].sort((a, b) => a - b);
}
