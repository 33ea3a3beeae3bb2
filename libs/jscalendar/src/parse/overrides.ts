import {
  defaultLimits,
  diffData,
  emptyRecurrence,
  isPlainObject,
  type JsonObject,
  occurrenceOf,
  type Override,
  type Recurrence,
  type SeriesDraft,
  type TimePoint,
  UTC,
} from '@dayferry/core';
import { membersOf, readContent } from './content.js';
import { applyPatchObject, isFixed } from './patch-object.js';
import type { Version } from '../version.js';
import { assertDuration, assertLocalDateTime, Members, wrong } from './values.js';

/** Puts recurrenceOverrides into the draft: exclusions, additional occurrences, changed instances. */
export function withOverrides(draft: SeriesDraft, source: JsonObject, version: Version): SeriesDraft {
  const entries = new Members(source, '').object('recurrenceOverrides') ?? {};
  let result = draft;
  for (const [key, patch] of Object.entries(entries)) {
    const path = `recurrenceOverrides/${key}`;
    assertLocalDateTime(key, path);
    if (!isPlainObject(patch)) throw wrong(path, 'must be a patch.');
    result = withOne(result, { id: pointOf(draft, key), patch, source, path, version });
  }
  return result;
}

interface Entry {
  id: TimePoint;
  patch: JsonObject;
  source: JsonObject;
  path: string;
  version: Version;
}

function pointOf(draft: SeriesDraft, local: string): TimePoint {
  const start = draft.master.start ?? draft.master.due;
  if (start?.local.length === 10) return { local: local.slice(0, 10), zone: null };
  return { local, zone: start?.zone ?? null };
}

function withOne(draft: SeriesDraft, entry: Entry): SeriesDraft {
  const { id, patch, path } = entry;
  const recurrence: Recurrence = draft.recurrence ?? emptyRecurrence();
  if (patch.excluded === true) {
    if (Object.keys(patch).length > 1) throw wrong(path, 'excluded stands alone.');
    return { ...draft, recurrence: { ...recurrence, exdates: [...recurrence.exdates, id] } };
  }
  const isRuled =
    occurrenceOf({ ...draft, overrides: [] }, id, { zone: UTC, limits: defaultLimits, includeCancelled: true }) !==
    null;
  const own = Object.fromEntries(Object.entries(patch).filter(([pointer]) => !isFixed(pointer)));
  if (isRuled) return { ...draft, overrides: [...draft.overrides, overrideOf(draft, { ...entry, patch: own })] };
  const names = Object.keys(own);
  if (names.length === 1 && typeof own.duration === 'string')
    return withDate(draft, recurrence, { start: id, duration: checkedDuration(own.duration, path) });
  const dated = withDate(draft, recurrence, { start: id });
  return names.length === 0
    ? dated
    : { ...dated, overrides: [...dated.overrides, overrideOf(draft, { ...entry, patch: own })] };
}

function checkedDuration(duration: string, path: string): string {
  assertDuration(duration, `${path}/duration`);
  return duration;
}

function withDate(draft: SeriesDraft, recurrence: Recurrence, date: Recurrence['rdates'][number]): SeriesDraft {
  return { ...draft, recurrence: { ...recurrence, rdates: [...recurrence.rdates, date] } };
}

function overrideOf(draft: SeriesDraft, { id, patch, source, path, version }: Entry): Override {
  const start = id.local.length === 10 ? `${id.local}T00:00:00` : id.local;
  const full = applyPatchObject({ ...source, start }, patch, path);
  const data = readContent(membersOf(full, path, version), { kind: draft.kind, definitions: draft.timeZones, version });
  const { start: own, ...content } = data;
  const { start: _masterStart, ...master } = draft.master;
  const difference = diffData(master, content);
  const isMoved = own && (own.local !== id.local || own.zone !== id.zone);
  return { recurrenceId: id, patch: isMoved ? { ...difference, start: own } : difference, seq: 0, updated: 0 };
}
