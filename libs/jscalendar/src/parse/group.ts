import { isPlainObject, type JsonObject } from '@dayferry/core';
import { wrong } from './values.js';

const known = new Set(['Event', 'Task']);

/** The events and tasks of a Group (RFC 8984 §5.3); entries of unknown types are left out, as the RFC has it. */
export function groupEntries({ entries }: JsonObject): JsonObject[] {
  if (!Array.isArray(entries)) throw wrong('entries', 'must be a list.');
  return entries.flatMap((entry, i) => {
    if (!isPlainObject(entry)) throw wrong(`entries/${i}`, 'must be an object.');
    const type = entry['@type'] ?? 'Event';
    return typeof type === 'string' && known.has(type) ? [entry] : [];
  });
}
