import { civilMillis, civilText, type Json, parseDuration } from '@dayferry/core';
import { multiValued } from './value-types.table.js';
import { textOf } from './text-of.js';

/** Values of one property in jCal form (RFC 7265 §3.5), or null when the text is not of that type. */
export function readValues(name: string, type: string, text: string): Json[] | null {
  const items = multiValued.has(name) ? splitList(text, type === 'text') : [text];
  const values = items.map((item) => readValue(type, item.trim() === item || type === 'text' ? item : item.trim()));
  return values.includes(undefined) ? null : (values as Json[]);
}

/** The text of a property's values; the inverse of `readValues`. */
export function writeValues(type: string, values: readonly Json[]): string {
  return values.map((value) => writeValue(type, value)).join(',');
}

/** Commas inside a text are escaped. */
function splitList(text: string, isText: boolean): string[] {
  if (!isText) return text.split(',');
  return text.match(/(?:[^\\,]|\\.?)+|(?<=^|,)(?=,|$)/gs) ?? [''];
}

function readValue(type: string, text: string): Json | undefined {
  switch (type) {
    case 'text':
      return unescapeText(text);
    case 'date':
      return readDate(text);
    case 'date-time':
      return readDateTime(text);
    case 'period':
      return readPeriod(text);
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) + 0 : undefined;
    case 'binary':
      return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text : undefined;
    case 'boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
    case 'utc-offset':
      return readOffset(text);
    case 'duration':
      return isDuration(text) ? text : undefined;
    default:
      return text;
  }
}

function writeValue(type: string, value: Json): string {
  if (Array.isArray(value)) return value.map((part) => compact(textOf(part))).join('/');
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'object' && value !== null) return writeRule(value);
  const text = String(value);
  if (type === 'text') return escapeText(text);
  return type === 'date' || type === 'date-time' || type === 'utc-offset' ? compact(text) : text;
}

/** Without the `-` and `:` of ISO 8601's extended form; an offset keeps its sign. */
function compact(text: string): string {
  if (/^[+-]\d{2}:/.test(text)) return text.replaceAll(':', '');
  return /^\d{4}-/.test(text) ? text.replaceAll(/[-:]/g, '') : text;
}

function readDate(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const date = match && `${match[1]}-${match[2]}-${match[3]}`;
  return date && isRealDay(date) ? date : undefined;
}

function readDateTime(text: string): string | undefined {
  const match = /^(\d{8})T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)(Z)?$/.exec(text);
  const date = match && readDate(match[1]!);
  // RFC 5545 §3.3.12: who knows no leap seconds reads second 60 as 59.
  return date ? `${date}T${match[2]}:${match[3]}:${match[4] === '60' ? '59' : match[4]}${match[5] ?? ''}` : undefined;
}

/** A day of the proleptic Gregorian calendar, years 1 to 9999. */
function isRealDay(date: string): boolean {
  return civilText(civilMillis(date)).startsWith(date);
}

function isDuration(text: string): boolean {
  try {
    return Number.isSafeInteger(parseDuration(text).millis);
  } catch {
    return false;
  }
}

function readPeriod(text: string): Json | undefined {
  const [from, to] = text.split('/');
  // Of dates too: an all-day instance of another length has no other form.
  const start = readDateTime(from ?? '') ?? readDate(from ?? '');
  const end = isDuration(to ?? '') ? to : (readDateTime(to ?? '') ?? readDate(to ?? ''));
  return start && end && !end.startsWith('-') ? [start, end] : undefined;
}

function readOffset(text: string): string | undefined {
  const match = /^([+-])(\d{2})(\d{2})(\d{2})?$/.exec(text);
  return match ? `${match[1]}${match[2]}:${match[3]}${match[4] ? `:${match[4]}` : ''}` : undefined;
}

/** A recur object as core's time zones have it (RFC 7265 §3.6.10 names in lower case). */
function writeRule(rule: Record<string, Json>): string {
  return Object.entries(rule)
    .map(
      ([name, value]) =>
        `${name.toUpperCase()}=${Array.isArray(value) ? value.map(textOf).join(',') : name === 'until' ? compact(textOf(value)) : textOf(value)}`,
    )
    .join(';');
}

/** RFC 5545 §3.3.11. */
export function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n?|\n/g, '\\n');
}

export function unescapeText(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(.)/gs, (all, next: string) => unescaped(all, next)) : text;
}

function unescaped(all: string, next: string): string {
  if (next === 'n' || next === 'N') return '\n';
  return next === '\\' || next === ';' || next === ',' || next === ':' || next === '"' ? next : all;
}
