import { fail, invalidParameter } from '../errors/fail.js';
import { parameterRules, type ParameterName, type ParameterRule } from './parameters.table.js';
import { readTimestamp, type Timestamp } from './timestamp.js';
import { readZone } from './zone.js';

/** The value of each kind; instants are epoch milliseconds. */
interface Values {
  boolean: boolean;
  text: string;
  texts: string[];
  second: number;
  moment: number;
  zone: string;
  integer: number;
  count: number;
}

type ValueOf<R> = R extends { kind: 'choice'; values: readonly (infer V)[] }
  ? V
  : R extends { kind: 'choices'; values: readonly (infer V)[] }
    ? V[]
    : R extends { kind: keyof Values }
      ? Values[R['kind']]
      : never;

/** The query parameters of a request, read and checked; those a method does not know are left out. */
export type Parameters = { [N in ParameterName]?: ValueOf<(typeof parameterRules)[N]> };

/** Reads those parameters that the method knows. A known one with a bad value is 400; unknown ones are ignored. */
export function readParameters(query: Map<string, string[]>, known: readonly ParameterName[]): Parameters {
  const result: Record<string, unknown> = {};
  for (const name of known) {
    const values = query.get(name)?.filter((value) => value !== '');
    if (values && values.length > 0) result[name] = readValue(name, values, parameterRules[name]);
  }
  return result;
}

/** Those that the method knows, as they were sent. */
export function givenParameters(
  query: Map<string, string[]>,
  known: readonly ParameterName[],
): [name: string, value: string][] {
  return known.flatMap((name) => (query.get(name) ?? []).map((value): [string, string] => [name, value]));
}

function readValue(name: string, values: string[], rule: ParameterRule): unknown {
  const last = values.at(-1)!;
  switch (rule.kind) {
    case 'boolean':
      return readBoolean(name, last);
    case 'text':
      return last;
    case 'texts':
      return values;
    case 'second':
      return readInstant(name, last).utc;
    case 'moment':
      return momentOf(readInstant(name, last));
    case 'zone':
      return readZone(last, { location: name });
    case 'integer':
      return readInteger(name, last, rule);
    case 'count':
      return readInteger(name, last, { minimum: 1, maximum: Infinity });
    case 'choice':
      return readChoice(name, last, rule.values);
    case 'choices':
      return values.map((value) => readChoice(name, value, rule.values));
  }
}

export function readBoolean(name: string, text: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw invalidParameter(name, `Invalid boolean value: '${text.slice(0, 100)}'. Allowed values: [true, false]`);
}

/** Instants need an offset. */
function readInstant(name: string, text: string): Timestamp {
  const stamp = readTimestamp(text);
  if (stamp?.offset === undefined) throw fail('badRequest', { location: name });
  return stamp;
}

function momentOf({ utc, millis }: Timestamp): number {
  return utc + millis;
}

function readInteger(name: string, text: string, { minimum, maximum }: { minimum: number; maximum: number }): number {
  if (!/^[+-]?\d{1,19}$/.test(text)) throw invalidParameter(name, `Invalid integer value: '${text.slice(0, 100)}'.`);
  const number = Number(text);
  if (number < minimum || number > maximum) {
    const range = maximum === Infinity ? `[${minimum}, ...]` : `[${minimum}, ${maximum}]`;
    throw invalidParameter(name, `Invalid value '${text}'. Values must be within the range: ${range}`);
  }
  return number;
}

function readChoice(name: string, text: string, values: readonly string[]): string {
  if (values.includes(text)) return text;
  throw invalidParameter(name, `Invalid value for: ${text.slice(0, 100)} is not a valid value`);
}
