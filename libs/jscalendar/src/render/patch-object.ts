import { isPlainObject, isSame, type Json, type JsonObject } from '@dayferry/core';
import { escapeToken } from '../parse/values.js';

/** Members whose values are maps by Id: a patch points to what changed in one element. */
const maps = new Set(['participants', 'locations', 'virtualLocations', 'links', 'alerts', 'keywords', 'categories']);

/** The smallest PatchObject that turns `from` into `to` (RFC 8984 §1.4.9). */
export function patchObject(from: JsonObject, to: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (!isSame(from[name], to[name]))
      collect(patch, name, { from: from[name], to: to[name], depth: maps.has(name) ? 2 : 0 });
  }
  return patch;
}

interface Difference {
  from: Json | undefined;
  to: Json | undefined;
  /** How far below this the pointers may go. */
  depth: number;
}

function collect(patch: JsonObject, pointer: string, { from, to, depth }: Difference): void {
  if (depth === 0 || !isPlainObject(from) || !isPlainObject(to) || !haveCommon(from, to)) {
    patch[pointer] = to ?? null;
    return;
  }
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const difference = { from: from[name], to: to[name], depth: depth - 1 };
    if (!isSame(difference.from, difference.to)) collect(patch, `${pointer}/${escapeToken(name)}`, difference);
  }
}

/** A map that shares no element with the other replaces it. */
function haveCommon(from: JsonObject, to: JsonObject): boolean {
  return Object.keys(from).some((name) => Object.hasOwn(to, name));
}
