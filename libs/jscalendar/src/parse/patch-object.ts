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
 * Applies a PatchObject (RFC 8984 §1.4.9) to a copy of `target`, which shares with it what the patch leaves alone. One
 * pointer that breaks a rule makes the whole patch invalid. `path` is where the patch stands, for errors.
 */
export function applyPatchObject(target: JsonObject, patch: JsonObject, path: string): JsonObject {
  const copies = new Copies(target);
  const pointers = Object.keys(patch).map((key) => (key.startsWith('/') ? key.slice(1) : key));
  refusePrefixes(pointers, path);
  for (const [key, value] of Object.entries(patch))
    setAt(copies, key.replace(/^\//, '').split('/').map(unescapeToken), { value, path: path ? `${path}/${key}` : key });
  return copies.root;
}

/** An object to change, and the objects in it, each copied when it is first gone into. */
class Copies {
  readonly root: JsonObject;
  private readonly own = new Set<JsonObject>();

  constructor(target: JsonObject) {
    this.root = { ...target };
  }

  /** The object under this name, ready to be changed; null when there is none. */
  into(parent: JsonObject, name: string): JsonObject | null {
    const child = Object.hasOwn(parent, name) ? parent[name] : undefined;
    if (!isPlainObject(child)) return null;
    if (this.own.has(child)) return child;
    const copy = { ...child };
    this.own.add(copy);
    parent[name] = copy;
    return copy;
  }
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

function setAt(copies: Copies, tokens: string[], { value, path }: Change): void {
  let parent = copies.root;
  if (tokens.some((token) => refused.has(token))) throw wrong(path, 'is not allowed.');
  for (const token of tokens.slice(0, -1)) {
    const next = copies.into(parent, token);
    if (!next && Array.isArray(parent[token])) throw wrong(path, 'points into a list; replace the whole list.');
    if (!next) throw wrong(path, `points into ${token}, which does not exist.`);
    parent = next;
  }
  const last = tokens.at(-1)!;
  if (value === null) delete parent[last];
  else parent[last] = value;
}
