import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import type { Version } from '../version.js';

/** What `@type` the elements of a map have. */
const elementTypes: Record<string, string> = {
  participants: 'Participant',
  locations: 'Location',
  virtualLocations: 'VirtualLocation',
  links: 'Link',
  alerts: 'Alert',
  relatedTo: 'Relation',
};

/** Scalars that people write for an element, and the member they mean. */
const scalarMember: Record<string, string> = {
  participants: 'email',
  locations: 'name',
  virtualLocations: 'uri',
  links: 'href',
};

/**
 * Fills in what `application/json` may leave out (jscalendar-digest §10): types, scalars for objects, numbers as
 * strings, single rules and days for lists. `application/jscalendar+json` is read as it is.
 */
export function lenient(source: JsonObject, version: Version): JsonObject {
  const result: JsonObject = { '@type': 'Event', ...source };
  for (const name of Object.keys(elementTypes))
    if (result[name] !== undefined) result[name] = elements(name, result[name], version);
  for (const name of ['sequence', 'priority', 'percentComplete'])
    if (result[name] !== undefined) result[name] = number(result[name]);
  for (const name of ['recurrenceRules', 'excludedRecurrenceRules'])
    if (result[name] !== undefined) result[name] = rules(result[name]);
  if (isPlainObject(result.recurrenceRule)) result.recurrenceRule = withRuleDefaults(result.recurrenceRule);
  if (isPlainObject(result.recurrenceOverrides))
    result.recurrenceOverrides = Object.fromEntries(
      Object.entries(result.recurrenceOverrides).map(([id, patch]) => [
        id,
        isPlainObject(patch) ? lenientPatch(patch, version) : patch,
      ]),
    );
  return result;
}

/** `alerts`, `alerts/a` and the like in a change of one occurrence. */
function lenientPatch(patch: JsonObject, version: Version): JsonObject {
  return Object.fromEntries(
    Object.entries(patch).map(([pointer, value]): [string, Json] => {
      const [name = '', id, ...deeper] = pointer.replace(/^\//, '').split('/');
      if (value === null || !Object.hasOwn(elementTypes, name) || deeper.length > 0) return [pointer, value];
      return [pointer, id === undefined ? elements(name, value, version) : element(name, value, version)];
    }),
  );
}

function elements(name: string, value: Json, version: Version): Json {
  if (typeof value === 'string' && name === 'locations') return { 1: { '@type': 'Location', name: value } };
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([id, item]) => [id, element(name, item, version)]));
}

function element(name: string, item: Json, version: Version): Json {
  const member = scalarMember[name];
  if (typeof item === 'string' && member) return withDefaults(name, { [member]: item }, version);
  return isPlainObject(item) ? withDefaults(name, item, version) : item;
}

function withDefaults(name: string, item: JsonObject, version: Version): JsonObject {
  const result: JsonObject = { '@type': elementTypes[name]!, ...item };
  if (name === 'participants' && version === '1.0') result.roles ??= { attendee: true };
  if (name === 'relatedTo' && typeof result.relation === 'string') result.relation = { [result.relation]: true };
  if (name === 'alerts' && isPlainObject(result.trigger)) result.trigger = trigger(result.trigger);
  return result;
}

function trigger(value: JsonObject): JsonObject {
  const type = value['@type'] ?? (value.when === undefined ? 'OffsetTrigger' : 'AbsoluteTrigger');
  const { offset } = value;
  if (typeof offset !== 'number') return { ...value, '@type': type };
  return { ...value, '@type': type, offset: `${offset < 0 ? '-' : ''}PT${Math.abs(Math.trunc(offset))}S` };
}

function number(value: Json): Json {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

function rules(value: Json): Json {
  const list = Array.isArray(value) ? value : [value];
  return list.map((rule) => (isPlainObject(rule) ? withRuleDefaults(rule) : rule));
}

function withRuleDefaults(rule: JsonObject): JsonObject {
  const result: JsonObject = { '@type': 'RecurrenceRule', ...rule };
  if (isPlainObject(rule.byDay)) result.byDay = days(rule.byDay);
  if (Array.isArray(rule.byMonth)) result.byMonth = rule.byMonth.map(String);
  for (const name of ['interval', 'count']) if (rule[name] !== undefined) result[name] = number(rule[name]);
  return result;
}

/** `{ day: "mo,we" }`, as older servers print it. */
function days(value: JsonObject): Json {
  const named = typeof value.day === 'string' ? value.day : '';
  return named.split(',').map((day) => ({ ...value, '@type': 'NDay', day: day.trim() }));
}
