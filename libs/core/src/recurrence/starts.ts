import type { SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import { civilMillis, civilText } from '../time/civil.js';
import { fromUtc, inZone, toUtc } from '../time/convert.js';
import type { Budget } from './budget.js';
import { ruleStarts } from './rule-starts.js';
import { parseRule, type Rule } from './rule.js';

/** The pattern of a series on its own wall clock: one clock for all its starts. */
export interface Pattern {
  series: SeriesDraft;
  start: TimePoint;
  civilStart: number;
  rules: Rule[];
  exrules: Rule[];
}

/** Null when there is no master start to begin from. */
export function patternOf(series: SeriesDraft): Pattern | null {
  const start = series.isMasterMissing ? undefined : (series.master.start ?? series.master.due);
  if (!start) return null;
  const read = (rules: string[] | undefined): Rule[] => (rules ?? []).map((text) => ruleFor(start, parseRule(text)));
  return {
    series,
    start,
    civilStart: civilMillis(start.local),
    rules: read(series.recurrence?.rules),
    exrules: read(series.recurrence?.exrules),
  };
}

/** RFC 5545 §3.3.10: BYSECOND, BYMINUTE and BYHOUR are ignored for a DATE. */
function ruleFor(start: TimePoint, rule: Rule): Rule {
  if (!isDate(start)) return rule;
  const { bySecond: _second, byMinute: _minute, byHour: _hour, ...rest } = rule;
  return rest;
}

/** A start of the series, as its recurrence id is written. */
export function pointAt(pattern: Pattern, civil: number): TimePoint {
  const text = civilText(civil);
  const { tzid } = pattern.start;
  return {
    local: isDate(pattern.start) ? text.slice(0, 10) : text,
    zone: pattern.start.zone,
    ...(tzid === undefined ? {} : { tzid }),
  };
}

/** `point` on the series' wall clock; NaN when it has no place there (a floating time in a zoned series). */
export function civilOf(pattern: Pattern, point: TimePoint): number {
  if (isDate(pattern.start)) return civilMillis(point.local.slice(0, 10));
  if (isDate(point) || point.zone === null || pattern.start.zone === null) return civilMillis(point.local);
  return civilMillis(inZone(point, pattern.start.zone, pattern.series.timeZones).local);
}

/** UNTIL on the series' clock: a DATE means to the end of that local day (RFC 5545 §3.3.10). */
export function untilOf(pattern: Pattern, rule: Rule): number {
  if (rule.until === undefined) return Infinity;
  if (isDate(pattern.start)) return civilMillis(rule.until.slice(0, 10));
  if (rule.until.length === 10) return civilMillis(rule.until) + 86_399_999;
  const local = rule.until.slice(0, 19);
  if (!rule.until.endsWith('Z') || pattern.start.zone === null) return civilMillis(local);
  return civilMillis(fromUtc(toUtc({ local, zone: UTC }, UTC), pattern.start.zone, pattern.series.timeZones).local);
}

/** All starts by rules and RDATEs from `from` on, ascending, each once; exclusions still in it. */
export function* starts(pattern: Pattern, from: number, budget: Budget): Generator<number> {
  const sources = pattern.rules.map((rule) =>
    ruleStarts({ rule, start: pattern.civilStart, until: untilOf(pattern, rule) }, from, budget),
  );
  const rdates = (pattern.series.recurrence?.rdates ?? []).map((date) => civilOf(pattern, date.start));
  const single = [pattern.civilStart, ...rdates].filter((civil) => civil >= from).sort((a, b) => a - b);
  yield* merged([...sources, single.values()]);
}

/** Ascending union of ascending sources. */
export function* merged(sources: Iterator<number>[]): Generator<number> {
  const heads = sources.map((source) => ({ source, next: source.next() }));
  let previous = -Infinity;
  for (;;) {
    let least: (typeof heads)[number] | undefined;
    for (const head of heads)
      if (!head.next.done && (!least || head.next.value < (least.next.value as number))) least = head;
    if (!least) return;
    const value = least.next.value as number;
    least.next = least.source.next();
    if (value > previous) yield value;
    previous = value;
  }
}

/** Says of ascending starts whether EXDATE or EXRULE takes them out. */
export function exclusions(pattern: Pattern, from: number, budget: Budget): (civil: number) => boolean {
  const times = new Set<number>();
  const days = new Set<string>();
  for (const point of pattern.series.recurrence?.exdates ?? []) {
    // Clients exclude a timed instance by its date too.
    if (isDate(point) && !isDate(pattern.start)) days.add(point.local);
    else times.add(civilOf(pattern, point));
  }
  const excluded = excludedByRule(pattern, from, budget);
  return (civil) => times.has(civil) || (days.size > 0 && days.has(civilText(civil).slice(0, 10))) || excluded(civil);
}

function excludedByRule(pattern: Pattern, from: number, budget: Budget): (civil: number) => boolean {
  if (pattern.exrules.length === 0) return () => false;
  const source = merged(
    pattern.exrules.map((rule) =>
      ruleStarts({ rule, start: pattern.civilStart, until: untilOf(pattern, rule) }, from, budget),
    ),
  );
  let next = source.next();
  return (civil) => {
    while (!next.done && next.value < civil) next = source.next();
    return !next.done && next.value === civil;
  };
}
