import { isDate, type JCalProperty, type TimePoint, UTC } from '@dayferry/core';

/** `DTSTART;TZID=…:…` and its like: date, UTC, floating or zoned, the TZID as its writer spelled it. */
export function timeProperty(name: string, point: TimePoint): JCalProperty {
  return [name, zoneParameter(point), typeOf(point), valueOf(point)];
}

export function zoneParameter(point: TimePoint): Record<string, string> {
  const tzid = tzidOf(point);
  return tzid === null ? {} : { tzid };
}

/** The TZID a point is written with; null for dates, UTC and floating times. */
export function tzidOf(point: TimePoint): string | null {
  if (point.tzid !== undefined) return point.tzid;
  if (point.zone === null || point.zone === UTC || isDate(point)) return null;
  return point.zone.startsWith('/') ? point.zone.slice(1) : point.zone;
}

export function typeOf(point: TimePoint): 'date' | 'date-time' {
  return isDate(point) ? 'date' : 'date-time';
}

export function valueOf(point: TimePoint): string {
  return point.zone === UTC && point.tzid === undefined ? `${point.local}Z` : point.local;
}
