import type { Limits } from '../limits.js';
import type { EventSeries } from '../model/series.js';
import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import type { InstanceFound } from '../ports/instances.port.js';
import type { Occurrence } from '../recurrence/api.js';
import { occurrenceOf } from '../recurrence/occurrence.js';
import { pointAt } from '../recurrence/pattern.js';
import { timesAt } from '../recurrence/resolve.js';
import { civilText } from '../time/civil.js';
import { toUtc, zoneRules } from '../time/convert.js';

/** A clock changes by less than this. */
const change = 26 * 3_600_000;

/**
 * True when the time index says all about the instances of a series that it covers: nothing but one pattern of one form
 * makes them. What is changed, added, or without a zone is for the engine.
 */
export function isPlain({ isMasterMissing, master: { start }, overrides, recurrence }: EventSeries): boolean {
  if (!start || isMasterMissing || overrides.length > 0 || (recurrence?.rdates.length ?? 0) > 0) return false;
  return start.zone !== null || isDate(start);
}

/** The same with start and end as epoch milliseconds: days are those of `zone`. */
export function inZone(place: InstanceFound, zone: string): InstanceFound {
  if (!place.isWall) return place;
  const utc = (wall: number): number => toUtc({ local: civilText(wall), zone: null }, zone);
  return { ...place, start: utc(place.start), end: utc(place.end) };
}

/** The occurrence as the engine gives it, without a step of the pattern. `place`: in the zone asked for (`inZone`). */
export function plainOccurrence(series: EventSeries, place: InstanceFound, limits: Limits): Occurrence {
  const { point, isAfterGap } = originalAt(series, place.original);
  // A start that the clock skipped has the same instant as a later one, and a name of its own: the engine knows which.
  const named = isAfterGap && occurrenceOf(series, point, { zone: UTC, limits, includeCancelled: true });
  if (named) return named;
  const { start: startUtc, end: endUtc, state } = place;
  const excluded = state === 2 ? { isExcluded: true } : {};
  return { recurrenceId: point, ...timesAt(series, point), startUtc, endUtc, ...excluded };
}

function originalAt(series: EventSeries, original: number): { point: TimePoint; isAfterGap: boolean } {
  const start = series.master.start!;
  const clock = start.zone === null || start.zone === UTC ? null : zoneRules(start.zone, series.timeZones);
  const offset = clock?.offsetAt(original) ?? 0;
  const point = pointAt({ start, isAllDay: isDate(start) }, original + offset);
  return { point, isAfterGap: clock !== null && offset > clock.offsetAt(original - change) };
}
