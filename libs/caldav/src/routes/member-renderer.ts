import type { PropertyRequest } from '../parse/propfind.js';
import { memberRenderer, type MemberRenderer } from '../render/member-response.js';
import { renderContext } from './render-context.js';
import type { Exchange } from './exchange.js';
import { prefersMinimal } from './request-headers.js';
import type { CalendarResource } from './resource.js';

/** Shows members of a calendar as a request wants them, with what clients made up of them. */
export async function memberRendererFor(
  exchange: Exchange,
  calendar: CalendarResource,
  request: PropertyRequest,
): Promise<MemberRenderer> {
  const context = await renderContext(exchange, request, { resources: [], membersOf: calendar.open });
  return memberRenderer(request, calendar, context, prefersMinimal(exchange.headers));
}
