import { invalidInput } from '@dayferry/core';
import { gd } from '../namespaces.table.js';
import type { XmlElement } from './read-xml.js';

/** xs:boolean in any letter case; the client libraries read and write `1` and `0` too. */
export function parseBoolean(text: string, path: string): boolean {
  const value = text.trim().toLowerCase();
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw invalidInput(path, `${path} must be true or false.`, { code: 'invalidAttributeValue' });
}

export function parseInteger(text: string, path: string): number {
  const value = Number(text.trim());
  if (/^[+-]?\d{1,15}$/.test(text.trim())) return value;
  throw invalidInput(path, `${path} must be a whole number.`, { code: 'invalidAttributeValue' });
}

export function booleanValue(element: XmlElement | undefined, path: string): boolean | undefined {
  const value = element?.attributes.value;
  return value === undefined ? undefined : parseBoolean(value, path);
}

export function integerAttribute(element: XmlElement, name: string, path: string): number | undefined {
  const value = element.attributes[name];
  return value === undefined || value.trim() === '' ? undefined : parseInteger(value, `${path}@${name}`);
}

/** Zero or more, in either format. */
export function atLeastZero(value: number, path: string): number {
  if (value >= 0) return value;
  throw invalidInput(path, `${path} must not be negative.`, { code: 'invalidAttributeValue' });
}

/** The word after `http://schemas.google.com/g/2005#event.`, or whatever the value is. */
export function eventWord(value: string): string {
  const prefix = `${gd}#event.`;
  const word = value.trim();
  if (word.startsWith(prefix)) return word.slice(prefix.length);
  return word.startsWith(`${gd}#`) ? word.slice(gd.length + 1) : word;
}

/** One of a closed list of words; InvalidInput for another one. */
export function oneOf<T extends string>(words: readonly T[], value: string, path: string): T {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw invalidInput(path, `${path} must be one of ${words.join(', ')}.`, { code: 'invalidAttributeValue' });
}
