import { invalidInput, isDate, type SeriesDraft, type TimePoint } from '@dayferry/core';
import { assertLocalDateTime } from './values.js';

/** A LocalDateTime in the zone of the series' start, as a key of recurrenceOverrides is. */
export function readRecurrenceId(value: string, { master }: SeriesDraft): TimePoint {
  assertLocalDateTime(value, 'recurrence-id');
  const { start } = master;
  if (!start) throw invalidInput('recurrence-id', 'The object has no start.', { code: 'parameter' });
  return isDate(start) ? { local: value.slice(0, 10), zone: null } : { ...start, local: value };
}
