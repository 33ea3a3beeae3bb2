import type { SeriesDraft } from '../model/series.js';
import { type TimePoint, UTC } from '../model/time-point.js';
import { civilMillis } from '../time/civil.js';
import { localToUtc, toUtc } from '../time/convert.js';
import { Budget } from './budget.js';
import { timesAt } from './resolve.js';
import { lastOfRegular, RuleStarts } from './rule-starts.js';
import type { Rule } from './rule.js';
import { isRecurring } from './series.js';
import { patternOf, type Pattern } from './pattern.js';
import { untilOf } from './starts.js';

/** Stand for "no end" and "no start" in the index columns; beyond year 9999 and before year 1. */
export const OPEN_END = 253_402_300_800_000;
export const OPEN_START = -62_135_683_200_000;

const day = 86_400_000;
/** A zoneless value meets its viewer's zone within 14 hours of UTC. */
const zoneless = 14 * 3_600_000;
/** COUNT is walked this far on write; a longer series counts as open. */
const walk = 10_000;

export interface Bounds {
  startUtc: number;
  endUtc: number;
  isExact: boolean;
}

/** Where in time a series lies, for the index columns; computed without expanding it to its end. */
export function bounds(series: SeriesDraft): Bounds {
  if (series.availability) return availabilityBounds(series);
  const pattern = patternOf(series);
  const spans = series.overrides.map((override) => span(series, override.recurrenceId, override));
  if (!pattern && spans.length === 0) return { startUtc: OPEN_START, endUtc: OPEN_END, isExact: false };
  if (pattern) spans.push(...patternSpans(pattern));
  const isZoned = pattern?.start.zone != null;
  const isExact = isZoned && !isRecurring(series) && series.kind === 'event';
  return {
    startUtc: Math.max(OPEN_START, Math.min(...spans.map((item) => item.start))),
    endUtc: Math.min(OPEN_END, Math.max(...spans.map((item) => item.end))),
    isExact,
  };
}

function availabilityBounds(series: SeriesDraft): Bounds {
  const { start, due } = series.master;
  const openEnd = due ? utcBound(series, due, 1) : OPEN_END;
  if (!start) return { startUtc: OPEN_START, endUtc: openEnd, isExact: false };
  const own = span(series, start);
  return { startUtc: own.start, endUtc: series.availability?.hasEnd ? own.end : OPEN_END, isExact: false };
}

interface Span {
  start: number;
  end: number;
}

function span(series: SeriesDraft, id: TimePoint, override?: SeriesDraft['overrides'][number]): Span {
  const { start, end } = timesAt(series, id, override);
  const due = (override?.patch.due ?? series.master.due) || end;
  return { start: utcBound(series, start, -1), end: Math.max(utcBound(series, end, 1), utcBound(series, due, 1)) };
}

function utcBound(series: SeriesDraft, point: TimePoint, side: 1 | -1): number {
  if (point.zone === null) return civilMillis(point.local) + side * zoneless;
  return toUtc(point, UTC, series.timeZones);
}

function patternSpans(pattern: Pattern): Span[] {
  const { series } = pattern;
  const own = span(series, pattern.start);
  const first = { ...own, start: own.start - skippedAt(pattern) };
  const length = own.end - own.start;
  const dates = (series.recurrence?.rdates ?? []).map((date) => span(series, date.start));
  const last = pattern.rules.map((rule) => lastStart(pattern, rule));
  // A day more than enough: the last start is a wall clock, and the clocks may change under it.
  const rules = last.map((civil) => ({
    start: first.start,
    end: Number.isFinite(civil) ? civil + length + 2 * day : OPEN_END,
  }));
  if (pattern.hasUnknownScale) return [first, { start: first.start, end: OPEN_END }];
  const hasFuture = series.overrides.some((override) => override.isThisAndFuture);
  return [first, ...dates, ...rules, ...(hasFuture ? [{ start: first.start, end: OPEN_END }] : [])];
}

/** A start that the clock skips is shifted forward: times of the same day after the gap are earlier instants. */
function skippedAt({ clock, civilStart }: Pattern): number {
  if (!clock) return 0;
  const key = localToUtc(civilStart, clock);
  return Math.max(0, civilStart === key + clock.offsetAt(key) ? 0 : clock.offsetAt(key) - (civilStart - key));
}

/** Upper bound on the rule's last start, on the series' clock; infinite when it has no end or is too long to count. */
function lastStart(pattern: Pattern, rule: Rule): number {
  if (rule.until !== undefined) return untilOf(pattern, rule).until;
  if (rule.count === undefined) return Infinity;
  const known = lastOfRegular(rule, pattern.civilStart);
  if (known !== null || rule.count > walk) return known ?? Infinity;
  const budget = new Budget(4 * walk);
  const everywhere = { from: -Infinity, to: Infinity };
  const starts = new RuleStarts({ rule, start: pattern.civilStart, until: Infinity }, everywhere, budget);
  let last = pattern.civilStart;
  for (let civil = last; civil < Infinity; civil = starts.next()) last = civil;
  return budget.isSpent ? Infinity : last;
}
