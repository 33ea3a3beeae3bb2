import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { fromCustomFields } from './custom-fields.js';
import { escapeToken } from './values.js';

/** In changes of one occurrence, what differs in them is nested. */
export const nestedMaps = new Set(['participants', 'locations', 'virtualLocations', 'links', 'alerts']);

/**
 * The original server's objects as RFC 8984 has them: its overrides hold what differs, so a map in one is a change of
 * the base's map, with null for what is gone. Names in `categories` are keywords.
 */
export function fromCompat(source: JsonObject): JsonObject {
  const result = fromCustomFields({ ...source });
  const { recurrenceOverrides: overrides, categories } = source;
  if (isPlainObject(overrides))
    result.recurrenceOverrides = Object.fromEntries(
      Object.entries(overrides).map(([id, patch]) => [id, isPlainObject(patch) ? pointers(patch, source) : patch]),
    );
  if (isPlainObject(categories) && source.keywords === undefined) {
    result.keywords = categories;
    delete result.categories;
  }
  return result;
}

function pointers(patch: JsonObject, base: JsonObject): JsonObject {
  const { sequence: _sequence, updated: _updated, created: _created, ...rest } = fromCustomFields(patch, base);
  const entries = Object.entries(rest).flatMap(([name, value]): [string, Json][] => {
    return nestedMaps.has(name) ? pointersInto(name, value, base[name], 2) : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** Pointers to what differs, as deep as the event has an object too. */
function pointersInto(path: string, value: Json, base: Json | undefined, depth: number): [string, Json][] {
  if (!isPlainObject(value)) return [[path, value]];
  if (depth === 0 || !isPlainObject(base)) return [[path, withoutNulls(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    pointersInto(`${path}/${escapeToken(name)}`, inner, base[name], depth - 1),
  );
}

function withoutNulls(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([, item]) => item !== null));
}
