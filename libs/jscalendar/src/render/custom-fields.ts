import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { customFields, extendedProperties } from '../vendor.table.js';

/** Shared extended properties in the form of the original server (jscalendar-rest §13). `base`: of an override, the event. */
export function withCustomFields(object: JsonObject, base: JsonObject = object): JsonObject {
  const { [extendedProperties]: own, [customFields]: said, ...rest } = object;
  if (own === undefined && said === undefined) return object;
  const extended = own === undefined ? base[extendedProperties] : own;
  const { shared: _shared, ...others } = membersOf(extended);
  const fields = shownFields({ [extendedProperties]: extended!, [customFields]: said ?? base[customFields]! });
  return {
    ...rest,
    ...(Object.keys(others).length > 0 && own !== undefined ? { [extendedProperties]: others } : {}),
    ...(Object.keys(fields).length > 0 || object !== base ? { [customFields]: fields } : {}),
  };
}

/** Each field's value, with what is known of it beside. */
export function shownFields(object: JsonObject): JsonObject {
  const values = membersOf(membersOf(object[extendedProperties]).shared);
  const said = membersOf(object[customFields]);
  const names = [...new Set([...Object.keys(values), ...Object.keys(said)])];
  const fields = names.flatMap((name): [string, Json][] => {
    const own = said[name];
    const more: JsonObject = isPlainObject(own) ? own : own === undefined ? {} : { value: own };
    const value = values[name] ?? more.value ?? null;
    return value === null ? [] : [[name, { type: 'text', label: name, ...more, value }]];
  });
  return Object.fromEntries(fields);
}

function membersOf(value: Json | undefined): JsonObject {
  return isPlainObject(value) ? value : {};
}
