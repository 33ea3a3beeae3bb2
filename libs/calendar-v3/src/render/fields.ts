import type { Json } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import type { Selection } from '../parse/fields.js';

/** The selected part of a response. Arrays are transparent; what is selected but absent stays absent. */
export function selectFields(value: Json, selection: Selection): Json {
  if (selection === 'all') return value;
  if (Array.isArray(value)) return value.map((item) => selectFields(item, selection));
  return typeof value === 'object' && value !== null ? selectMembers(value, selection) : value;
}

function selectMembers(object: JsonObject, selection: Map<string, Selection>): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    const wanted = selection.get(name) ?? selection.get('*');
    if (wanted === undefined) continue;
    const part = selectFields(value, wanted);
    if (wanted === 'all' || !isEmptyObject(part)) result[name] = part;
  }
  return result;
}

function isEmptyObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
