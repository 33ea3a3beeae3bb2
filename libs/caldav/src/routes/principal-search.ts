import { signedIn, type Principal } from '@dayferry/core';
import { caldav, calendarserver, dav, type ClarkName } from '../clark.js';
import { parseCalendarserverSearch } from '../parse/calendarserver-search.js';
import {
  parsePrincipalPropertySearch,
  type PrincipalPropertySearch,
  type PropertyMatch,
} from '../parse/principal-property-search.js';
import type { PropertyRequest } from '../parse/propfind.js';
import type { XmlElement } from '../parse/xml-element.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { escapeXml, tagsOf, xmlDocument } from '../render/xml-text.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf, ownIn } from './hrefs.js';
import { renderContext } from './render-context.js';
import { requireDepthZero, prefersMinimal } from './request-headers.js';
import { type PrincipalResource, type Resource } from './resource.js';

const mostResults = 50;
const userTypes = { user: 'INDIVIDUAL', group: 'GROUP', resource: 'ROOM' } as const;

/** What principals can be found by, and the texts that are looked at. */
const searchable = new Map<ClarkName, { description: string; texts: (principal: Principal) => string[] }>([
  [dav('displayname'), { description: 'Name', texts: ({ name, email }) => [name || email] }],
  [
    caldav('calendar-user-address-set'),
    { description: 'Calendar address', texts: ({ email }) => [`mailto:${email}`, email] },
  ],
  [calendarserver('email-address-set'), { description: 'E-mail address', texts: ({ email }) => [email] }],
  [
    caldav('calendar-user-type'),
    {
      description: 'Kind of calendar user',
      texts: ({ kind }) => [userTypes[kind]],
    },
  ],
]);

/** RFC 3744 §9.5. */
export function principalSearchPropertySet(exchange: Exchange): Promise<Answer> {
  requireDepthZero(exchange.headers);
  signedIn(exchange.viewer);
  const rows = [...searchable].map(
    ([name, { description }]) =>
      `<D:principal-search-property><D:prop>${tagsOf(name).empty}</D:prop><D:description xml:lang="en">${escapeXml(description)}</D:description></D:principal-search-property>`,
  );
  return Promise.resolve({
    status: 200,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: xmlDocument('D:principal-search-property-set', rows.join('')),
  });
}

/** RFC 3744 §9.4. */
export function principalPropertySearch(exchange: Exchange, resource: Resource, body: XmlElement): Promise<Answer> {
  const search = parsePrincipalPropertySearch(body);
  return answerOf(exchange, resource, { ...search, isFound: (principal) => isFound(search, principal) });
}

/** CalendarServer's search for whom to invite: each token occurs in the name or the address. */
export function calendarserverPrincipalSearch(
  exchange: Exchange,
  resource: Resource,
  body: XmlElement,
): Promise<Answer> {
  const { tokens, kinds, ...search } = parseCalendarserverSearch(body);
  const isFound = ({ kind, name, email }: Principal): boolean =>
    (kinds?.includes(kind) ?? true) && tokens.every((token) => `${name}\n${email}`.toLowerCase().includes(token));
  return answerOf(exchange, resource, { ...search, isFound });
}

interface Search {
  properties: PropertyRequest;
  most?: number | undefined;
  isFound(principal: Principal): boolean;
}

/** Of more than 50, or than the client wants, the first are given, and 507 for the request itself says that there are others. */
async function answerOf(exchange: Exchange, resource: Resource, search: Search): Promise<Answer> {
  requireDepthZero(exchange.headers);
  signedIn(exchange.viewer);
  const { properties } = search;
  const everybody = await exchange.core.people.all(exchange.viewer);
  const found = everybody.filter((principal) => search.isFound(principal));
  const most = Math.min(search.most ?? mostResults, mostResults);
  const shown = found.slice(0, most).map((principal) => principalResource(exchange, principal));
  const context = await renderContext(exchange, properties, { resources: shown });
  const render = propertyRenderer(properties, context, prefersMinimal(exchange.headers));
  const more =
    found.length > shown.length
      ? [statusResponse(hrefOf(resource.address), 507, tagsOf(dav('number-of-matches-within-limits')).empty)]
      : [];
  return multistatus([...shown.map((one) => render(one)), ...more]);
}

function isFound({ matches, isAnyOf, userType }: PrincipalPropertySearch, principal: Principal): boolean {
  if (userType && userType !== userTypes[principal.kind]) return false;
  const holds = (match: PropertyMatch): boolean => match.names.every((name) => occurs(match, name, principal));
  return isAnyOf ? matches.some(holds) : matches.every(holds);
}

/** A property that cannot be searched has no value to match. */
function occurs({ text, how, isExact }: PropertyMatch, name: ClarkName, principal: Principal): boolean {
  const folded = (value: string): string => (isExact ? value : value.toLowerCase());
  const texts = searchable.get(name)?.texts(principal) ?? [];
  return texts.some((candidate) => comparisons[how](folded(candidate), folded(text)));
}

const comparisons: Record<PropertyMatch['how'], (value: string, text: string) => boolean> = {
  contains: (value, text) => value.includes(text),
  'starts-with': (value, text) => value.startsWith(text),
  'ends-with': (value, text) => value.endsWith(text),
  equals: (value, text) => value === text,
};

/** A principal at its own address, whatever address the request was made to. */
export function principalResource({ address }: Pick<Exchange, 'address'>, principal: Principal): PrincipalResource {
  const own = { ...ownIn(address, principal.email), kind: 'principal', collection: '', name: '' } as const;
  return { kind: 'principal', address: own, principal };
}
