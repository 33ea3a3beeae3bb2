import type { Json } from '@dayferry/core';
import { invalidMember } from '../errors/fail.js';
import type { JsonObject } from './json.js';

/**
 * Readers of one member of a body. Absent and null are undefined; a value of another type is 400 with the member's
 * JSON pointer. A number where a text is wanted is taken as its digits.
 */
export function textAt(object: JsonObject, name: string, path = `/${name}`): string | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw invalidMember(path);
}

export function flagAt(object: JsonObject, name: string, path = `/${name}`): boolean | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalidMember(path);
}

/** A whole number; digits in a text are taken. */
export function integerAt(object: JsonObject, name: string, path = `/${name}`): number | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw invalidMember(path);
  return number;
}

export function objectAt(object: JsonObject, name: string, path = `/${name}`): JsonObject | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  return asObject(value, path);
}

export function asObject(value: Json, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidMember(path);
  return value;
}

export function listAt(object: JsonObject, name: string, path = `/${name}`): Json[] | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalidMember(path);
  return value;
}

/** Objects in a list, each with its pointer. */
export function objectsAt(object: JsonObject, name: string, path = `/${name}`): { item: JsonObject; path: string }[] {
  const list = listAt(object, name, path) ?? [];
  return list.map((value, i) => ({ item: asObject(value, `${path}/${i}`), path: `${path}/${i}` }));
}

/** An object of texts; null members are left out. Undefined when there is none in it. */
export function textsAt(object: JsonObject, name: string, path = `/${name}`): Record<string, string> | undefined {
  const map = objectAt(object, name, path);
  const result: Record<string, string> = {};
  for (const key of Object.keys(map ?? {})) {
    const value = textAt(map!, key, `${path}/${key}`);
    if (value !== undefined) result[key] = value;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

/** The members that a parser of this thing has no name for. */
export function unknownMembers(object: JsonObject, known: ReadonlySet<string>): Record<string, Json> | undefined {
  const rest = Object.entries(object).filter(([name, value]) => !known.has(name) && value !== null);
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}
