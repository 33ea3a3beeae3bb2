import type { JsonObject } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import { dropped, type DroppedFrom } from '../version-2.table.js';

/** Members that 2.0 has dropped, behind our prefix. */
export function renamed(object: JsonObject, type: DroppedFrom): JsonObject {
  return behindPrefix(object, dropped[type]);
}

/** The members with these names behind our prefix; the others as they are. */
export function behindPrefix(object: JsonObject, names: readonly string[]): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => [names.includes(name) ? vendor + name : name, value]);
  return Object.fromEntries(entries) as JsonObject;
}
