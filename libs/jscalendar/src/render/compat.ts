import { isPlainObject, isSame, type Json, type JsonObject } from '@dayferry/core';
import { nestedMaps } from '../parse/compat.js';
import { unescapeToken } from '../parse/values.js';
import { withCustomFields } from './custom-fields.js';

/**
 * The shapes that the original server of this interface prints (its documentation, "REST API for Calendar"), made from
 * the strict object. Only the form changes, never what it says.
 */
export function compatObject(strict: JsonObject): JsonObject {
  const { replyTo: _replyTo, keywords, ...rest } = compatContent(withCustomFields(strict));
  return {
    ...rest,
    ...(keywords === undefined ? {} : { categories: keywords }),
    ...(isPlainObject(strict.recurrenceOverrides)
      ? { recurrenceOverrides: mapValues(strict.recurrenceOverrides, (patch) => compatOverride(patch, strict)) }
      : {}),
    ...(strict['@type'] === 'Event' ? { status: strict.status ?? 'confirmed' } : {}),
    priority: strict.priority ?? 5,
    privacy: strict.privacy ?? 'public',
  };
}

/** What an object and a change of one occurrence have in common. */
function compatContent(object: JsonObject): JsonObject {
  const result: JsonObject = { ...object };
  if (typeof object.sequence === 'number') result.sequence = String(object.sequence);
  change(result, 'recurrenceRules', (rules) => (Array.isArray(rules) ? rules.map(compatRule) : rules));
  change(result, 'participants', (map) => mapValues(map, compatParticipant));
  change(result, 'alerts', (map) => mapValues(map, compatAlert));
  change(result, 'relatedTo', (map) => mapValues(map, compatRelation));
  return result;
}

function change(object: JsonObject, name: string, make: (value: Json) => Json): void {
  if (object[name] !== undefined && object[name] !== null) object[name] = make(object[name]);
}

function mapValues(map: Json, make: (item: JsonObject) => Json): Json {
  if (!isPlainObject(map)) return map;
  return Object.fromEntries(Object.entries(map).map(([id, item]) => [id, isPlainObject(item) ? make(item) : item]));
}

/** Every member that differs as the occurrence has it: of a map the elements, and of those the members, that differ. */
function compatOverride(patch: JsonObject, base: JsonObject): JsonObject {
  const pointers = Object.keys(patch).map((pointer) => pointer.split('/').map(unescapeToken));
  const names = [...new Set(pointers.map(([name]) => name!))];
  const target: JsonObject = Object.fromEntries(names.map((name) => [name, base[name] ?? null]));
  Object.values(patch).forEach((value, i) => setAt(target, pointers[i]!, value));
  const nested = names.map((name): [string, Json] => [
    name,
    nestedMaps.has(name) ? difference(base[name], target[name]!, 2) : target[name]!,
  ]);
  return compatContent(withCustomFields(Object.fromEntries(nested), base));
}

function setAt(target: JsonObject, tokens: string[], value: Json): void {
  let at = target;
  for (const token of tokens.slice(0, -1)) {
    const inner = at[token];
    at = at[token] = isPlainObject(inner) ? { ...inner } : {};
  }
  at[tokens.at(-1)!] = value;
}

/** What changed, down to some depth; null is what is there no more. */
function difference(from: Json | undefined, to: Json, depth: number): Json {
  if (depth === 0 || !isPlainObject(from) || !isPlainObject(to)) return to;
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  const changed = [...names].filter((name) => !isSame(from[name], to[name]));
  return Object.fromEntries(changed.map((name) => [name, difference(from[name], to[name] ?? null, depth - 1)]));
}

function compatRule(rule: Json): Json {
  if (!isPlainObject(rule) || !Array.isArray(rule.byDay)) return rule;
  const days = rule.byDay as JsonObject[];
  const ordinals = new Set(days.map(({ nthOfPeriod }) => nthOfPeriod));
  if (ordinals.size !== 1) return rule;
  return { ...rule, byDay: { ...days[0], day: days.map(({ day }) => String(day as string)).join(',') } };
}

function compatParticipant(participant: JsonObject): Json {
  const { sendTo: _sendTo, roles, ...rest } = participant;
  if (participant['@type'] === undefined) return rest;
  const isOwner = isPlainObject(roles) && roles.owner === true;
  return {
    ...rest,
    kind: participant.kind ?? 'individual',
    ...(roles === undefined ? {} : { roles: isOwner ? { owner: true, chair: true } : roles }),
    participationStatus: participant.participationStatus ?? (isOwner ? 'accepted' : 'needs-action'),
  };
}

function compatAlert(alert: JsonObject): Json {
  const { trigger } = alert;
  return isPlainObject(trigger) && trigger.offset === 'PT0S' ? { ...alert, trigger: { ...trigger, offset: 0 } } : alert;
}

function compatRelation(relation: JsonObject): Json {
  const names = isPlainObject(relation.relation) ? Object.keys(relation.relation) : [];
  return names.length === 1 ? { ...relation, relation: names[0]! } : relation;
}
