import { canonicalZone, invalidInput } from '@dayferry/core';
import { parseBoolean } from './attributes.js';
import { parseProperties } from './extended-query.js';
import { parseFields } from './fields.js';
import { parseDateValue, type DateValue } from './date-value.js';
import { parameterKinds, type ParameterKind, type ParameterName } from './parameters.table.js';
import type { Selection } from './selection.js';

/** Query parameters in their order; of a repeated one the last counts. */
export type Parameters = [name: string, value: string][];

export interface Query {
  text?: string;
  author?: string;
  context?: string;
  startMin?: DateValue;
  startMax?: DateValue;
  updatedMin?: DateValue;
  updatedMax?: DateValue;
  publishedMin?: DateValue;
  publishedMax?: DateValue;
  expansionStart?: DateValue;
  expansionEnd?: DateValue;
  startIndex: number;
  maxResults: number;
  maxAttendees?: number;
  orderBy: 'lastmodified' | 'starttime';
  isDescending: boolean;
  singleEvents: boolean;
  futureEvents: boolean;
  showDeleted: boolean;
  showHidden: boolean;
  prettyPrint: boolean;
  /** Partial response. */
  fields?: Selection;
  /** Extended properties that an event must have, by name. */
  properties?: Map<string, string>;
  /** Of an answer in a script. */
  callback: string;
  requestId?: number;
  /** Where a page of group free/busy begins. */
  startToken?: string;
  strict: boolean;
  /** IANA name. */
  zone?: string;
  /** A language tag, as sent. */
  hl?: string;
}

type Value = string | number | boolean | DateValue | Selection | Map<string, string> | undefined;

/** Splits and decodes; InvalidInput for malformed escapes. */
export function splitQuery(text: string): Parameters {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    return [decodePart(name.replaceAll('+', ' ')), decodePart(value.replaceAll('+', ' '))];
  });
}

export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidInput('uri', 'The address has malformed percent escapes.', { code: 'invalidRequestUri' });
  }
}

/** Reads all parameters by the table. Unknown ones are ignored unless `strict=true`. */
export function parseQuery(parameters: Parameters): Query {
  const values = new Map<ParameterName, Value>();
  for (const [name, text] of new Map(parameters)) {
    if (isKnown(name)) values.set(name, readers[parameterKinds[name]](text, name));
  }
  if (values.get('strict') === true) refuseUnknown(parameters);
  return toQuery((name) => values.get(name));
}

function isKnown(name: string): name is ParameterName {
  return Object.hasOwn(parameterKinds, name);
}

function refuseUnknown(parameters: Parameters): void {
  const unknown = parameters.find(([name]) => !isKnown(name));
  if (unknown)
    throw invalidInput(unknown[0], `Unknown parameter ${unknown[0].slice(0, 64)}.`, { code: 'unsupportedQueryParam' });
}

const longestText = 2_048;

const readers: Record<ParameterKind, (text: string, name: string) => Value> = {
  ignored: () => undefined,
  text: (text, name) => bounded(text, name),
  boolean: (text, name) => parseBoolean(text, name),
  // A plus sign that was not escaped has become a space.
  date: (text, name) => (text === '' ? undefined : parseDateValue(text.trim().replace(' ', '+'), name)),
  count: (text, name) => count(text, name, 0),
  index: (text, name) => count(text, name, 1),
  zone: (text, name) => zone(text, name),
  orderby: (text, name) => word(text, name, { lastmodified: 'lastmodified', starttime: 'starttime' }),
  sortorder: (text, name) =>
    word(text, name, {
      ascending: 'ascending',
      ascend: 'ascending',
      a: 'ascending',
      descending: 'descending',
      descend: 'descending',
      d: 'descending',
    }),
  category: () => {
    throw invalidInput('category', 'Calendar has no category queries.', { code: 'invalidCategoryFilter' });
  },
  function: (text, name) => functionName(text, name),
  fields: (text) => (text === '' ? undefined : parseFields(text)),
  properties: (text) => parseProperties(text),
};

function bounded(text: string, name: string): string | undefined {
  if (text.length > longestText)
    throw invalidInput(name, `${name} is longer than ${longestText} characters.`, { code: 'invalidParameterValue' });
  return text.trim() === '' ? undefined : text;
}

/** A dotted name and nothing else: what is sent back is run as a script. */
function functionName(text: string, name: string): string | undefined {
  if (text === '') return undefined;
  if (text.length <= 100 && /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/.test(text)) return text;
  throw invalidInput(name, `${name} must be the name of a function.`, { code: 'invalidParameterValue' });
}

/** Clients ask for everything with numbers of any size. */
function count(text: string, name: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return Math.min(value, 1_000_000_000);
  throw invalidInput(name, `${name} must be a whole number of at least ${least}.`, { code: 'invalidParameterValue' });
}

/** Spaces stand for underscores (Atom reference, ctz). */
function zone(text: string, name: string): string | undefined {
  if (text === '') return undefined;
  const found = canonicalZone(text.trim().replaceAll(' ', '_'));
  if (found === null)
    throw invalidInput(name, `Unknown time zone ${text.slice(0, 64)}.`, { code: 'invalidParameterValue' });
  return found;
}

function word(text: string, name: string, words: Record<string, string>): string {
  const found = Object.hasOwn(words, text.toLowerCase()) ? words[text.toLowerCase()] : undefined;
  if (found === undefined)
    throw invalidInput(name, `${name} must be one of ${Object.keys(words).join(', ')}.`, {
      code: 'invalidParameterValue',
    });
  return found;
}

function toQuery(value: (name: ParameterName) => Value): Query {
  const orderBy = (value('orderby') ?? 'lastmodified') as Query['orderBy'];
  const order = value('sortorder') ?? (orderBy === 'starttime' ? 'ascending' : 'descending');
  return {
    text: value('q') as string | undefined,
    author: value('author') as string | undefined,
    context: value('context') as string | undefined,
    startMin: value('start-min') as DateValue | undefined,
    startMax: value('start-max') as DateValue | undefined,
    updatedMin: value('updated-min') as DateValue | undefined,
    updatedMax: value('updated-max') as DateValue | undefined,
    publishedMin: value('published-min') as DateValue | undefined,
    publishedMax: value('published-max') as DateValue | undefined,
    expansionStart: value('recurrence-expansion-start') as DateValue | undefined,
    expansionEnd: value('recurrence-expansion-end') as DateValue | undefined,
    startIndex: (value('start-index') ?? 1) as number,
    maxResults: (value('max-results') ?? 25) as number,
    maxAttendees: value('max-attendees') as number | undefined,
    orderBy,
    isDescending: order === 'descending',
    singleEvents: value('singleevents') === true,
    futureEvents: value('futureevents') === true,
    showDeleted: value('showdeleted') === true,
    showHidden: value('showhidden') === true,
    prettyPrint: value('prettyprint') === true,
    strict: value('strict') === true,
    zone: value('ctz') as string | undefined,
    fields: value('fields') as Selection | undefined,
    properties: value('extq') as Map<string, string> | undefined,
    callback: (value('callback') ?? 'gdata.io.handleScriptLoaded') as string,
    requestId: value('reqid') as number | undefined,
    hl: value('hl') as string | undefined,
    startToken: value('start-token') as string | undefined,
  };
}
