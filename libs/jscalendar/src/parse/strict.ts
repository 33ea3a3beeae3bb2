import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { escapeToken, wrong } from './values.js';

const maps = ['participants', 'locations', 'virtualLocations', 'links', 'alerts', 'relatedTo'];

/** RFC 8984 §1.4.2: every object says its type. */
export function requireTypes(source: JsonObject): JsonObject {
  for (const name of maps) {
    const value = source[name];
    if (!isPlainObject(value)) continue;
    for (const [id, item] of Object.entries(value)) requireType(item, `${name}/${escapeToken(id)}`);
  }
  return source;
}

function requireType(item: Json, path: string): void {
  if (isPlainObject(item) && typeof item['@type'] !== 'string') throw wrong(`${path}/@type`, 'is missing.');
}
