/**
 * A date or a wall-clock time as a person wrote it, never an instant.
 *
 * - all-day: `local` is `YYYY-MM-DD` and `zone` is null
 * - floating: `local` is `YYYY-MM-DDThh:mm:ss` and `zone` is null (RFC 5545 §3.3.5 form 1)
 * - UTC: `zone` is `Etc/UTC` (form 2), zoned: an IANA name, or `/<tzid>` for a zone that only the object itself
 *   defines (its VTIMEZONE is in `EventSeries.timeZones` under that name) (form 3)
 */
export interface TimePoint {
  local: string;
  zone: string | null;
  /** The TZID as an iCalendar client wrote it, when it is not just `zone` (`W. Europe Standard Time`, `UTC`). */
  tzid?: string;
}

export const UTC = 'Etc/UTC';

/** True for `YYYY-MM-DD`, the value of an all-day event. */
export function isDate(point: TimePoint): boolean {
  return point.local.length === 10;
}

export function isFloating(point: TimePoint): boolean {
  return point.zone === null && !isDate(point);
}
