import type { JCalComponent, JCalProperty } from '@dayferry/core';
import { encodeParameter } from './content-line.js';
import { refusal } from './refuse.js';
import { writeValues } from './values.js';
import { defaultTypeOf, explicitlyTyped } from './value-types.table.js';

/**
 * iCalendar text of a jCal component: CRLF, lines folded at 75 octets (RFC 5545 §3.1). Refuses names that are none, and
 * line ends in a value that cannot escape them: they would become lines of their own.
 */
export function renderJCal(component: JCalComponent): string {
  const lines: string[] = [];
  collect(component, lines);
  return `${lines.join('\r\n')}\r\n`;
}

function collect([name, properties, components]: JCalComponent, lines: string[]): void {
  assertName(name);
  lines.push(`BEGIN:${name.toUpperCase()}`);
  for (const property of properties) lines.push(fold(contentLine(property)));
  for (const component of components) collect(component, lines);
  lines.push(`END:${name.toUpperCase()}`);
}

function contentLine([name, parameters, type, ...values]: JCalProperty): string {
  const needsType = type !== 'unknown' && (type !== defaultTypeOf(name) || explicitlyTyped.has(name));
  const all = needsType ? { value: type.toUpperCase(), ...parameters } : parameters;
  const written = Object.entries(all).map(([key, value]) => parameterText(key, value));
  assertName(name);
  const text = writeValues(type, values);
  if (/[\r\n]/.test(text)) throw refusal('valid-calendar-data', `${name.toUpperCase()} holds a line end.`, name);
  return `${name.toUpperCase()}${written.join('')}:${text}`;
}

function parameterText(name: string, value: string | string[]): string {
  assertName(name);
  return `;${name.toUpperCase()}=${[value].flat().map(encodeParameter).join(',')}`;
}

function assertName(name: string): void {
  if (!/^[A-Za-z0-9-]{1,255}$/.test(name)) throw refusal('valid-calendar-data', `${name.slice(0, 40)} is no name.`);
}

const most = 75;

/** Breaks a line before 75 octets, never inside a character. */
function fold(line: string): string {
  if (line.length <= 25 || Buffer.byteLength(line) <= most) return line;
  let result = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > most) {
      result += '\r\n ';
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}
