import { forbidden, mergeBusy, type Busy, type BusyWindow } from '@dayferry/core';
import { renderFreeBusy } from '@dayferry/icalendar';
import { parseFreeBusyQuery } from '../parse/free-busy-query.js';
import type { XmlElement } from '../parse/xml-element.js';
import { isTransparent } from '../render/calendar-properties.table.js';
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
  const found =
    resource.kind === 'calendar'
      ? [await core.freeBusy.of(resource.open, range)]
      : await busyInHome(exchange, resource, range);
  if (found.some(({ isTruncated }) => isTruncated))
    throw forbidden('There are too many instances in this range.', { code: 'number-of-matches-within-limits' });
  const intervals = mergeBusy(
    found.flatMap((busy) => busy.intervals),
    range,
  );
  const stamp = core.clock();
  const text = renderFreeBusy({ ...range, intervals, uid: `free-busy-${stamp}`, stamp });
  return { status: 200, headers: { 'content-type': 'text/calendar; charset=utf-8; component=VFREEBUSY' }, body: text };
}

async function busyInHome(
  { core, viewer }: Exchange,
  { owner, calendars }: HomeResource,
  range: BusyWindow,
): Promise<Busy[]> {
  const counted = calendars.filter(({ open }) => open.owner.key === owner.key && !isTransparent(open));
  const ids = counted.map(({ open }) => open.calendar.id);
  const answers = await core.freeBusy.query(viewer, ids, range);
  return answers.filter((answer) => 'intervals' in answer);
}
