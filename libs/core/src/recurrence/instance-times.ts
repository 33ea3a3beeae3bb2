import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import { civilDate, civilMillis, civilText } from '../time/civil.js';
import { localToUtc, toUtc, zoneRules } from '../time/convert.js';
import { parseDuration } from '../time/duration.js';
import type { ZoneRules } from '../time/zone-table.js';
import { keyAt, type Pattern } from './pattern.js';

const day = 86_400_000;

/** How the end of an instance without changes of its own follows from its start. */
interface Length {
  /** On the calendar, before the exact part. */
  days: number;
  millis: number;
  /** Where the end is shown. */
  zone: string | null;
  tzid?: string | undefined;
  /** Null = a clock that never changes. */
  clock: ZoneRules | null;
}

/**
 * Start and end of instances that nothing but the pattern determines, as `timesAt` gives them, made fast: DTEND is an
 * exact length and DURATION a nominal one (RFC 5545 §3.8.5.3).
 */
export class InstanceTimes {
  startUtc = 0;
  endUtc = 0;
  private civilEnd = 0;
  private readonly length: Length;
  private readonly viewer: ZoneRules | null;

  constructor(
    private readonly pattern: Pattern,
    zone: string,
  ) {
    const { start, series } = pattern;
    this.viewer = start.zone === null && zone !== UTC ? zoneRules(zone, series.timeZones) : null;
    this.length = lengthOf(pattern);
  }

  /** Reads one start of the pattern into `startUtc`, `endUtc` and `end`. */
  read(civil: number, key: number): void {
    const { pattern, length, viewer } = this;
    const { days, millis, clock } = length;
    this.startUtc = viewer ? localToUtc(civil, viewer) : key;
    if (!pattern.clock && !clock) {
      this.civilEnd = civil + days * day + millis;
      this.endUtc = viewer ? localToUtc(civil + days * day, viewer) + millis : this.civilEnd;
      return;
    }
    this.endUtc = (days === 0 ? key : keyAt(pattern, civil + days * day)) + millis;
    const isOnCalendar = millis === 0 && clock === pattern.clock;
    this.civilEnd = isOnCalendar ? civil + days * day : this.endUtc + (clock?.offsetAt(this.endUtc) ?? 0);
  }

  get end(): TimePoint {
    const { zone, tzid } = this.length;
    const local = this.pattern.isAllDay ? civilDate(this.civilEnd) : civilText(this.civilEnd);
    return tzid === undefined ? { local, zone } : { local, zone, tzid };
  }
}

/** Of the instances that have the master's own. */
export function lengthOf(pattern: Pattern): Length {
  const { series, start, clock, isAllDay } = pattern;
  const { end, duration } = series.master;
  const { days, millis } = ownLength(pattern);
  const { zone, tzid } = duration || isAllDay || !end || isDate(end) ? start : end;
  if (zone === null || start.zone === null) return { days, millis, zone: start.zone, tzid: start.tzid, clock };
  const endClock = zone === UTC ? null : zoneRules(zone, series.timeZones);
  return { days, millis, zone, tzid, clock: zone === start.zone ? clock : endClock };
}

function ownLength({ series, start, isAllDay }: Pattern): Pick<Length, 'days' | 'millis'> {
  const { end, duration } = series.master;
  if (duration) return signed(duration, isAllDay);
  if (!end || isDate(end) !== isAllDay) return { days: isAllDay ? 1 : 0, millis: 0 };
  const isZoned = start.zone !== null && end.zone !== null;
  const utc = (point: TimePoint): number => (isZoned ? toUtc(point, UTC, series.timeZones) : civilMillis(point.local));
  const length = utc(end) - utc(start);
  return isAllDay ? { days: length / day, millis: 0 } : { days: 0, millis: length };
}

function signed(duration: string, isAllDay: boolean): Pick<Length, 'days' | 'millis'> {
  const { sign, days, millis } = parseDuration(duration);
  // Hours of a DATE count when they make whole days (`addDuration`).
  return isAllDay
    ? { days: Math.floor(sign * (days + millis / day)), millis: 0 }
    : { days: sign * days, millis: sign * millis };
}
