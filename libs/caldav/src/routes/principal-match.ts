import { dav } from '../clark.js';
import { invalidInput } from '@dayferry/core';
import { parsePropertyRequest } from '../parse/propfind.js';
import { child, type XmlElement } from '../parse/xml-element.js';
import { multistatus } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import type { Answer, Exchange } from './exchange.js';
import { principalResource } from './principal-search.js';
import { renderContext } from './render-context.js';
import { prefersMinimal, requireDepthZero } from './request-headers.js';
import { proxiesBelow, signedIn, type Resource } from './resource.js';

/**
 * RFC 3744 §9.3: members that are the signed-in user (DAV:self: the principal and the groups that it is in), or whose property names the
 * user. Only DAV:owner does; what a calendar holds belongs to the calendar's owner and is not listed again.
 */
export async function principalMatch(exchange: Exchange, resource: Resource, body: XmlElement): Promise<Answer> {
  requireDepthZero(exchange.headers);
  signedIn(exchange.viewer);
  const request = parsePropertyRequest(body) ?? { type: 'prop', names: [] };
  const found = await matches(exchange, resource, body);
  const context = await renderContext(exchange, request, { resources: found });
  const render = propertyRenderer(request, context, prefersMinimal(exchange.headers));
  return multistatus(found.map((one) => render(one)));
}

async function matches(exchange: Exchange, resource: Resource, body: XmlElement): Promise<Resource[]> {
  if (child(body, dav('self'))) return selves(exchange, resource);
  const property = child(body, dav('principal-property'));
  if (!property)
    throw invalidInput('principal-match', 'There must be DAV:self or DAV:principal-property.', { code: 'xml' });
  return child(property, dav('owner')) ? owned(exchange, resource) : [];
}

async function selves(exchange: Exchange, { kind }: Resource): Promise<Resource[]> {
  if (kind !== 'root' && kind !== 'principals') return [];
  const user = signedIn(exchange.viewer);
  const groups = await exchange.core.people.groupsOf(exchange.viewer, user);
  const standsIn = await exchange.core.people.standsIn(exchange.viewer);
  const proxies = standsIn.flatMap(({ owner, role }) =>
    proxiesBelow(principalResource(exchange, owner)).filter((proxy) => proxy.role === role),
  );
  return [...[user, ...groups].map((principal) => principalResource(exchange, principal)), ...proxies];
}

async function owned({ viewer }: Exchange, resource: Resource): Promise<Resource[]> {
  const key = viewer.user?.key;
  if (resource.kind === 'home') return resource.calendars.filter(({ open }) => open.owner.key === key);
  return resource.kind === 'calendar' && resource.open.owner.key === key ? [resource] : [];
}
