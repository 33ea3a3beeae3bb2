import type { EventData } from '../model/event-data.js';
import type { Override, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { sameRecurrenceId } from '../recurrence/stamp.js';
import { diffData } from './patch.js';
import { emptyRecurrence } from './series.js';

/**
 * The series with the instance of this original start changed to `full` (its content as `resolve` gives it, edited).
 * An exclusion of the same instance is lifted.
 */
export function withOverride(series: SeriesDraft, recurrenceId: TimePoint, full: EventData): SeriesDraft {
  const existing = series.overrides.find((override) => sameRecurrenceId(override.recurrenceId, recurrenceId));
  const patch = diffData(instanceMaster(series.master, full), full);
  const override: Override = { recurrenceId, seq: 0, updated: 0, ...existing, patch };
  const others = series.overrides.filter((other) => other !== existing);
  return { ...withoutExclusion(series, recurrenceId), overrides: [...others, override] };
}

/** The series without the instance of this original start (EXDATE); a change of it is dropped. */
export function withExclusion(series: SeriesDraft, recurrenceId: TimePoint): SeriesDraft {
  const recurrence = withoutExclusion(series, recurrenceId).recurrence ?? emptyRecurrence();
  return {
    ...series,
    recurrence: { ...recurrence, exdates: [...recurrence.exdates, recurrenceId] },
    overrides: series.overrides.filter((override) => !sameRecurrenceId(override.recurrenceId, recurrenceId)),
  };
}

function withoutExclusion(series: SeriesDraft, recurrenceId: TimePoint): SeriesDraft {
  if (!series.recurrence) return series;
  const exdates = series.recurrence.exdates.filter((point) => !sameRecurrenceId(point, recurrenceId));
  return { ...series, recurrence: { ...series.recurrence, exdates } };
}

/** An override always has a start of its own; its end or duration is its own only where it differs in length. */
function instanceMaster(master: EventData, full: EventData): EventData {
  const { start: _start, ...rest } = master;
  if (master.end && full.end) delete rest.end;
  return rest;
}
