import { applyPatch } from '../merge/patch.js';
import type { EventData } from '../model/event-data.js';
import type { Override, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { instanceStamp } from '../recurrence/stamp.js';

export interface DetailedOverride {
  override: Override;
  /** Master, changes for this and later ones, its own change. */
  content: EventData;
}

/** A series with its overrides by original start, each worked out once however many guests ask for it. */
export interface SeriesView {
  series: SeriesDraft;
  parts: Map<string, DetailedOverride>;
}

export function viewOf(series: SeriesDraft): SeriesView {
  const stamped = series.overrides.map((override) => ({ override, stamp: stampOf(series, override.recurrenceId) }));
  // Stamps of one series have one form, so they sort like the instants they stand for.
  const inOrder = stamped.toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1));
  const parts = new Map<string, DetailedOverride>();
  let base = series.master;
  for (const { override, stamp } of inOrder) {
    // RFC 5545 §3.2.13: the last change for this and later instances replaces the one before it.
    const content = applyPatch(override.isThisAndFuture ? series.master : base, override.patch);
    if (override.isThisAndFuture) base = content;
    parts.set(stamp, { override, content });
  }
  return { series, parts };
}

export function stampOf(series: SeriesDraft, recurrenceId: TimePoint): string {
  return instanceStamp(recurrenceId, series.timeZones);
}

export function stampsOf(series: SeriesDraft, points: readonly TimePoint[]): Set<string> {
  return new Set(points.map((point) => stampOf(series, point)));
}
