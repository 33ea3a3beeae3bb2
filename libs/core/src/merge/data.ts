import type { Description, EventData } from '../model/event-data.js';
import type { Organizer } from '../model/people.js';
import type { Shadow } from '../model/shadow.js';
import { isSame } from './equality.js';
import { listRules } from './identity.table.js';
import { mergeList, type ListRule } from './list.js';
import { mergeMap, mergeMembers } from './members.js';
import { plainTextOf } from './plain-text.js';
import { mergeTimes } from './times.js';

type Name = keyof EventData;
type Merge = (current: never, base: never, next: never) => unknown;

/** Members whose absence says "nothing in it": what the protocol did not show survives. */
const maps = new Set<Name>(['sharedProperties', 'privateProperties', 'conference']);

/** Members that are not simply the next value when they change. */
const merges: Partial<Record<Name, Merge>> = {
  description: mergeDescription,
  organizer: mergeOrganizer,
  shadow: mergeShadow,
};

/**
 * Merges what a client wrote into the record. `base` is the record as the client's protocol can express it, `next` what
 * the client sent back, both made by the same parser. Equal members keep the current, richer value; members in neither
 * were not shown and stay; only what the client changed is changed.
 */
export function mergeData(current: EventData, base: EventData, next: EventData): EventData {
  const result: Record<string, unknown> = { ...current, ...mergeTimes(current, base, next) };
  for (const name of new Set([...Object.keys(base), ...Object.keys(next)]) as Set<Name>) {
    if (name === 'start' || name === 'end' || name === 'duration') continue;
    result[name] = mergeValue(name, current[name], base[name], next[name]);
  }
  return withoutUndefined(result);
}

/** One member of an event; null counts as a value (an override takes the master's value away). */
export function mergeValue(name: Name, current: unknown, base: unknown, next: unknown): unknown {
  if (isSame(base, next)) return current;
  if (name in listRules) return mergeListMember(name as keyof typeof listRules, current, base, next);
  if (maps.has(name) && next !== null) return mergeMap(current ?? undefined, base ?? undefined, next);
  const merge = merges[name];
  return merge && next !== null ? merge(current as never, base as never, next as never) : next;
}

function mergeListMember(name: keyof typeof listRules, current: unknown, base: unknown, next: unknown): unknown {
  if (next === null) return null;
  const list = (value: unknown): object[] => (Array.isArray(value) ? (value as object[]) : []);
  const merged = mergeList(list(current), list(base), list(next), listRules[name] as ListRule<object>);
  return merged.length > 0 || next !== undefined ? merged : undefined;
}

/** A new text replaces the plain alternative that belonged to the old one. */
function mergeDescription(current?: Description, base?: Description, next?: Description): Description | undefined {
  if (!next) return undefined;
  // A client that knows only plain text gave back the text that stood for the styled one.
  if (!next.type && base?.type && next.text === (base.plain ?? plainTextOf(base.text))) return current;
  if (next.type !== base?.type || next.plain !== undefined) return next;
  return current?.type ? { text: next.text, type: current.type } : next;
}

function mergeOrganizer(current?: Organizer, base?: Organizer, next?: Organizer): Organizer | undefined {
  const isSamePerson = base?.address.toLowerCase() === next?.address.toLowerCase();
  return next && current && base && isSamePerson ? (mergeMembers(current, base, next) as Organizer) : next;
}

function mergeShadow(current?: Shadow, base?: Shadow, next?: Shadow): Shadow | undefined {
  return mergeMap(current, base, next);
}

export function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(object)) if (object[name] !== undefined) result[name] = object[name];
  return result;
}
