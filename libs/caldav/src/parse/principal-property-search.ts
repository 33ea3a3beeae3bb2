import { invalidInput } from '@dayferry/core';
import { calendarserver, dav, type ClarkName } from '../clark.js';
import { parsePropertyRequest, type PropertyRequest } from './propfind.js';
import { child, childrenNamed, type XmlElement } from './xml-element.js';

const matchTypes = ['contains', 'starts-with', 'ends-with', 'equals'] as const;
const userTypes = ['INDIVIDUAL', 'GROUP', 'RESOURCE', 'ROOM'] as const;

/** One DAV:property-search: the text must occur in each of the properties. */
export interface PropertyMatch {
  names: ClarkName[];
  text: string;
  /** CalendarServer's attribute; RFC 3744 knows `contains` only. */
  how: (typeof matchTypes)[number];
  /** CalendarServer's `caseless="no"`; RFC 3744 compares without regard to case. */
  isExact: boolean;
}

/** RFC 3744 §9.4, with CalendarServer's attributes and its limit, which Apple's programs send. */
export interface PrincipalPropertySearch {
  matches: PropertyMatch[];
  /** One match suffices; otherwise all must hold. */
  isAnyOf: boolean;
  /** Principals of this CALDAV:calendar-user-type only. */
  userType?: (typeof userTypes)[number] | undefined;
  /** The most results that the client wants. */
  most?: number | undefined;
  properties: PropertyRequest;
}

const mostMatches = 20;

export function parsePrincipalPropertySearch(root: XmlElement): PrincipalPropertySearch {
  const matches = childrenNamed(root, dav('property-search')).map(parseMatch);
  if (matches.length === 0 || matches.length > mostMatches)
    throw invalidInput('property-search', `There must be 1 to ${mostMatches} DAV:property-search elements.`, {
      code: 'xml',
    });
  return {
    matches,
    isAnyOf: attribute(root, 'test', ['allof', 'anyof']) === 'anyof',
    userType: attribute(root, 'type', userTypes),
    most: parseLimit(root),
    properties: parsePropertyRequest(root) ?? { type: 'prop', names: [] },
  };
}

function parseMatch(search: XmlElement): PropertyMatch {
  const names = child(search, dav('prop'))?.children.map(({ name }) => name) ?? [];
  const match = child(search, dav('match'));
  if (names.length === 0 || !match)
    throw invalidInput('property-search', 'A DAV:property-search has a DAV:prop and a DAV:match.', { code: 'xml' });
  return {
    names,
    text: match.text,
    how: attribute(match, 'match-type', matchTypes) ?? attribute(search, 'match-type', matchTypes) ?? 'contains',
    isExact: attribute(match, 'caseless', ['yes', 'no']) === 'no',
  };
}

/** CS:limit is CalendarServer's; DAV:limit that of RFC 5323 §5.17. */
export function parseLimit(root: XmlElement): number | undefined {
  for (const space of [calendarserver, dav]) {
    const limit = child(root, space('limit'));
    if (!limit) continue;
    const text = child(limit, space('nresults'))?.text.trim() ?? '';
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw invalidInput('limit', 'A limit has a number of results, from 1.', { code: 'xml' });
  }
  return undefined;
}

/** One of the values that an attribute may have; absent where it is. */
export function attribute<Value extends string>(
  { attributes }: XmlElement,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = attributes.get(name);
  if (text === undefined) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  throw invalidInput(name, `The attribute ${name} is one of ${values.join(', ')}.`, { code: 'xml' });
}
