import { dav } from '../clark.js';
import { invalidInput, signedIn } from '@dayferry/core';
import { parsePropertyRequest } from '../parse/propfind.js';
import { child, type XmlElement } from '../parse/xml-element.js';
import { splitAtHrefs, uriIn } from '../render/href-elements.js';
import { multistatus } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { propertiesOn } from '../render/properties.table.js';
import type { Answer, Exchange } from './exchange.js';
import { emailOf } from './person.js';
import { principalResource } from './principal-search.js';
import { membersOf } from './propfind.js';
import { renderContext } from './render-context.js';
import { prefersMinimal, requireDepthZero } from './request-headers.js';
import { proxiesBelow, type Resource } from './resource.js';

/**
 * RFC 3744 §9.3: members that are the signed-in user (DAV:self: the principal and the groups that it is in), or whose property,
 * any that holds hrefs, names the user or a group of theirs. Members are one level deep: what a calendar holds belongs to the
 * calendar's owner and is not listed again.
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
  return named(exchange, resource, property);
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

async function named(exchange: Exchange, resource: Resource, property: XmlElement): Promise<Resource[]> {
  const [name, ...more] = property.children.map((element) => element.name);
  if (name === undefined || more.length > 0)
    throw invalidInput('principal-property', 'DAV:principal-property holds one property.', { code: 'xml' });
  const members = await candidates(exchange, resource);
  const context = await renderContext(exchange, { type: 'prop', names: [name] }, { resources: members });
  const self = await ownEmails(exchange);
  return members.filter((member) => {
    const row = propertiesOn(member.kind).get(name);
    const value = row ? row.get(member, context) : context.dead?.of(member)?.get(name);
    const parts = typeof value === 'string' ? splitAtHrefs(value, name) : [];
    return parts.some((part, i) => i % 2 === 1 && self.has(emailOf(uriIn(part), exchange.aliases)));
  });
}

async function candidates(exchange: Exchange, resource: Resource): Promise<Resource[]> {
  if (resource.kind === 'calendar') return [resource];
  return resource.kind === 'principals' ? selves(exchange, resource) : membersOf(exchange, resource);
}

async function ownEmails({ core, viewer }: Exchange): Promise<Set<string>> {
  const user = signedIn(viewer);
  return new Set([user, ...(await core.people.groupsOf(viewer, user))].map(({ email }) => email));
}
