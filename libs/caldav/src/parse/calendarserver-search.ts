import { invalidInput, type Principal } from '@dayferry/core';
import { calendarserver } from '../clark.js';
import { attribute, parseLimit } from './principal-property-search.js';
import { parsePropertyRequest, type PropertyRequest } from './propfind.js';
import { childrenNamed, type XmlElement } from './xml-element.js';

/** CalendarServer's report calendarserver-principal-search, which Apple's programs ask with what somebody types. */
export interface CalendarserverSearch {
  /** Lower-case. */
  tokens: string[];
  /** Absent: all. */
  kinds?: readonly Principal['kind'][] | undefined;
  most?: number | undefined;
  properties: PropertyRequest;
}

const mostTokens = 20;

/** What the client wants them for. */
const contexts = {
  user: ['user'],
  group: ['group'],
  location: ['resource'],
  resource: ['resource'],
  attendee: ['user', 'group', 'resource'],
} as const;

export function parseCalendarserverSearch(root: XmlElement): CalendarserverSearch {
  const tokens = childrenNamed(root, calendarserver('search-token')).map(({ text }) => text.trim().toLowerCase());
  if (tokens.length === 0 || tokens.length > mostTokens || tokens.includes(''))
    throw invalidInput(
      'search-token',
      `There must be 1 to ${mostTokens} CS:search-token elements that say something.`,
      {
        code: 'xml',
      },
    );
  const context = attribute(root, 'context', Object.keys(contexts) as (keyof typeof contexts)[]);
  return {
    tokens,
    kinds: context && contexts[context],
    most: parseLimit(root),
    properties: parsePropertyRequest(root) ?? { type: 'prop', names: [] },
  };
}
