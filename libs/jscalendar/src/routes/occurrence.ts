import { type EventData, type EventSeries, notFound, occurrenceOf, resolve, type TimePoint, UTC } from '@dayferry/core';
import { readRecurrenceId } from '../parse/recurrence-id.js';
import type { Exchange } from './exchange.js';

/** The occurrence that `recurrence-id` names, with its content; NotFound when the series has none there. */
export function occurrenceAt(
  { core }: Pick<Exchange, 'core'>,
  series: EventSeries,
  id: string,
): { recurrenceId: TimePoint; data: EventData } {
  const occurrence = occurrenceOf(series, readRecurrenceId(id, series), { zone: UTC, limits: core.limits });
  if (!occurrence) throw notFound();
  return { recurrenceId: occurrence.recurrenceId, data: resolve(series, occurrence) };
}
