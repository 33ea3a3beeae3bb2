import { parsePropfind, type PropertyRequest } from '../parse/propfind.js';
import { multistatus } from '../render/multistatus.js';
import { needsBodies, propertyRenderer, type PropertyRenderer } from '../render/property-response.js';
import { readBody } from './body.js';
import { memberOf } from '../render/member-response.js';
import { renderContext } from './render-context.js';
import type { Answer, Exchange } from './exchange.js';
import { depthOf, prefersMinimal } from './request-headers.js';
import { resolve, type Resource } from './resource.js';

/** RFC 4918 §9.1, one level deep at most. */
export async function propfind(exchange: Exchange): Promise<Answer> {
  const depth = depthOf(exchange.headers, 0);
  const { calendarData: _inReportsOnly, ...request } = parsePropfind(readBody(exchange));
  const resource = await resolve(exchange);
  const members = depth === 1 ? await membersOf(exchange, resource, request) : [];
  const context = await renderContext(exchange, request, {
    resources: resource.kind === 'calendar' ? [resource] : [resource, ...members],
    ...(resource.kind === 'calendar' && depth === 1 ? { membersOf: resource.open } : {}),
  });
  const render = propertyRenderer(request, context, prefersMinimal(exchange.headers));
  return multistatus(responses([resource, ...members], render));
}

function* responses(resources: Resource[], render: PropertyRenderer): Generator<string> {
  for (const resource of resources) yield render(resource);
}

async function membersOf(exchange: Exchange, resource: Resource, request: PropertyRequest): Promise<Resource[]> {
  const { address, viewer } = exchange;
  const { user } = viewer;
  const below = { ...address, tree: 'dav', root: '/dav/', owner: user?.email ?? '' } as const;
  switch (resource.kind) {
    case 'root':
      return address.tree === 'v2'
        ? []
        : (['principals', 'homes'] as const).map((kind) => ({ kind, address: { ...below, kind } }));
    case 'principals':
      return user ? [{ kind: 'principal', address: { ...below, kind: 'principal' }, principal: user }] : [];
    case 'homes':
      return user ? [await resolve({ ...exchange, address: { ...below, kind: 'home' } })] : [];
    case 'home':
      return resource.calendars;
    case 'calendar':
      return objectsOf(exchange, resource, request);
    default:
      return [];
  }
}

async function objectsOf(
  { core }: Exchange,
  calendar: Extract<Resource, { kind: 'calendar' }>,
  request: PropertyRequest,
): Promise<Resource[]> {
  if (!needsBodies(request))
    return (await core.events.heads(calendar.open, {})).map((head) => memberOf(calendar, { head }));
  return (await core.events.query(calendar.open, {})).map((stored) =>
    memberOf(calendar, { head: stored.head, stored }),
  );
}
