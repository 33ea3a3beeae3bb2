import type { Override } from '../model/series.js';
import { type TimePoint, UTC } from '../model/time-point.js';
import { civilMillis } from '../time/civil.js';
import { toUtc, zoneRules } from '../time/convert.js';
import type { ExpandOptions } from './api.js';
import { lengthOf } from './instance-times.js';
import type { Pattern } from './pattern.js';
import { timesAt } from './resolve.js';
import type { Range } from './rule-starts.js';

const hour = 3_600_000;
const day = 24 * hour;
/** A clock changes by less than this (Samoa left out a day). */
const change = 26 * hour;

/** The starts, on the series' own clock, whose instances may touch the window. */
export function rangeOf(
  pattern: Pattern,
  futures: Override[],
  options: Pick<ExpandOptions, 'from' | 'to' | 'zone'>,
): Range {
  const { from, to, zone } = options;
  const shift = Math.max(0, ...futures.map(shiftOf));
  return {
    from: from === undefined ? -Infinity : civilAround(pattern, from - longest(pattern, futures) - shift, zone)[0],
    to: to === undefined ? Infinity : civilAround(pattern, to + shift, zone)[1],
  };
}

/** How far a change for this and future instances moves them. */
function shiftOf({ patch, recurrenceId }: Override): number {
  if (!patch.start) return 0;
  return Math.abs(civilMillis(patch.start.local) - civilMillis(recurrenceId.local)) + day;
}

/** The longest that an instance lasts, in exact time; a length on the calendar is longer when clocks change in it. */
function longest(pattern: Pattern, futures: Override[]): number {
  const { series, start } = pattern;
  const periods = series.recurrence?.rdates.filter((date) => date.end ?? date.duration) ?? [];
  const spans = [
    ...periods.map((date) => timesAt(series, date.start)),
    ...futures.map((override) => timesAt(series, override.recurrenceId, override)),
  ];
  const utc = (point: TimePoint): number => toUtc(point, UTC, series.timeZones);
  const { days, millis } = lengthOf(pattern);
  const length = spans.reduce(
    (most, span) => Math.max(most, utc(span.end) - utc(span.start)),
    Math.max(0, days * day + millis),
  );
  const isExact = start.zone !== null && spans.length === 0 && series.master.duration === undefined;
  return isExact || length < day / 2 ? length : length + change;
}

/** The series' wall clock around an instant, at its least and its most: the clock may change on either side. */
function civilAround({ start, series, clock }: Pattern, utc: number, zone: string): [number, number] {
  const rules = clock ?? zoneRules(start.zone ?? zone, series.timeZones);
  const offsets = [-change, 0, change].map((near) => rules.offsetAt(utc + near));
  return [utc + Math.min(...offsets), utc + Math.max(...offsets)];
}
