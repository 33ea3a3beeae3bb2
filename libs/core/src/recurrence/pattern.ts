import type { SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import { civilDate, civilMillis, civilText } from '../time/civil.js';
import { inZone, localToUtc, toUtc, zoneRules } from '../time/convert.js';
import type { ZoneRules } from '../time/zone-table.js';
import { isComputed, parseRule, type Rule } from './rule.js';

/** The pattern of a series on its own wall clock: one clock for all its starts. */
export interface Pattern {
  series: SeriesDraft;
  start: TimePoint;
  isAllDay: boolean;
  civilStart: number;
  /** Null for all-day, floating and UTC series: their clock never changes. */
  clock: ZoneRules | null;
  rules: Rule[];
  exrules: Rule[];
  /** A rule in a calendar scale that is not computed; its occurrences are not among the starts. */
  hasUnknownScale: boolean;
}

/** Null when there is no master start to begin from. */
export function patternOf(series: SeriesDraft): Pattern | null {
  const start = series.isMasterMissing ? undefined : (series.master.start ?? series.master.due);
  if (!start) return null;
  const read = (texts: string[] | undefined): Rule[] => (texts ?? []).map((text) => ruleFor(start, parseRule(text)));
  const [rules, exrules] = [read(series.recurrence?.rules), read(series.recurrence?.exrules)];
  return {
    series,
    start,
    isAllDay: isDate(start),
    civilStart: civilMillis(start.local),
    clock: start.zone === null || start.zone === UTC ? null : zoneRules(start.zone, series.timeZones),
    rules: rules.filter(isComputed),
    exrules: exrules.filter(isComputed),
    hasUnknownScale: ![...rules, ...exrules].every(isComputed),
  };
}

/**
 * RFC 5545 §3.3.10: BYSECOND, BYMINUTE and BYHOUR are ignored for a DATE. §3.3.12: where there are no leap seconds, second
 * 60 is second 59.
 */
function ruleFor(start: TimePoint, rule: Rule): Rule {
  if (isDate(start)) {
    const { bySecond: _second, byMinute: _minute, byHour: _hour, ...rest } = rule;
    return rest;
  }
  if (!rule.bySecond?.includes(60)) return rule;
  return { ...rule, bySecond: [...new Set(rule.bySecond.map((second) => Math.min(second, 59)))] };
}

/** A start of the series, as its recurrence id is written. */
export function pointAt({ start, isAllDay }: Pick<Pattern, 'start' | 'isAllDay'>, civil: number): TimePoint {
  const local = isAllDay ? civilDate(civil) : civilText(civil);
  return start.tzid === undefined ? { local, zone: start.zone } : { local, zone: start.zone, tzid: start.tzid };
}

/** What makes two starts the same: their instant, or their wall clock in a series without a zone. */
export function keyAt({ clock }: Pattern, civil: number): number {
  return clock ? localToUtc(civil, clock) : civil;
}

/** The key of a point in whatever form and zone it is written; a date in a timed series has none (see `dayOf`). */
export function keyOf(pattern: Pattern, point: TimePoint): number {
  if (pattern.isAllDay) return civilMillis(point.local.slice(0, 10));
  if (point.zone === null) return keyAt(pattern, civilMillis(point.local));
  if (pattern.start.zone === null) return civilMillis(point.local);
  return toUtc(point, UTC, pattern.series.timeZones);
}

/** `point` on the series' wall clock. */
export function civilOf(pattern: Pattern, point: TimePoint): number {
  if (pattern.isAllDay) return civilMillis(point.local.slice(0, 10));
  if (point.zone === null || pattern.start.zone === null) return civilMillis(point.local);
  return civilMillis(inZone(point, pattern.start.zone, pattern.series.timeZones).local);
}

/** True when the clock skips this time. */
export function isInGap({ clock }: Pattern, civil: number, key: number): boolean {
  return clock !== null && key + clock.offsetAt(key) !== civil;
}
