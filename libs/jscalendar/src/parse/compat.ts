import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { fromCustomFields } from './custom-fields.js';
import { escapeToken } from './values.js';

const maps = new Set(['participants', 'locations', 'virtualLocations', 'links', 'alerts']);

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
    if (!maps.has(name) || !isPlainObject(value)) return [[name, value]];
    if (!isPlainObject(base[name])) return [[name, withoutNulls(value)]];
    return Object.entries(value).map(([id, item]): [string, Json] => [`${name}/${escapeToken(id)}`, item]);
  });
  return Object.fromEntries(entries);
}

function withoutNulls(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([, item]) => item !== null));
}
