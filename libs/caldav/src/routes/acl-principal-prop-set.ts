import { DayferryError, forbidden, invalidInput } from '@dayferry/core';
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
import { proxiesBelow, type CalendarResource, type ObjectResource, type PrincipalResource } from './resource.js';

/** RFC 3744 §9.2: properties of the principals that the access list names; those that are not shown are left out. */
export async function aclPrincipalPropSet(
  exchange: Exchange,
  resource: CalendarResource | ObjectResource,
  body: XmlElement,
): Promise<Answer> {
  requireDepthZero(exchange.headers);
  const request = parsePropertyRequest(body);
  if (!request) throw invalidInput('acl-principal-prop-set', 'There must be a DAV:prop.', { code: 'xml' });
  const rules = (await exchange.core.calendars.aclOf([resource.open])).get(resource.open.calendar.key);
  if (!rules)
    throw forbidden('You may not read the access rules of this calendar.', {
      code: 'need-privileges',
      info: { href: hrefOf(resource.address), privilege: 'read-acl' },
    });
  const named: PrincipalResource[] = [];
  for (const email of principalsIn(resource.open, rules)) named.push(...(await shown(exchange, email)));
  const found = [...named, ...proxiesBelow(principalResource(exchange, resource.open.owner))];
  const context = await renderContext(exchange, request, { resources: found });
  const render = propertyRenderer(request, context, prefersMinimal(exchange.headers));
  return multistatus(found.map((one) => render(one)));
}

async function shown(exchange: Exchange, email: string): Promise<PrincipalResource[]> {
  try {
    return [principalResource(exchange, await exchange.core.people.find(exchange.viewer, email))];
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') return [];
    throw error;
  }
}
