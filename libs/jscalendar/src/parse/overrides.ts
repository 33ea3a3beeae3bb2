import {
  defaultLimits,
  diffData,
  emptyRecurrence,
  isPlainObject,
  type Json,
  type JsonObject,
  occurrenceOf,
  type Override,
  type Recurrence,
  type SeriesDraft,
  type TimePoint,
  tooLarge,
  UTC,
} from '@dayferry/core';
import { membersOf, readContent } from './content.js';
import { applyPatchObject, isFixed } from './patch-object.js';
import type { Version } from '../version.js';
import { assertDuration, assertLocalDateTime, Members, wrong } from './values.js';

/** Puts recurrenceOverrides into the draft: exclusions, additional occurrences, changed instances. */
export function withOverrides(draft: SeriesDraft, source: JsonObject, version: Version): SeriesDraft {
  const { recurrenceOverrides: _overrides, ...base } = source;
  const entries = Object.entries(new Members(source, '').object('recurrenceOverrides') ?? {});
  if (entries.length === 0) return draft;
  refuseTooLarge(base, entries);
  const context: Context = { draft, base, version, found: { overrides: [], rdates: [], exdates: [] } };
  for (const [key, patch] of entries) {
    const path = `recurrenceOverrides/${key}`;
    assertLocalDateTime(key, path);
    if (!isPlainObject(patch)) throw wrong(path, 'must be a patch.');
    readOne(context, { id: pointOf(draft, key), patch, path });
  }
  const { overrides, rdates, exdates } = context.found;
  const recurrence = draft.recurrence ?? emptyRecurrence();
  const isDated = rdates.length + exdates.length > 0;
  return { ...draft, overrides, ...(isDated ? { recurrence: { ...recurrence, rdates, exdates } } : {}) };
}

/** Each changed occurrence is as large as the object, in iCalendar as in the work that it makes. */
function refuseTooLarge(base: JsonObject, entries: [string, Json][]): void {
  const changed = entries.filter(([, patch]) => isPlainObject(patch) && !('excluded' in patch)).length;
  if (changed * JSON.stringify(base).length > 4 * defaultLimits.resourceBytes)
    throw tooLarge('There are too many changed occurrences of so large an object.', { code: 'max-resource-size' });
}

interface Context {
  /** The object without its overrides: only rules make its occurrences. */
  draft: SeriesDraft;
  /** The same as it was sent. */
  base: JsonObject;
  version: Version;
  found: Pick<Recurrence, 'rdates' | 'exdates'> & { overrides: Override[] };
}

interface Entry {
  id: TimePoint;
  patch: JsonObject;
  path: string;
}

function pointOf(draft: SeriesDraft, local: string): TimePoint {
  const start = draft.master.start ?? draft.master.due;
  if (start?.local.length === 10) return { local: local.slice(0, 10), zone: null };
  return { local, zone: start?.zone ?? null };
}

function readOne(context: Context, { id, patch, path }: Entry): void {
  const { draft, found } = context;
  if (patch.excluded === true) {
    if (Object.keys(patch).length > 1) throw wrong(path, 'excluded stands alone.');
    found.exdates.push(id);
    return;
  }
  const own = Object.fromEntries(Object.entries(patch).filter(([pointer]) => !isFixed(pointer)));
  const isRuled = occurrenceOf(draft, id, { zone: UTC, limits: defaultLimits, includeCancelled: true }) !== null;
  const [only, ...others] = Object.keys(own);
  const isPeriod = !isRuled && others.length === 0 && typeof own.duration === 'string';
  if (!isRuled)
    found.rdates.push(
      isPeriod ? { start: id, duration: checkedDuration(own.duration as string, path) } : { start: id },
    );
  if (isRuled || (only !== undefined && !isPeriod)) found.overrides.push(overrideOf(context, { id, patch: own, path }));
}

function checkedDuration(duration: string, path: string): string {
  assertDuration(duration, `${path}/duration`);
  return duration;
}

function overrideOf({ draft, base, version }: Context, { id, patch, path }: Entry): Override {
  const start = id.local.length === 10 ? `${id.local}T00:00:00` : id.local;
  const full = applyPatchObject({ ...base, start }, patch, path);
  const data = readContent(membersOf(full, path, version), { kind: draft.kind, definitions: draft.timeZones, version });
  const { start: own, ...content } = data;
  const { start: _masterStart, ...master } = draft.master;
  const difference = diffData(master, content);
  const isMoved = own && (own.local !== id.local || own.zone !== id.zone);
  return { recurrenceId: id, patch: isMoved ? { ...difference, start: own } : difference, seq: 0, updated: 0 };
}
