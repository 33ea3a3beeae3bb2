import {
  type BusyInterval,
  type BusyType,
  formatUtcSeconds,
  type JCalComponent,
  type JCalProperty,
} from '@dayferry/core';
import { ownProductId } from '../text/product.js';
import { renderJCal } from '../text/write.js';

/** Half-open, epoch milliseconds. */
export interface FreeBusyTexts {
  from: number;
  to: number;
  intervals: readonly BusyInterval[];
  uid: string;
  /** When it was found out, epoch milliseconds. */
  stamp: number;
  /** Properties of VFREEBUSY beside the times: ORGANIZER and ATTENDEE of an iTIP reply. */
  more?: JCalProperty[];
  /** iTIP. */
  method?: string;
}

const types: Record<BusyType, string> = {
  busy: 'BUSY',
  tentative: 'BUSY-TENTATIVE',
  unavailable: 'BUSY-UNAVAILABLE',
};

/** An iCalendar object with one VFREEBUSY (RFC 5545 §3.6.4); the periods of each type stand in one property. */
export function renderFreeBusy({ from, to, intervals, uid, stamp, more = [], method }: FreeBusyTexts): string {
  const properties: JCalProperty[] = [
    ['uid', {}, 'text', uid],
    ['dtstamp', {}, 'date-time', formatUtcSeconds(stamp)],
    ['dtstart', {}, 'date-time', formatUtcSeconds(from)],
    ['dtend', {}, 'date-time', formatUtcSeconds(to)],
    ...more,
    ...Object.keys(types).flatMap((type) => periods(type as BusyType, intervals)),
  ];
  const calendar: JCalProperty[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', ownProductId],
  ];
  if (method !== undefined) calendar.push(['method', {}, 'text', method]);
  const component: JCalComponent = ['vfreebusy', properties, []];
  return renderJCal(['vcalendar', calendar, [component]]);
}

function periods(type: BusyType, intervals: readonly BusyInterval[]): JCalProperty[] {
  const own = intervals.filter((interval) => interval.type === type);
  if (own.length === 0) return [];
  const values = own.map(({ start, end }) => [formatUtcSeconds(start), formatUtcSeconds(end)]);
  return [['freebusy', { fbtype: types[type] }, 'period', ...values]];
}
