import { invalidInput } from '@dayferry/core';
import { atom } from '../namespaces.table.js';
import { FieldsReader } from './fields-reader.js';
import { prefixes } from './prefixes.table.js';
import type { Comparison, Condition, FieldPath, NameTest, Operand, Selection, Step, ValueType } from './selection.js';

const longest = 4_096;

/** The value of `fields` or `gd:fields`. InvalidInput `invalidFieldSelection` for what the grammar does not know. */
export function parseFields(text: string): Selection {
  if (text.length > longest) throw badFields(`It is longer than ${longest} characters.`);
  const reader = new FieldsReader(text);
  const selection = selectionOf(reader);
  if (!reader.isAtEnd) throw reader.unexpected();
  return selection;
}

function badFields(reason: string): Error {
  return invalidInput('fields', `The field selection cannot be read. ${reason}`, { code: 'invalidFieldSelection' });
}

function selectionOf(reader: FieldsReader): Selection {
  return reader.nested(() => {
    const start = reader.at;
    const paths = [pathOf(reader)];
    while (reader.take(',')) paths.push(pathOf(reader));
    return { paths, text: reader.text.slice(start, reader.at).trim() };
  });
}

function pathOf(reader: FieldsReader): FieldPath {
  const steps = stepsOf(reader);
  const isElement = steps.at(-1)!.kind === 'element';
  const nested = isElement && reader.take('(') ? selectionOf(reader) : undefined;
  if (nested) reader.expect(')');
  return { steps, ...(nested ? { nested } : {}), source: reader.text, end: reader.at };
}

/** Steps of a path; also of those inside conditions. An attribute ends it. */
function stepsOf(reader: FieldsReader): Step[] {
  const steps = [stepOf(reader)];
  while (steps.at(-1)!.kind === 'element' && reader.take('/')) steps.push(stepOf(reader));
  return steps;
}

function stepOf(reader: FieldsReader): Step {
  reader.skip();
  const { at } = reader;
  if (reader.take('@')) return { kind: 'attribute', name: nameOf(reader, 'attribute'), conditions: [], at };
  const step: Step = { kind: 'element', name: nameOf(reader, 'element'), conditions: [], at };
  while (reader.take('[')) {
    step.conditions.push(parseCondition(reader));
    reader.expect(']');
  }
  return step;
}

/** An element without a prefix is Atom's, an attribute without one has no namespace; `*` alone is every one. */
function nameOf(reader: FieldsReader, kind: Step['kind']): NameTest {
  const first = reader.name();
  if (!reader.takeTight(':')) {
    if (first === '*') return { namespaces: null, local: null };
    return { namespaces: kind === 'element' ? [atom] : [''], local: first };
  }
  const namespaces = Object.hasOwn(prefixes, first) ? prefixes[first] : undefined;
  if (!namespaces) throw badFields(`Unknown prefix ${first.slice(0, 40)}.`);
  const local = reader.name();
  return { namespaces, local: local === '*' ? null : local };
}

const symbols: [string, Comparison][] = [
  ['<=', '<='],
  ['>=', '>='],
  ['!=', '!='],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
];
const words: [string, Comparison][] = [
  ['eq', '='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
];

/** What stands between the brackets of a step: `or` binds weaker than `and`. */
function parseCondition(reader: FieldsReader): Condition {
  return reader.nested(() => {
    const all = [conjunction(reader)];
    while (reader.takeWord('or')) all.push(conjunction(reader));
    return all.length === 1 ? all[0]! : { kind: 'or', all };
  });
}

function conjunction(reader: FieldsReader): Condition {
  const all = [single(reader)];
  while (reader.takeWord('and')) all.push(single(reader));
  return all.length === 1 ? all[0]! : { kind: 'and', all };
}

function single(reader: FieldsReader): Condition {
  if (isFunction(reader, 'not')) return { kind: 'not', of: grouped(reader) };
  if (reader.take('(')) return grouped(reader);
  const left = operand(reader);
  const by = comparison(reader);
  if (by) return { kind: 'compare', by, left, right: operand(reader) };
  if (left.kind !== 'path') throw reader.unexpected();
  return { kind: 'exists', operand: left };
}

/** After the opening parenthesis. */
function grouped(reader: FieldsReader): Condition {
  const inner = parseCondition(reader);
  reader.expect(')');
  return inner;
}

function comparison(reader: FieldsReader): Comparison | undefined {
  return symbols.find(([symbol]) => reader.take(symbol))?.[1] ?? words.find(([word]) => reader.takeWord(word))?.[1];
}

function isFunction(reader: FieldsReader, name: string): boolean {
  const { at } = reader;
  if (reader.take(name) && reader.take('(')) return true;
  reader.at = at;
  return false;
}

const casts: Record<string, ValueType> = {
  'xs:dateTime': 'dateTime',
  'xs:date': 'date',
  'xs:boolean': 'boolean',
  'xs:integer': 'number',
  'xs:double': 'number',
  'xs:string': 'string',
};

function operand(reader: FieldsReader): Operand {
  for (const [name, type] of Object.entries(casts)) {
    if (isFunction(reader, name)) {
      const of = reader.nested(() => operand(reader));
      reader.expect(')');
      return { kind: 'cast', type, of };
    }
  }
  return constant(reader) ?? { kind: 'path', steps: stepsOf(reader) };
}

function constant(reader: FieldsReader): Operand | undefined {
  for (const name of ['text', 'true', 'false']) {
    if (isFunction(reader, name)) {
      reader.expect(')');
      return name === 'text' ? { kind: 'text' } : { kind: 'value', text: name, type: 'boolean' };
    }
  }
  const text = reader.string();
  if (text !== undefined) return { kind: 'value', text };
  const number = reader.number();
  return number === undefined ? undefined : { kind: 'value', text: number, type: 'number' };
}
