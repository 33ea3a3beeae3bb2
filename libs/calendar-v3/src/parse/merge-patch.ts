import type { Json } from '@dayferry/core';
import type { JsonObject } from './json.js';

/**
 * PATCH (4.12): members present in the patch replace those of the resource, objects are merged alike, arrays are
 * replaced whole, null removes.
 */
export function mergePatch(resource: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = { ...resource };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = isObject(value) ? mergePatch(objectOf(result[name]), value) : value;
  }
  return result;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
