import type { SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import { civilDate, civilMillis } from '../time/civil.js';
import { fromUtc, toUtc, type ZoneDefinitions } from '../time/convert.js';
import { formatUtcSeconds } from '../time/instants.js';

/**
 * The part after `_` in an instance's id: `YYYYMMDD` for all-day, `YYYYMMDDTHHMMSSZ` in UTC for timed series. Floating
 * series keep their own digits, so that the id does not depend on anybody's zone.
 */
export function instanceStamp(recurrenceId: TimePoint, definitions?: ZoneDefinitions): string {
  return isDate(recurrenceId)
    ? stampAt(civilMillis(recurrenceId.local), true)
    : stampAt(instantOf(recurrenceId, definitions), false);
}

/** The same of epoch milliseconds; of a floating time or a date its wall clock read as UTC. */
export function stampAt(original: number, isDay: boolean): string {
  return (isDay ? civilDate(original) : formatUtcSeconds(original)).replaceAll(/[-:]/g, '');
}

function instantOf(point: TimePoint, definitions?: ZoneDefinitions): number {
  return point.zone === null ? civilMillis(point.local) : knownInstant(point, definitions);
}

function knownInstant(point: TimePoint, definitions?: ZoneDefinitions): number {
  try {
    return toUtc(point, UTC, definitions);
  } catch {
    return civilMillis(point.local);
  }
}

/** The original start that a stamp names, in the zone of the series' start; null when it is none. */
export function parseStamp(stamp: string, series: SeriesDraft): TimePoint | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/.exec(stamp);
  if (!match) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  if (Number.isNaN(civilMillis(date))) return null;
  if (match[4] === undefined) return { local: date, zone: null };
  const local = `${date}T${match[4]}:${match[5]}:${match[6]}`;
  const zone = startZone(series);
  return zone === null ? { local, zone } : fromUtc(civilMillis(local), zone, series.timeZones);
}

function startZone(series: SeriesDraft): string | null {
  const start = series.master.start ?? series.overrides[0]?.recurrenceId;
  return start ? start.zone : UTC;
}

/** A text that is the same for points with the same original start, and for no others: as `sameRecurrenceId` says. */
export function pointKey(point: TimePoint, definitions?: ZoneDefinitions): string {
  if (isDate(point)) return point.local;
  return point.zone === null ? `${point.local}/` : String(instantOf(point, definitions));
}

/** The same original start, in whatever zone it is written. */
export function sameRecurrenceId(a: TimePoint, b: TimePoint, definitions?: ZoneDefinitions): boolean {
  if (a.local === b.local && a.zone === b.zone) return true;
  if (isDate(a) || isDate(b) || a.zone === null || b.zone === null) return false;
  return instantOf(a, definitions) === instantOf(b, definitions);
}
