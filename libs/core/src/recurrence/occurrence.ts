import type { SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import type { Occurrence } from '../services/api.js';
import { toUtc } from '../time/convert.js';
import type { ExpandOptions } from './api.js';
import { Budget } from './budget.js';
import { timesAt } from './resolve.js';
import { sameRecurrenceId } from './stamp.js';
import { civilOf, exclusions, patternOf, pointAt, starts, type Pattern } from './starts.js';

/** The instance with this original start; null when the series has none (excluded ones only with `includeCancelled`). */
export function occurrenceOf(
  series: SeriesDraft,
  recurrenceId: TimePoint,
  options: Pick<ExpandOptions, 'zone' | 'limits' | 'includeCancelled'>,
): Occurrence | null {
  const override = series.overrides.find((item) => sameRecurrenceId(item.recurrenceId, recurrenceId, series.timeZones));
  const pattern = patternOf(series);
  const hit = pattern && ruledStart(pattern, recurrenceId, options);
  if (hit?.isExcluded)
    return options.includeCancelled ? occurrence(series, hit.id, options, { isExcluded: true }) : null;
  if (override) {
    if (override.patch.status === 'cancelled' && !options.includeCancelled) return null;
    return occurrence(series, hit?.id ?? override.recurrenceId, options, { override });
  }
  return hit ? occurrence(series, hit.id, options, {}) : null;
}

function occurrence(
  series: SeriesDraft,
  id: TimePoint,
  options: { zone: string },
  extra: Partial<Occurrence>,
): Occurrence {
  const times = timesAt(series, id, extra.override);
  const utc = (point: TimePoint): number => toUtc(point, options.zone, series.timeZones);
  return { recurrenceId: id, ...times, startUtc: utc(times.start), endUtc: utc(times.end), ...extra };
}

function ruledStart(
  pattern: Pattern,
  recurrenceId: TimePoint,
  { limits }: Pick<ExpandOptions, 'limits'>,
): { id: TimePoint; isExcluded: boolean } | null {
  const civil = civilOf(pattern, recurrenceId);
  const budget = new Budget(limits.expansionSteps);
  const first = starts(pattern, civil, budget).next();
  if (first.done || first.value !== civil) return null;
  return { id: pointAt(pattern, civil), isExcluded: exclusions(pattern, civil, budget)(civil) };
}
