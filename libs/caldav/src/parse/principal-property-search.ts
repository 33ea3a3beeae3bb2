import { invalidInput } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import { parsePropertyRequest, type PropertyRequest } from './propfind.js';
import { child, childrenNamed, type XmlElement } from './xml-element.js';

/** One DAV:property-search: the text must occur in each of the properties. */
export interface PropertyMatch {
  names: ClarkName[];
  /** Compared without regard to case. */
  text: string;
  /** CalendarServer's attribute; RFC 3744 knows `contains` only. */
  how: 'contains' | 'starts-with' | 'equals';
}

/** RFC 3744 §9.4, with the `test` and `match-type` attributes that Apple's programs send. */
export interface PrincipalPropertySearch {
  matches: PropertyMatch[];
  /** One match suffices; otherwise all must hold. */
  isAnyOf: boolean;
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
    isAnyOf: root.attributes.get('test') === 'anyof',
    properties: parsePropertyRequest(root) ?? { type: 'prop', names: [] },
  };
}

function parseMatch(search: XmlElement): PropertyMatch {
  const names = child(search, dav('prop'))?.children.map(({ name }) => name) ?? [];
  const match = child(search, dav('match'));
  if (names.length === 0 || !match)
    throw invalidInput('property-search', 'A DAV:property-search has a DAV:prop and a DAV:match.', { code: 'xml' });
  const how = match.attributes.get('match-type') ?? search.attributes.get('match-type');
  return { names, text: match.text.toLowerCase(), how: how === 'starts-with' || how === 'equals' ? how : 'contains' };
}
