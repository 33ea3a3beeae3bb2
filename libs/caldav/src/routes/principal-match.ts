import { dav } from '../clark.js';
import { invalidInput, signedIn } from '@dayferry/core';
import { parsePropertyRequest } from '../parse/propfind.js';
import { child, type XmlElement } from '../parse/xml-element.js';
import { splitAtHrefs, uriIn } from '../render/href-elements.js';
import { memberOf } from '../render/member-response.js';
import { multistatus } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { propertiesOn } from '../render/properties.table.js';
import type { DeadScope } from './dead-properties.js';
import type { Answer, Exchange } from './exchange.js';
import { emailOf } from './person.js';
import { principalResource } from './principal-search.js';
import { membersOf } from './propfind.js';
import { renderContext } from './render-context.js';
import { prefersMinimal, requireDepthZero } from './request-headers.js';
import { proxiesBelow, type Resource } from './resource.js';

/**
 * RFC 3744 §9.3: members that are the signed-in user (DAV:self: the principal and the groups that it is in), or whose property,
 * any that holds hrefs, names the user or a group of theirs. Asked of a calendar it is about the objects in it, too; elsewhere
 * about one level, since what a home's calendars hold may be without end.
 */
export async function principalMatch(exchange: Exchange, resource: Resource, body: XmlElement): Promise<Answer> {
  requireDepthZero(exchange.headers);
  signedIn(exchange.viewer);
  const request = parsePropertyRequest(body) ?? { type: 'prop', names: [] };
  const found = await matches(exchange, resource, body);
  const context = await renderContext(exchange, request, scopeOf(resource, found));
  const render = propertyRenderer(request, context, prefersMinimal(exchange.headers));
  function* responses(): Generator<string> {
    for (const one of found) yield render(one);
  }
  return multistatus(responses());
}

/** Objects of one calendar are looked up as such, all at once. */
function scopeOf(resource: Resource, members: readonly Resource[]): DeadScope {
  return resource.kind === 'calendar' ? { resources: [resource], membersOf: resource.open } : { resources: members };
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
  const context = await renderContext(exchange, { type: 'prop', names: [name] }, scopeOf(resource, members));
  const self = await ownEmails(exchange);
  const namesSelf = (value: string): boolean =>
    splitAtHrefs(value, name).some((part, i) => i % 2 === 1 && self.has(emailOf(uriIn(part), exchange.aliases)));
  // The objects of a calendar mostly have the same value.
  const known = new Map<string, boolean>();
  return members.filter((member) => {
    const row = propertiesOn(member.kind).get(name);
    const value = row ? row.get(member, context) : context.dead?.of(member)?.get(name);
    if (typeof value !== 'string') return false;
    const isFound = known.get(value) ?? namesSelf(value);
    known.set(value, isFound);
    return isFound;
  });
}

async function candidates(exchange: Exchange, resource: Resource): Promise<Resource[]> {
  if (resource.kind === 'calendar') {
    const heads = await exchange.core.events.heads(resource.open, { orderBy: 'key' });
    return [resource, ...heads.map((head) => memberOf(resource, { head }))];
  }
  return resource.kind === 'principals' ? selves(exchange, resource) : membersOf(exchange, resource);
}

async function ownEmails({ core, viewer }: Exchange): Promise<Set<string>> {
  const user = signedIn(viewer);
  return new Set([user, ...(await core.people.groupsOf(viewer, user))].map(({ email }) => email));
}
