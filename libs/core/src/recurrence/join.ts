import { invalidInput } from '../errors.js';
import { isSame } from '../merge/equality.js';
import { diffData } from '../merge/patch.js';
import type { EventData, Relation } from '../model/event-data.js';
import type { Override, Recurrence, SeriesDraft } from '../model/series.js';
import { type TimePoint, UTC } from '../model/time-point.js';
import { toUtc } from '../time/convert.js';
import { defaultLimits } from '../limits.js';
import { occurrenceOf } from './occurrence.js';
import { patternOf, type Pattern } from './pattern.js';
import { timesAt } from './resolve.js';
import { parseRule } from './rule.js';
import { countBefore, endless, withPart } from './split-rule.js';
import { sameRecurrenceId } from './stamp.js';

function refuse(reason: string): never {
  throw invalidInput('recurrence', reason, { code: 'invalid-join' });
}

/**
 * The inverse of `splitSeries`: one series again, with the identity of the first part. What was changed in the second
 * part since is a change for this and future instances. InvalidInput `invalid-join` when `after` is not linked as the
 * continuation of `before`, or no longer goes on with its rules.
 */
export function joinSeries(before: SeriesDraft, after: SeriesDraft): SeriesDraft {
  const pattern = patternOf(before) ?? refuse('There is no series to go on with.');
  const start = after.master.start ?? refuse('There is nothing to join.');
  const link = before.master.relatedTo?.find(({ uid, relations }) => uid === after.uid && relations.includes('next'));
  if (!link || !after.recurrence || !before.recurrence)
    return refuse('The one series is not the continuation of the other.');
  const { relatedTo: _relations, ...own } = before.master;
  const relatedTo = joinedRelations(before.master.relatedTo ?? [], after.master.relatedTo ?? [], link);
  const joined: SeriesDraft = {
    ...before,
    master: { ...own, ...(relatedTo.length > 0 ? { relatedTo } : {}) },
    recurrence: joinedRecurrence(pattern, before.recurrence, after.recurrence),
    overrides: [...before.overrides, ...changeAt(before, after, start), ...after.overrides],
  };
  return withStart(joined, after, start);
}

/** The second part's first start is one of the whole: by its rules, or as a date when it has none. */
function withStart(joined: SeriesDraft, after: SeriesDraft, start: TimePoint): SeriesDraft {
  const plain = { ...joined, overrides: [] };
  const isGiven = occurrenceOf(plain, start, { zone: UTC, limits: defaultLimits, includeCancelled: true }) !== null;
  if (!isGiven && after.recurrence!.rules.length > 0) refuse('The second part begins at another time.');
  const length = (series: SeriesDraft): number =>
    toUtc(timesAt({ ...series, overrides: [] }, start).end, UTC, series.timeZones);
  if (length(joined) !== length(after)) refuse('The second part has another length.');
  const recurrence = joined.recurrence!;
  return isGiven ? joined : { ...joined, recurrence: { ...recurrence, rdates: [...recurrence.rdates, { start }] } };
}

function joinedRelations(before: Relation[], after: Relation[], link: Relation): Relation[] {
  const next = after.filter(({ relations }) => relations.includes('next'));
  return [...before.filter((relation) => relation !== link), ...next];
}

function joinedRecurrence(pattern: Pattern, before: Recurrence, after: Recurrence): Recurrence {
  const left = [...after.rules];
  const rules = before.rules.map((text) => {
    const at = left.findIndex((other) => endless(other) === endless(text));
    return at < 0 ? text : joinedRule(pattern, text, left.splice(at, 1)[0]!);
  });
  if (left.length > 0) return refuse('The second part has another rule.');
  return {
    rules,
    exrules: before.exrules,
    rdates: [...before.rdates, ...after.rdates],
    exdates: [...before.exdates, ...after.exdates],
  };
}

/** The end of the second part; a count is that of both. */
function joinedRule(pattern: Pattern, head: string, tail: string): string {
  const rule = parseRule(tail);
  if (rule.until !== undefined) return tail;
  const open = withPart(head, 'UNTIL', undefined);
  if (rule.count === undefined) return open;
  return withPart(open, 'COUNT', countBefore(pattern, parseRule(head), Infinity) + rule.count);
}

/** What differs between the masters, as a change from the second part's start on. */
function changeAt(before: SeriesDraft, after: SeriesDraft, start: TimePoint): Override[] {
  const plain = ({
    start: _s,
    end: _e,
    relatedTo: _r,
    sequence: _n,
    dtstamp: _d,
    lastModified: _l,
    created: _c,
    ...rest
  }: EventData): EventData => rest;
  const patch = diffData(plain(before.master), plain(after.master));
  if (isSame(patch, {})) return [];
  if (after.overrides.some((override) => sameRecurrenceId(override.recurrenceId, start)))
    return refuse('The second part has changes both in its first instance and in all of them.');
  return [{ recurrenceId: start, isThisAndFuture: true, patch, seq: 0, updated: 0 }];
}
