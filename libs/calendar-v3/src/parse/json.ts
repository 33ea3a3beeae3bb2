import { DayferryError, readJson as read, type Json, type JsonObject, type Limits } from '@dayferry/core';
import { fail } from '../errors/fail.js';

export type { JsonObject };

type JsonLimits = Pick<Limits, 'bodyBytes' | 'jsonDepth' | 'jsonKeys'>;

/** Core's strict and bounded JSON, refused in this API's words. */
export function readJson(bytes: Uint8Array, limits: JsonLimits): Json {
  try {
    return read(bytes, limits);
  } catch (error) {
    const isSyntax = error instanceof DayferryError && error.kind === 'invalid-input';
    throw isSyntax ? fail('parseError', { message: `Parse Error: ${error.message}` }) : error;
  }
}

/** The same for a body that must be an object. */
export function readJsonObject(bytes: Uint8Array, limits: JsonLimits): JsonObject {
  const value = readJson(bytes, limits);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fail('parseError');
  return value;
}
