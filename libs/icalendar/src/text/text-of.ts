import type { Json } from '@dayferry/core';

/** A jCal value as text; lists and objects, which only a hostile source has where a text belongs, as JSON. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
