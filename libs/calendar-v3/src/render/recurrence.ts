import type { EventSeries } from '@dayferry/core';
import { renderRecurrenceLines } from '@dayferry/icalendar';

/** RRULE, EXRULE, RDATE and EXDATE lines; undefined for a single event. */
export function renderRecurrence(series: EventSeries): string[] | undefined {
  const lines = series.recurrence ? renderRecurrenceLines(series.recurrence) : [];
  return lines.length > 0 ? lines : undefined;
}
