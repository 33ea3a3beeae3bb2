import { forbidden } from '@dayferry/core';
import { parsePropfind, type PropertyRequest } from '../parse/propfind.js';
import { multistatus } from '../render/multistatus.js';
import { memberRenderer } from '../render/member-response.js';
import { propertyRenderer } from '../render/property-response.js';
import { readBody } from './body.js';
import { allMembers } from './members.js';
import { ownIn } from './hrefs.js';
import { renderContext } from './render-context.js';
import type { Answer, Exchange } from './exchange.js';
import { depthOf, prefersMinimal, prefersNoRoot } from './request-headers.js';
import { homeMembers, noticesIn, proxiesBelow, resolve, type CalendarResource, type Resource } from './resource.js';
import { messagesIn } from './scheduling-resources.js';

/** RFC 4918 §9.1, one level deep at most. */
export async function propfind(exchange: Exchange): Promise<Answer> {
  const depth = levels(exchange);
  const { calendarData: _inReportsOnly, ...request } = parsePropfind(readBody(exchange));
  const resource = await resolve(exchange);
  if (resource.kind === 'calendar' && depth === 1) return listing(exchange, resource, request);
  const members = depth === 1 ? await membersOf(exchange, resource) : [];
  const context = await renderContext(exchange, request, { resources: [resource, ...members] });
  const render = propertyRenderer(request, context, prefersMinimal(exchange.headers));
  const shown = depth === 1 && prefersNoRoot(exchange.headers) ? members : [resource, ...members];
  return multistatus(shown.map((one) => render(one)));
}

/**
 * What has nothing below its members is shown whole at every depth. No Depth is 0, where the RFC would have infinity, which
 * we refuse above calendars: tsdav sends a first PROPFIND without one and expects the resource itself.
 */
function levels({ headers, address }: Exchange): 0 | 1 {
  const depth = depthOf(headers, 0);
  if (depth !== 'infinity') return depth;
  const isFlat = address.kind !== 'root' && address.kind !== 'home' && address.kind !== 'homes';
  if (isFlat) return 1;
  throw forbidden('Depth: infinity is not supported here.', { code: 'propfind-finite-depth' });
}

/** A calendar and its members. */
async function listing(exchange: Exchange, calendar: CalendarResource, request: PropertyRequest): Promise<Answer> {
  const context = await renderContext(exchange, request, { resources: [calendar], membersOf: calendar.open });
  const isMinimal = prefersMinimal(exchange.headers);
  const own = propertyRenderer(request, context, isMinimal)(calendar);
  const render = memberRenderer(request, calendar, context, isMinimal);
  async function* responses(): AsyncGenerator<string> {
    if (!prefersNoRoot(exchange.headers)) yield own;
    yield* allMembers(exchange, calendar, request, render);
  }
  return multistatus(responses());
}

/** What a listing one level deep shows below a resource; of a calendar, nothing. */
export async function membersOf(exchange: Exchange, resource: Resource): Promise<Resource[]> {
  const { address, viewer } = exchange;
  const { user } = viewer;
  const below = ownIn(address, user?.email ?? '');
  switch (resource.kind) {
    case 'root':
      return address.tree === 'v2' || address.alias
        ? []
        : (['principals', 'homes'] as const).map((kind) => ({ kind, address: { ...below, kind } }));
    case 'principals':
      return user ? [{ kind: 'principal', address: { ...below, kind: 'principal' }, principal: user }] : [];
    case 'homes':
      return user ? [await resolve({ ...exchange, address: { ...below, kind: 'home' } })] : [];
    case 'principal':
      return proxiesBelow(resource);
    case 'notifications':
      return noticesIn(resource);
    case 'inbox':
      return messagesIn(exchange, resource);
    case 'home':
      return homeMembers(resource, viewer);
    default:
      return [];
  }
}
