import type { SeriesDraft } from '../model/series.js';
import type { ExpandOptions, Occurrence } from './api.js';
import { bounds, OPEN_END, OPEN_START } from './bounds.js';
import { expand } from './expand.js';
import { isComputed, parseRule, type Rule } from './rule.js';

type Options = Omit<ExpandOptions, 'from' | 'to' | 'startsInside'>;

export interface Sought {
  /** Null when there is none, or, with `isTruncated`, none was found within the step budget. */
  occurrence: Occurrence | null;
  isTruncated: boolean;
}

const day = 86_400_000;
/** Windows to look in, one after the other: a rule that matches seldom does not take the steps of one that matches soon. */
const windows = [32 * day, 512 * day, 8_192 * day, Infinity];

/** The first instance that starts at or after an instant (epoch milliseconds); each window has the whole budget. */
export function nextOccurrence(series: SeriesDraft, from: number, options: Options): Sought {
  const begin = Math.max(from, bounds(series).startUtc);
  for (const length of windows) {
    const to = length < Infinity ? { to: begin + length } : {};
    const { occurrences, isTruncated } = startsIn(series, { from: begin, ...to }, options, 1);
    // What was cut may have begun before what was found: steps were used up, or an override moves instances together.
    if (occurrences[0] && isTruncated) return firstUpTo(series, begin, occurrences[0].startUtc, options);
    if (occurrences[0] || isTruncated) return { occurrence: occurrences[0] ?? null, isTruncated };
  }
  return { occurrence: null, isTruncated: false };
}

function firstUpTo(series: SeriesDraft, from: number, last: number, options: Options): Sought {
  const { occurrences, isTruncated } = startsIn(series, { from, to: last + 1 }, options);
  const [first] = hasUnknownScale(series) || !isTruncated ? occurrences : [];
  return { occurrence: first ?? null, isTruncated: !first };
}

function hasUnknownScale({ recurrence }: SeriesDraft): boolean {
  return !(recurrence?.rules ?? []).map(parseRule).every(isComputed);
}

/** The instance that starts before all others. */
export function firstOccurrence(series: SeriesDraft, options: Options): Sought {
  return nextOccurrence(series, OPEN_START, options);
}

/** More than it takes to halve the time from year 1 to 9999 down to a second. */
const halvings = 50;

export interface LastSought extends Sought {
  /** A rule has neither COUNT nor UNTIL. */
  isEndless: boolean;
}

/** The instance that starts after all others, searched from both ends by halving; each step has the whole budget. */
export function lastOccurrence(series: SeriesDraft, options: Options): LastSought {
  const rules = (series.recurrence?.rules ?? []).map(parseRule);
  if (rules.some(isOpen)) return { occurrence: null, isTruncated: false, isEndless: true };
  const { occurrence: first, isTruncated } = firstOccurrence(series, options);
  if (!first || hasUnknownScale(series))
    return { occurrence: null, isTruncated: isTruncated || first !== null, isEndless: false };
  return { ...lastAfter(series, first, options), isEndless: false };
}

function isOpen({ count, until }: Rule): boolean {
  return count === undefined && until === undefined;
}

function lastAfter(series: SeriesDraft, first: Occurrence, options: Options): Sought {
  let [last, end] = [first, Math.min(OPEN_END, bounds(series).endUtc + 1)];
  for (let i = 0; i < halvings; i += 1) {
    const rest = startsIn(series, { from: last.startUtc, to: end }, options, 100);
    if (!rest.isTruncated) return { occurrence: rest.occurrences.at(-1) ?? last, isTruncated: false };
    const middle = Math.ceil((last.startUtc + end) / 2);
    const { occurrence: next, isTruncated } = nextOccurrence(series, middle, options);
    if (isTruncated) break;
    if (next && next.startUtc < end) last = next;
    else end = middle;
  }
  return { occurrence: null, isTruncated: true };
}

function startsIn(
  series: SeriesDraft,
  window: Pick<ExpandOptions, 'from' | 'to'>,
  options: Options,
  instancesPerAnswer = options.limits.instancesPerAnswer,
) {
  return expand(series, {
    ...options,
    ...window,
    startsInside: true,
    limits: { ...options.limits, instancesPerAnswer },
  });
}
