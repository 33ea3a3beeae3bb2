import { forbidden } from '@dayferry/core';
import { renderFreeBusy } from '@dayferry/icalendar';
import { parseFreeBusyQuery } from '../parse/free-busy-query.js';
import type { XmlElement } from '../parse/xml-element.js';
import { isOpaque } from '../render/calendar-properties.table.js';
import type { Answer, Exchange } from './exchange.js';
import { depthOf } from './request-headers.js';
import type { CalendarResource, HomeResource } from './resource.js';

/**
 * RFC 4791 §7.10: the busy time of a calendar, or of all calendars of a home that count as their owner's time (RFC 6638
 * §9.1). Seeing busy times is right enough. Depth is read and not obeyed, as in the other reports.
 */
export async function freeBusyQuery(
  exchange: Exchange,
  resource: CalendarResource | HomeResource,
  body: XmlElement,
): Promise<Answer> {
  depthOf(exchange.headers, 0);
  const range = parseFreeBusyQuery(body);
  const { core } = exchange;
  const calendar = resource.kind === 'home' && resource.address.tree === 'v2' ? resource.calendars[0] : resource;
  const { intervals, isTruncated } =
    calendar?.kind === 'calendar'
      ? await core.freeBusy.of(calendar.open, range)
      : await core.freeBusy.ofPerson(exchange.viewer, (resource as HomeResource).owner.email, range, {
          counts: isOpaque,
        });
  if (isTruncated)
    throw forbidden('There are too many instances in this range.', { code: 'number-of-matches-within-limits' });
  const stamp = core.clock();
  const text = renderFreeBusy({ ...range, intervals, uid: `free-busy-${stamp}`, stamp });
  return { status: 200, headers: { 'content-type': 'text/calendar; charset=utf-8; component=VFREEBUSY' }, body: text };
}
