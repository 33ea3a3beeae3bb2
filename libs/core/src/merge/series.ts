import type { EventPatch } from '../model/event-data.js';
import type { Override, Recurrence, RecurrenceDate, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { pointKey } from '../recurrence/stamp.js';
import { mergeData, mergeValue, withoutUndefined } from './data.js';
import { isSame } from './equality.js';
import { mergeMap } from './members.js';
import { mergeTimes, type Times } from './times.js';

export function emptyRecurrence(): Recurrence {
  return { rules: [], exrules: [], rdates: [], exdates: [] };
}

/** `mergeData` for a whole series: master, recurrence and overrides. Identity is the current record's. */
export function mergeSeries(current: SeriesDraft, base: SeriesDraft, next: SeriesDraft): SeriesDraft {
  const changed = <T>(read: (draft: SeriesDraft) => T): T =>
    isSame(read(base), read(next)) ? read(current) : read(next);
  return withoutUndefined({
    ...current,
    master: mergeData(current.master, base.master, next.master),
    kind: changed((draft) => draft.kind),
    availability: changed((draft) => draft.availability),
    isMasterMissing: changed((draft) => draft.isMasterMissing),
    recurrence: mergeRecurrence(current.recurrence, base.recurrence, next.recurrence),
    overrides: mergeOverrides(current, base, next),
    timeZones: mergeMap(current.timeZones, base.timeZones, next.timeZones),
    calendarProperties: changed((draft) => draft.calendarProperties),
    prodId: changed((draft) => draft.prodId),
  }) as unknown as SeriesDraft;
}

function mergeRecurrence(current?: Recurrence, base?: Recurrence, next?: Recurrence): Recurrence | undefined {
  if (isSame(base, next)) return current;
  const [c, b, n] = [current, base, next].map((value) => value ?? emptyRecurrence()) as [
    Recurrence,
    Recurrence,
    Recurrence,
  ];
  const merged: Recurrence = {
    rules: isSame(b.rules, n.rules) ? c.rules : n.rules,
    exrules: isSame(b.exrules, n.exrules) ? c.exrules : n.exrules,
    rdates: mergeSet(c.rdates, b.rdates, n.rdates, (date: RecurrenceDate) => pointKey(date.start)),
    exdates: mergeSet(c.exdates, b.exdates, n.exdates, (point: TimePoint) => pointKey(point)),
  };
  return isEmpty(merged) ? undefined : merged;
}

function isEmpty(value: Recurrence): boolean {
  return value.rules.length + value.exrules.length + value.rdates.length + value.exdates.length === 0;
}

/** Members of the set that the client took out go, those it added come, the others keep their own form. */
function mergeSet<T>(current: T[], base: T[], next: T[], keyOf: (item: T) => string): T[] {
  const [inCurrent, inBase, inNext] = [current, base, next].map((list) => new Set(list.map(keyOf))) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ];
  const kept = current.filter((item) => inNext.has(keyOf(item)) || !inBase.has(keyOf(item)));
  return [...kept, ...next.filter((item) => !inCurrent.has(keyOf(item)) && !inBase.has(keyOf(item)))];
}

function mergeOverrides(current: SeriesDraft, base: SeriesDraft, next: SeriesDraft): Override[] {
  const [currently, before, after] = [current, base, next].map(overridesByKey) as [Known, Known, Known];
  const kept = [...currently].flatMap(([key, override]) => {
    const wanted = after.get(key);
    if (!wanted) return before.has(key) ? [] : [override];
    return [mergeOverride(override, before.get(key), wanted, { current, base })];
  });
  const added = [...after].filter(([key]) => !currently.has(key)).map(([, override]) => override);
  return [...kept, ...added.map((override) => enrich(override, { current, base }))];
}

type Known = Map<string, Override>;

function overridesByKey({ overrides }: SeriesDraft): Known {
  return new Map(overrides.map((override) => [pointKey(override.recurrenceId), override]));
}

interface Masters {
  current: SeriesDraft;
  base: SeriesDraft;
}

function mergeOverride(current: Override, before: Override | undefined, after: Override, masters: Masters): Override {
  if (before && isSame(before.patch, after.patch) && before.isThisAndFuture === after.isThisAndFuture) return current;
  const patch = mergePatch(current.patch, before?.patch ?? {}, after.patch, masters);
  return withoutUndefined({ ...current, isThisAndFuture: after.isThisAndFuture, patch }) as unknown as Override;
}

/** A new override: its lists get what the protocol did not show of the master's elements. */
function enrich(override: Override, masters: Masters): Override {
  return { ...override, patch: mergePatch({}, {}, override.patch, masters) };
}

function mergePatch(current: EventPatch, base: EventPatch, next: EventPatch, masters: Masters): EventPatch {
  const result: Record<string, unknown> = { ...current, ...patchTimes(current, base, next) };
  for (const name of new Set([...Object.keys(base), ...Object.keys(next)]) as Set<keyof EventPatch>) {
    if (name === 'start' || name === 'end' || name === 'duration') continue;
    const isNew = current[name] === undefined && base[name] === undefined && next[name] !== null;
    const [c, b] = isNew ? [masters.current.master[name], masters.base.master[name]] : [current[name], base[name]];
    result[name] = mergeValue(name, c, b, next[name]);
  }
  return withoutUndefined(result);
}

function patchTimes(current: EventPatch, base: EventPatch, next: EventPatch): Record<string, unknown> {
  const times = (patch: EventPatch): Record<string, unknown> => ({
    start: patch.start,
    end: patch.end,
    duration: patch.duration,
  });
  if (isSame(times(base), times(next))) return times(current);
  const isPlain = [current, base, next].every((patch) => patch.start && patch.end !== null && patch.duration !== null);
  return isPlain ? { ...mergeTimes(current as Times, base as Times, next as Times) } : times(next);
}
