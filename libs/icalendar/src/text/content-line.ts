import type { Limits } from '@dayferry/core';
import { refusal } from './refuse.js';

export type Parameters = Record<string, string | string[]>;

export interface ContentLine {
  /** Lower case. */
  name: string;
  parameters: Parameters;
  /** As written. */
  value: string;
}

const namePattern = /^[A-Za-z0-9-]+/;

/** Reads one unfolded line (RFC 5545 §3.1): name, parameters, value. */
export function parseContentLine(line: string, limits: Limits): ContentLine {
  const name = namePattern.exec(line)?.[0];
  if (!name || name.length > 255) throw refusal('valid-calendar-data', 'A line has no property name.');
  const parameters: Parameters = {};
  let at = name.length;
  for (let count = 0; line[at] === ';'; count += 1) {
    if (count >= limits.icalParameters)
      throw refusal('valid-calendar-data', 'A property has too many parameters.', name);
    at = readParameter(line, at + 1, parameters);
  }
  if (line[at] !== ':') throw refusal('valid-calendar-data', 'A property has no value.', name);
  return { name: name.toLowerCase(), parameters, value: line.slice(at + 1) };
}

/** Reads `NAME=value,"value"` from `start`; returns where it ends. */
function readParameter(line: string, start: number, parameters: Parameters): number {
  const equals = line.indexOf('=', start);
  const name = equals < 0 ? '' : line.slice(start, equals).trim().toLowerCase();
  // Some clients write a parameter without a value (`;FOO:`): kept as an empty one.
  if (!/^[a-z0-9-]+$/.test(name)) return readBareParameter(line, start, parameters);
  const values: string[] = [];
  let at = equals;
  do {
    const { value, end } = readParameterValue(line, at + 1);
    values.push(value);
    at = end;
  } while (line[at] === ',');
  parameters[name] = values.length === 1 ? values[0]! : values;
  return at;
}

function readBareParameter(line: string, start: number, parameters: Parameters): number {
  const match = /^[A-Za-z0-9-]*/.exec(line.slice(start, start + 256))![0];
  const end = start + match.length;
  if (line[end] !== ';' && line[end] !== ':') throw refusal('valid-calendar-data', 'A parameter cannot be read.');
  if (match) parameters[match.toLowerCase()] = '';
  return end;
}

function readParameterValue(line: string, start: number): { value: string; end: number } {
  if (line[start] === '"') {
    const close = line.indexOf('"', start + 1);
    if (close < 0) throw refusal('valid-calendar-data', 'A quoted parameter does not end.');
    return { value: decodeParameter(line.slice(start + 1, close)), end: close + 1 };
  }
  let end = start;
  while (end < line.length && line[end] !== ',' && line[end] !== ';' && line[end] !== ':') end += 1;
  return { value: decodeParameter(line.slice(start, end)), end };
}

/** RFC 6868 §3.2. */
function decodeParameter(text: string): string {
  if (!text.includes('^')) return text;
  return text.replaceAll(/\^(.)/g, (all, next: string) => ({ n: '\n', '^': '^', "'": '"' })[next] ?? all);
}

/** RFC 6868 §3.1; quoted where the value holds a separator. */
export function encodeParameter(value: string): string {
  const escaped = value
    .replaceAll('^', '^^')
    .replaceAll(/\r\n?|\n/g, '^n')
    .replaceAll('"', "^'");
  return /[,;:]/.test(escaped) ? `"${escaped}"` : escaped;
}
