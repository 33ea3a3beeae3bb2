import type { EventData } from '../model/event-data.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import { addDuration, durationBetween } from '../time/duration.js';
import { isSame } from './equality.js';

export type Times = Pick<EventData, 'start' | 'end' | 'duration'>;

/**
 * Start and end are one value: a protocol that shows an end and one that shows a duration must be able to move the same
 * event. The form that the record has (end, duration or neither) is kept as long as the length is unchanged.
 */
export function mergeTimes(current: Times, base: Times, next: Times): Times {
  if (isSame(times(base), times(next))) return times(current);
  const start = next.start && keepTzid(next.start, current.start);
  if (!start || !current.start || changesForm(start, current.start)) return { ...times(next), start };
  if (lengthOf(base) === lengthOf(next)) return { start, ...sameLength(current, start) };
  return { start, end: undefined, duration: undefined, ...newLength(current, next, start) };
}

/** A new length, in the form that the record has; none where the client took the end away. */
function newLength(current: Times, next: Times, start: TimePoint): Omit<Times, 'start'> {
  if (current.duration && next.end) return { duration: durationBetween(start, next.end) };
  if (current.end && next.duration) return { end: addDuration(start, next.duration) };
  if (next.end) return { end: keepTzid(next.end, current.end) };
  return next.duration ? { duration: next.duration } : {};
}

function times(data: Times): Times {
  return { start: data.start, end: data.end, duration: data.duration };
}

function sameLength(current: Times, start: TimePoint): Omit<Times, 'start'> {
  if (current.duration) return { duration: current.duration };
  if (!current.end || !current.start) return {};
  const end = addDuration(start, durationBetween(current.start, current.end));
  const endZone = current.end.zone;
  // An end in a zone of its own moves by the same wall-clock distance and stays in its zone.
  return {
    end:
      endZone === current.start.zone ? keepTzid(end, current.end) : { ...current.end, local: shifted(current, start) },
  };
}

function shifted(current: Times, start: TimePoint): string {
  const distance = durationBetween({ ...current.start!, zone: null }, { ...start, zone: null });
  return addDuration({ ...current.end!, zone: null }, distance).local;
}

function lengthOf(data: Times): string {
  if (data.duration)
    return data.start ? durationBetween(data.start, addDuration(data.start, data.duration)) : data.duration;
  return data.start && data.end ? durationBetween(data.start, data.end) : '';
}

function changesForm(a: TimePoint, b: TimePoint): boolean {
  return isDate(a) !== isDate(b);
}

function keepTzid(next: TimePoint, current: TimePoint | undefined): TimePoint {
  if (next.tzid !== undefined || !current?.tzid || current.zone !== next.zone) return next;
  return { ...next, tzid: current.tzid };
}
