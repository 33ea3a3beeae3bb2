import type { Json } from '@dayferry/core';
import { atom, gCal, gd } from '../namespaces.table.js';
import type { XmlElement } from '../parse/read-xml.js';
import { elements } from '../parse/xml-element.js';
import { nameIn, prefixesOf, type Prefixes } from './xml-tree.js';

/** Elements that may repeat: always a list, of one too (Using JSON in the Google Data Protocol). */
const lists: ReadonlySet<string> = new Set([
  ...['entry', 'link', 'category', 'author', 'contributor'].map((name) => `{${atom}}${name}`),
  ...['who', 'where', 'when', 'reminder', 'extendedProperty', 'recurrenceException'].map((name) => `{${gd}}${name}`),
  `{${gCal}}busy`,
]);

/** `alt=json`: the Atom document as JSON, text as `$t`, prefixes with `$`. */
export function jsonDocument(root: XmlElement): Json {
  const prefixes = prefixesOf(root);
  const names = [...prefixes.of].map(([name, prefix]) => [`xmlns$${prefix}`, name] as const);
  const declarations = Object.fromEntries([['xmlns', prefixes.root], ...names]);
  return {
    version: '1.0',
    encoding: 'UTF-8',
    [nameIn(prefixes, root.name, '$')]: { ...declarations, ...objectOf(root, prefixes) },
  };
}

function objectOf(element: XmlElement, prefixes: Prefixes): Record<string, Json> {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(element.attributes)) result[nameIn(prefixes, name, '$', true)] = value;
  const inside = elements(element);
  for (const child of inside) add(result, child, prefixes);
  const text = element.children.filter((child) => typeof child === 'string').join('');
  if (text.trim() !== '' || (inside.length === 0 && text !== '')) result.$t = text;
  return result;
}

function add(result: Record<string, Json>, child: XmlElement, prefixes: Prefixes): void {
  const name = nameIn(prefixes, child.name, '$');
  const value = objectOf(child, prefixes);
  const before = result[name];
  if (Array.isArray(before)) before.push(value);
  else if (before !== undefined) result[name] = [before, value];
  else result[name] = lists.has(child.name) ? [value] : value;
}
