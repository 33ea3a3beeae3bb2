import type { XmlElement } from '../parse/read-xml.js';
import type { Comparison, Condition, NameTest, Operand, Step, ValueType } from '../parse/selection.js';
import { elements, localOf, namespaceOf, textOf } from '../parse/xml-element.js';

interface Value {
  text: string;
  type?: ValueType;
}

export function isStepTo({ kind, name, conditions }: Step, element: XmlElement): boolean {
  return kind === 'element' && matches(name, element.name) && conditions.every((one) => holds(one, element));
}

export function matches({ namespaces, local }: NameTest, name: string): boolean {
  return (namespaces === null || namespaces.includes(namespaceOf(name))) && (local === null || local === localOf(name));
}

/** Whether a condition is true of an element; with several values at a path, one that fits is enough (XPath 1.0 §3.4). */
function holds(condition: Condition, element: XmlElement): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.all.some((one) => holds(one, element));
    case 'and':
      return condition.all.every((one) => holds(one, element));
    case 'not':
      return !holds(condition.of, element);
    case 'exists':
      return valuesOf(condition.operand, element).length > 0;
    case 'compare': {
      const right = valuesOf(condition.right, element);
      return valuesOf(condition.left, element).some((one) => right.some((other) => fits(one, condition.by, other)));
    }
  }
}

function valuesOf(operand: Operand, element: XmlElement): Value[] {
  switch (operand.kind) {
    case 'path':
      return textsAt(element, operand.steps).map((text) => ({ text }));
    case 'text':
      return [{ text: textOf(element) }];
    case 'value':
      return [operand];
    case 'cast':
      return valuesOf(operand.of, element).map(({ text }) => ({ text, type: operand.type }));
  }
}

function textsAt(element: XmlElement, [step, ...rest]: Step[]): string[] {
  if (!step) return [textOf(element)];
  if (step.kind === 'attribute') {
    return Object.entries(element.attributes).flatMap(([name, text]) => (matches(step.name, name) ? [text] : []));
  }
  return elements(element).flatMap((child) => (isStepTo(step, child) ? textsAt(child, rest) : []));
}

function fits(left: Value, by: Comparison, right: Value): boolean {
  const type = left.type ?? right.type ?? (isOrder(by) && isNumeric(left.text, right.text) ? 'number' : 'string');
  const [a, b] = [comparable(left.text, type), comparable(right.text, type)];
  if (a === undefined || b === undefined) return false;
  return byComparison[by](a, b);
}

const byComparison: Record<Comparison, (a: string | number, b: string | number) => boolean> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function isOrder(by: Comparison): boolean {
  return by !== '=' && by !== '!=';
}

function isNumeric(...texts: string[]): boolean {
  return texts.every((text) => text.trim() !== '' && Number.isFinite(Number(text)));
}

/** Dates by their own calendar day, times as instants; nothing for what is no value of the type. */
function comparable(text: string, type: ValueType): string | number | undefined {
  const value = text.trim();
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return { true: 1, '1': 1, false: 0, '0': 0 }[value.toLowerCase()];
    case 'date':
      return /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
    case 'dateTime':
    case 'number': {
      const number = type === 'number' ? Number(value === '' ? Number.NaN : value) : Date.parse(value);
      return Number.isNaN(number) ? undefined : number;
    }
  }
}
