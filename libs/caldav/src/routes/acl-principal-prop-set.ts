import { DayferryError, forbidden, invalidInput, signedIn } from '@dayferry/core';
import { parsePropertyRequest } from '../parse/propfind.js';
import type { XmlElement } from '../parse/xml-element.js';
import { principalsIn } from '../render/acl.js';
import { multistatus } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { principalResource } from './principal-search.js';
import { renderContext } from './render-context.js';
import { prefersMinimal, requireDepthZero } from './request-headers.js';
import {
  proxiesBelow,
  type CalendarResource,
  type ObjectResource,
  type PrincipalResource,
  type ProxyResource,
  type Resource,
} from './resource.js';

/** RFC 3744 §9.2: properties of the principals that the access list names; those that are not shown are left out. */
export async function aclPrincipalPropSet(exchange: Exchange, resource: Resource, body: XmlElement): Promise<Answer> {
  requireDepthZero(exchange.headers);
  signedIn(exchange.viewer);
  const request = parsePropertyRequest(body);
  if (!request) throw invalidInput('acl-principal-prop-set', 'There must be a DAV:prop.', { code: 'xml' });
  const found = 'open' in resource ? await named(exchange, resource) : ownerOf(exchange, resource);
  const context = await renderContext(exchange, request, { resources: found });
  const render = propertyRenderer(request, context, prefersMinimal(exchange.headers));
  return multistatus(found.map((one) => render(one)));
}

async function named(
  exchange: Exchange,
  { open, address }: CalendarResource | ObjectResource,
): Promise<(PrincipalResource | ProxyResource)[]> {
  const rules = (await exchange.core.calendars.aclOf([open])).get(open.calendar.key);
  if (!rules)
    throw forbidden('You may not read the access rules of this calendar.', {
      code: 'need-privileges',
      info: { href: hrefOf(address), privilege: 'read-acl' },
    });
  const people: PrincipalResource[] = [];
  for (const email of principalsIn(open, rules)) people.push(...(await shown(exchange, email)));
  return [...people, ...proxiesBelow(principalResource(exchange, open.owner))];
}

/** What is somebody's own names its owner and those who act for them; the directory is for whoever has signed in, by no name. */
function ownerOf(exchange: Exchange, resource: Resource): (PrincipalResource | ProxyResource)[] {
  if ('principal' in resource) return [principalResource(exchange, resource.principal)];
  if (!('owner' in resource)) return [];
  const owner = principalResource(exchange, resource.owner);
  if (resource.kind === 'notifications' || resource.kind === 'notice') return [owner];
  return [owner, ...proxiesBelow(owner).filter(({ role }) => role === 'writer' || resource.kind === 'home')];
}

async function shown(exchange: Exchange, email: string): Promise<PrincipalResource[]> {
  try {
    return [principalResource(exchange, await exchange.core.people.find(exchange.viewer, email))];
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') return [];
    throw error;
  }
}
