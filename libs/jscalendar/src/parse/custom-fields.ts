import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { shownFields } from '../render/custom-fields.js';
import { customFields, extendedProperties } from '../vendor.table.js';
import { applyPatchObject } from './patch-object.js';
import { escapeToken, wrong } from './values.js';

/**
 * The original server's custom fields (jscalendar-rest §13): their values are shared extended properties here; what else is
 * said of a field is kept under their own name. Values may be bare; a field that is absent is cleared. `base`: of a change of
 * one occurrence, the event.
 */
export function fromCustomFields(object: JsonObject, base: JsonObject = object): JsonObject {
  const fields = object[customFields];
  if (!isPlainObject(fields)) return object;
  const { shared: _shared, ...others } = isPlainObject(base[extendedProperties]) ? base[extendedProperties] : {};
  const entries = Object.entries(fields);
  const shared = entries.flatMap(([name, field]): [string, string][] => {
    const text = textOf(name, isPlainObject(field) ? field.value : field);
    return text === null ? [] : [[name, text]];
  });
  const said = entries.flatMap(([name, field]): [string, Json][] => {
    const more = saidOf(name, field);
    return Object.keys(more).length > 0 ? [[name, more]] : [];
  });
  return {
    ...object,
    [extendedProperties]: orNull({ ...others, ...(shared.length > 0 ? { shared: Object.fromEntries(shared) } : {}) }),
    [customFields]: orNull(Object.fromEntries(said)),
  };
}

/** The fields that a patch names, by the map or by pointers into it; the others stay. */
export function customFieldsPatch(patch: JsonObject, source: JsonObject): JsonObject {
  const isField = (pointer: string): boolean => pointer.replace(/^\//, '').split('/')[0] === customFields;
  const own = Object.entries(patch).filter(([pointer]) => isField(pointer));
  if (own.length === 0) return patch;
  const pointers = own.flatMap(([pointer, value]): [string, Json][] => {
    if (pointer.endsWith(customFields) && isPlainObject(value))
      return Object.entries(value).map(([name, field]) => [`${customFields}/${escapeToken(name)}`, field]);
    return [[pointer, value ?? {}]];
  });
  const fields = applyPatchObject({ [customFields]: shownFields(source) }, Object.fromEntries(pointers), '');
  const others = Object.entries(patch).filter(([pointer]) => !isField(pointer));
  return { ...Object.fromEntries(others), ...fromCustomFields(fields, source) };
}

/** Several chosen values are one text, as the original server has them. */
function textOf(name: string, value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.map(String).join(',');
  if (typeof value !== 'object') return String(value);
  throw wrong(`${customFields}/${escapeToken(name)}`, 'must have a text for its value.');
}

/** Without what is said of every field that nobody has said anything of. */
function saidOf(name: string, field: Json): JsonObject {
  const { value: _value, ...said } = isPlainObject(field) ? field : {};
  if (said.type === 'text') delete said.type;
  if (said.label === name) delete said.label;
  return said;
}

function orNull(object: JsonObject): Json {
  return Object.keys(object).length > 0 ? object : null;
}
