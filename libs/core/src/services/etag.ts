import type { Override } from '../model/series.js';
import type { SeriesHead } from '../ports/store.port.js';

/**
 * The version of a series, without quotes; one value in every protocol's spelling. It is made from the change
 * sequence, never from a clock, so it is the same on every replica and after a restart.
 */
export function etagOf(head: Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>): string {
  return `${head.key.slice(-8)}-${head.seq.toString(36)}${head.isRedacted ? '-b' : ''}`;
}

/** The version of one changed instance: its own change number, or the series' when the master changed later. */
export function etagOfOverride(
  head: Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>,
  override: Pick<Override, 'seq'>,
): string {
  return `${etagOf(head)}-${override.seq.toString(36)}`;
}
