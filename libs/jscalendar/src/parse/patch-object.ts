import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { unescapeToken, wrong } from './values.js';

/** Members that a patch in recurrenceOverrides cannot change: such pointers are ignored (RFC 8984 §4.3.5). */
const fixedInOverrides = new Set([
  '@type',
  'excludedRecurrenceRules',
  'method',
  'privacy',
  'prodId',
  'recurrenceId',
  'recurrenceIdTimeZone',
  'recurrenceOverrides',
  'recurrenceRules',
  'relatedTo',
  'replyTo',
  'sentBy',
  'timeZones',
  'uid',
  // JSCalendar 2.0 (draft-ietf-calext-jscalendarbis §3.3.4).
  'version',
  'organizerCalendarAddress',
  'recurrenceRule',
]);

export function isFixed(pointer: string): boolean {
  const [name = '', , member] = pointer.replace(/^\//, '').split('/');
  return fixedInOverrides.has(name) || (name === 'participants' && member === 'calendarAddress');
}

/**
 * Applies a PatchObject (RFC 8984 §1.4.9) to a copy of `target`. One pointer that breaks a rule makes the whole patch
 * invalid. `path` is where the patch stands, for errors.
 */
export function applyPatchObject(target: JsonObject, patch: JsonObject, path: string): JsonObject {
  const result = structuredClone(target);
  const pointers = Object.keys(patch).map((key) => (key.startsWith('/') ? key.slice(1) : key));
  refusePrefixes(pointers, path);
  for (const [key, value] of Object.entries(patch))
    setAt(result, key.replace(/^\//, '').split('/').map(unescapeToken), { value, path: path ? `${path}/${key}` : key });
  return result;
}

function refusePrefixes(pointers: string[], path: string): void {
  const all = new Set<string>();
  const refuse = (pointer: string, other: string): never => {
    throw wrong(path ? `${path}/${pointer}` : pointer, `cannot be patched together with ${other}.`);
  };
  for (const pointer of pointers) {
    if (all.has(pointer)) refuse(pointer, pointer);
    all.add(pointer);
  }
  for (const pointer of pointers)
    for (let at = pointer.indexOf('/'); at >= 0; at = pointer.indexOf('/', at + 1))
      if (all.has(pointer.slice(0, at))) refuse(pointer, pointer.slice(0, at));
}

interface Change {
  value: Json;
  path: string;
}

const refused = new Set(['__proto__', 'constructor', 'prototype']);

function setAt(target: JsonObject, tokens: string[], { value, path }: Change): void {
  let parent: JsonObject = target;
  if (tokens.some((token) => refused.has(token))) throw wrong(path, 'is not allowed.');
  for (const token of tokens.slice(0, -1)) {
    const next: Json | undefined = Object.hasOwn(parent, token) ? parent[token] : undefined;
    if (Array.isArray(next)) throw wrong(path, 'points into a list; replace the whole list.');
    if (!isPlainObject(next)) throw wrong(path, `points into ${token}, which does not exist.`);
    parent = next;
  }
  const last = tokens.at(-1)!;
  if (value === null) delete parent[last];
  else parent[last] = value;
}
