import { invalidInput } from '../errors.js';
import { emptyRecurrence } from '../merge/series.js';
import { isSame } from '../merge/equality.js';
import type { EventData, Relation } from '../model/event-data.js';
import type { Override, Recurrence, SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import type { Limits } from '../limits.js';
import { civilMillis } from '../time/civil.js';
import { Budget } from './budget.js';
import { expand } from './expand.js';
import { civilOf, keyOf, patternOf, type Pattern } from './pattern.js';
import { parseRule } from './rule.js';
import { headRule, tailRule, withOwnDay, type Cut } from './split-rule.js';
import { futureOverride, timesAt } from './resolve.js';
import { Starts } from './starts.js';

export interface SplitParts {
  /** The series up to the cut; keeps its identity. */
  before: SeriesDraft;
  /** The series from the cut on, under a uid of its own. */
  after: SeriesDraft;
}

export interface SplitOptions {
  /** UID of the series as it is, and of its continuation. */
  uid: string;
  nextUid: string;
  limits: Pick<Limits, 'expansionSteps'>;
}

type SplitLimits = SplitOptions['limits'];

function refuse(reason: string): never {
  throw invalidInput('recurrence', reason, { code: 'invalid-split' });
}

/**
 * "This and following" (draft-daboo-caldav-recursplit): cuts a series before its first instance at or after `at`. The
 * instances of both parts together are those of the series. InvalidInput `invalid-split` when nothing lies before or
 * after the cut, or when the second part cannot begin there without changing other instances (rules in different steps).
 */
export function splitSeries(series: SeriesDraft, at: TimePoint, options: SplitOptions): SplitParts {
  const pattern = patternOf(series) ?? refuse('There is no series to split.');
  if (pattern.hasUnknownScale) refuse('A series in this calendar scale cannot be split.');
  const { cut, id } = cutAt(pattern, at, options.limits);
  const sides = distribute(pattern, series, cut);
  const first = firstOf(series.master.relatedTo) ?? options.uid;
  const next = series.master.relatedTo?.filter((relation) => relation.relations.includes('next')) ?? [];
  const others = series.master.relatedTo?.filter((relation) => !next.includes(relation)) ?? [];
  const { kind, timeZones, calendarProperties, prodId } = series;
  const before: SeriesDraft = {
    ...series,
    ...sides.before,
    master: { ...series.master, relatedTo: [...others, { uid: options.nextUid, relations: ['next'] }] },
  };
  const relatedTo = [...others.filter((relation) => !isFirst(relation)), { uid: first, relations: ['first'] }, ...next];
  const after: SeriesDraft = {
    kind,
    uid: options.nextUid,
    master: { ...masterAt(series, id), relatedTo },
    ...sides.after,
    ...(timeZones ? { timeZones } : {}),
    ...(calendarProperties ? { calendarProperties } : {}),
    ...(prodId === undefined ? {} : { prodId }),
  };
  assertSame(series, { before, after }, cut);
  return { before, after };
}

function isFirst({ relations }: Relation): boolean {
  return relations.includes('first');
}

function firstOf(relatedTo: Relation[] | undefined): string | undefined {
  return relatedTo?.find(isFirst)?.uid;
}

/** The first start at or after `at`, which must not be the first of all. */
function cutAt(pattern: Pattern, at: TimePoint, limits: SplitLimits): { cut: Cut; id: TimePoint } {
  const wanted = { civil: civilOf(pattern, at), key: isDate(at) ? -Infinity : keyOf(pattern, at) };
  const starts = new Starts(pattern, { from: wanted.civil, to: Infinity }, new Budget(limits.expansionSteps));
  while (starts.next()) {
    if (starts.key < wanted.key) continue;
    if (starts.civil <= pattern.civilStart) refuse('There is nothing before the first instance.');
    return { cut: { civil: starts.civil, key: starts.key }, id: starts.id };
  }
  return refuse('The series has no instance at this time or later.');
}

type Side = Pick<SeriesDraft, 'recurrence' | 'overrides'>;

function distribute(pattern: Pattern, series: SeriesDraft, cut: Cut): { before: Side; after: Side } {
  const { rules, exrules, rdates, exdates } = series.recurrence ?? emptyRecurrence();
  const isBefore = (point: TimePoint): boolean => isBeforeCut(pattern, point, cut);
  const read = (text: string): [string, ReturnType<typeof parseRule>] => {
    const rule = parseRule(text);
    return [withOwnDay(text, rule, pattern.civilStart), rule];
  };
  const tails = (texts: string[]): string[] =>
    texts.map(read).flatMap(([text, rule]) => tailRule(pattern, text, rule, cut) ?? []);
  const before: Recurrence = {
    rules: rules.map(read).map(([text, rule]) => headRule(pattern, text, rule, cut)),
    exrules,
    rdates: rdates.filter((date) => isBefore(date.start)),
    exdates: exdates.filter(isBefore),
  };
  const after: Recurrence = {
    rules: tails(rules),
    exrules: tails(exrules),
    rdates: rdates.filter((date) => !isBefore(date.start) && keyOf(pattern, date.start) !== cut.key),
    exdates: exdates.filter((point) => !isBefore(point)),
  };
  const overrides = series.overrides.filter((override) => isBefore(override.recurrenceId));
  return {
    before: { recurrence: before, overrides },
    after: { recurrence: after, overrides: followingOverrides(pattern, series, cut) },
  };
}

function isBeforeCut(pattern: Pattern, point: TimePoint, { civil, key }: Cut): boolean {
  return isDate(point) && !pattern.isAllDay
    ? civilMillis(point.local) < civil - (civil % 86_400_000)
    : keyOf(pattern, point) < key;
}

/** A change for this and future instances that is in force at the cut goes on from there. */
function followingOverrides(pattern: Pattern, series: SeriesDraft, cut: Cut): Override[] {
  const own = series.overrides.filter((override) => !isBeforeCut(pattern, override.recurrenceId, cut));
  const id = idOfCut(pattern, cut);
  const future = futureOverride(series, id);
  if (!future || !isBeforeCut(pattern, future.recurrenceId, cut)) return own;
  if (own.some((override) => keyOf(pattern, override.recurrenceId) === cut.key))
    return refuse('The instance has changes of its own on top of those for this and future instances.');
  const { start } = timesAt(series, id);
  const end = future.patch.end ? { end: timesAt(series, id).end } : {};
  const patch = { ...future.patch, ...(future.patch.start ? { start } : {}), ...end };
  return [{ ...future, recurrenceId: id, patch }, ...own];
}

function idOfCut(pattern: Pattern, { civil }: Cut): TimePoint {
  const starts = new Starts(pattern, { from: civil, to: civil }, new Budget(1_000));
  starts.next();
  return starts.id;
}

/** The master as it is at one of its starts, without changes for future instances (they stay overrides); a new object. */
function masterAt(series: SeriesDraft, id: TimePoint): EventData {
  const { start, end } = timesAt({ ...series, overrides: [] }, id);
  const {
    sequence: _sequence,
    dtstamp: _dtstamp,
    lastModified: _lastModified,
    created: _created,
    ...rest
  } = series.master;
  return { ...rest, start, ...(rest.end ? { end } : {}) };
}

/** Both parts together have the starts of the whole, as far as one look reaches on either side of the cut. */
function assertSame(series: SeriesDraft, { before, after }: SplitParts, { key }: Cut): void {
  const limits = { expansionSteps: 20_000, instancesPerAnswer: 400 };
  const startsOf = (part: SeriesDraft, from?: number): number[] =>
    expand({ ...part, overrides: [] }, { zone: 'Etc/UTC', limits, ...(from === undefined ? {} : { from }) })
      .occurrences.map((item) => item.startUtc)
      .filter((start) => start >= (from ?? -Infinity));
  const isSameAfter = isSame(startsOf(after, key), startsOf(series, key));
  const isSameBefore = isSame(
    startsOf(before),
    startsOf(series).filter((start) => start < key),
  );
  if (!isSameAfter || !isSameBefore) refuse('The series cannot go on from this instance alone.');
}
