import type { SeriesDraft } from '../model/series.js';

/** True when the series can have more than one instance, or only overrides of a series that lives elsewhere. */
export function isRecurring(series: SeriesDraft): boolean {
  const recurrence = series.recurrence;
  const hasRule = recurrence !== undefined && recurrence.rules.length + recurrence.rdates.length > 0;
  return hasRule || series.overrides.length > 0 || series.isMasterMissing === true;
}
