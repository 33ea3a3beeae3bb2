import type { Json } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';

/**
 * `compact` for prettyPrint=false; `pretty` with one-space indentation; `nested` the same, indented for a place inside
 * a collection's `items`.
 */
export type TextForm = 'compact' | 'pretty' | 'nested';

/** A response body: as text, which may come from a cache, and as a value for partial responses. */
export interface Body {
  text(form: TextForm): string;
  value(): Json;
}

export function jsonBody(value: Json): Body {
  return { text: (form) => toText(value, form), value: () => value };
}

export function toText(value: Json, form: TextForm): string {
  if (form === 'compact') return JSON.stringify(value);
  const text = JSON.stringify(value, null, 1);
  // No raw line end is ever inside a JSON string, so this only indents.
  return form === 'pretty' ? text : text.replaceAll('\n', '\n  ');
}

/** A body of which one text is there; the others are made of it. */
export function textBody(text: string, form: TextForm): Body {
  const value = (): Json => JSON.parse(text) as Json;
  return { text: (wanted) => (wanted === form ? text : toText(value(), wanted)), value };
}

/** A body whose texts are kept elsewhere, by form. */
export function cachedBody(text: (form: TextForm) => string): Body {
  return { text, value: () => JSON.parse(text('compact')) as Json };
}

/** A collection: its own members in front, then `items`, whose texts are used as they are. */
export function collectionBody(envelope: JsonObject, items: Body[]): Body {
  return {
    text: (form) => (form === 'compact' ? compactCollection(envelope, items) : prettyCollection(envelope, items)),
    value: () => ({ ...envelope, items: items.map((item) => item.value()) }),
  };
}

function compactCollection(envelope: JsonObject, items: Body[]): string {
  return `${JSON.stringify(envelope).slice(0, -1)},"items":[${items.map((item) => item.text('compact')).join(',')}]}`;
}

function prettyCollection(envelope: JsonObject, items: Body[]): string {
  const head = JSON.stringify(envelope, null, 1).slice(0, -2);
  if (items.length === 0) return `${head},\n "items": []\n}`;
  return `${head},\n "items": [\n  ${items.map((item) => item.text('nested')).join(',\n  ')}\n ]\n}`;
}

/** The members that have a value, in the order given. In parts, since an object literal of dozens is slow to make. */
export function present(...parts: { [name: string]: Json | undefined }[]): JsonObject {
  const result: JsonObject = {};
  for (const part of parts)
    for (const name of Object.keys(part)) if (part[name] !== undefined) result[name] = part[name];
  return result;
}
