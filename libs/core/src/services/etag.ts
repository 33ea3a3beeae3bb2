import type { EventSeries, Override } from '../model/series.js';
import type { SeriesHead } from '../ports/store.port.js';
import type { Occurrence } from '../recurrence/api.js';

/**
 * The version of a series, without quotes; one value in every protocol's spelling. It is made from the change
 * sequence, never from a clock, so it is the same on every replica and after a restart.
 */
export function etagOf(head: Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>): string {
  return `${head.key.slice(-8)}-${head.seq.toString(36)}${head.isRedacted ? '-b' : ''}`;
}

/** RFC 6638 §3.2.10, without quotes: stays the same when nothing but answers of attendees has changed. */
export function scheduleTagOf(head: Pick<SeriesHead, 'key' | 'scheduleRevision'>): string {
  return `${head.key.slice(-8)}-s${head.scheduleRevision.toString(36)}`;
}

/**
 * The version of one instance: of what it inherits from its series, and of its own change. Instances that were read
 * together can be changed one after another, because a change of one is none of the others.
 */
export function etagOfInstance(
  head: Pick<SeriesHead, 'key' | 'seq' | 'isRedacted' | 'isDeleted'>,
  series: Pick<EventSeries, 'masterSeq' | 'overrides'>,
  { override, isExcluded }: Pick<Occurrence, 'override' | 'isExcluded'>,
): string {
  if (head.isDeleted || isExcluded) return `${etagOf(head)}-x`;
  return `${etagOf({ ...head, seq: inheritedSeq(series) })}-${(override?.seq ?? 0).toString(36)}`;
}

/** Change number of the last write that changed what the instances of a series have in common. */
export function inheritedSeq({ masterSeq = 0, overrides }: Pick<EventSeries, 'masterSeq' | 'overrides'>): number {
  const shared = overrides.filter((override: Override) => override.isThisAndFuture).map(({ seq }) => seq);
  return Math.max(masterSeq, ...shared);
}
