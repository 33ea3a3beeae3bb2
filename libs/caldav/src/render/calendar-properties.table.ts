import type { CalendarListEntry, Json } from '@dayferry/core';
import { apple, caldav, calendarserver } from '../clark.js';
import { collations } from '../parse/calendar-filter.js';
import { descriptionLanguage, symbolicColor } from '../parse/settable.table.js';
import { calendarTimezone } from './calendar-timezone.js';
import { property, type PropertyRow } from './property.js';
import { renderSyncToken } from './sync-token.js';
import { escapeXml } from './xml-text.js';

const text = (value: string | number | undefined): string | null =>
  value === undefined ? null : escapeXml(String(value));

/** Properties of calendar collections and of what is like them: RFC 4791 §5.2, RFC 6638 §9.1, RFC 7809 §5.2, and those of Apple's programs. */
export const calendarProperties: readonly PropertyRow[] = [
  property(caldav('calendar-description'), ['calendar'], ({ open }) => text(open.calendar.description), {
    attributes: ({ open }) => attribute('xml:lang', open.calendar.properties[descriptionLanguage]),
  }),
  property(caldav('calendar-timezone'), ['calendar'], ({ open }) => text(calendarTimezone(open.calendar))),
  property(caldav('calendar-timezone-id'), ['calendar'], ({ open }) => text(open.calendar.timeZone)),
  property(caldav('supported-calendar-component-set'), ['calendar'], ({ open }) =>
    open.calendar.components.map((name) => `<C:comp name="${name}"/>`).join(''),
  ),
  // RFC 6638 §2.1, §2.2.
  property(caldav('supported-calendar-component-set'), ['inbox'], () =>
    ['VEVENT', 'VTODO', 'VFREEBUSY'].map((name) => `<C:comp name="${name}"/>`).join(''),
  ),
  property(caldav('supported-calendar-component-set'), ['outbox'], () => '<C:comp name="VFREEBUSY"/>'),
  property(
    caldav('supported-calendar-data'),
    ['calendar', 'inbox', 'outbox'],
    () => '<C:calendar-data content-type="text/calendar" version="2.0"/>',
  ),
  // RFC 4791 §7.5.1: wherever a calendar-query can be asked.
  property(
    caldav('supported-collation-set'),
    ['home', 'inbox', 'calendar', 'object'],
    () => collations.map((name) => `<C:supported-collation>${name}</C:supported-collation>`).join(''),
    { isStable: true },
  ),
  property(caldav('max-resource-size'), ['calendar', 'inbox', 'outbox'], (_, { exchange }) =>
    text(exchange.core.limits.resourceBytes),
  ),
  property(caldav('max-instances'), ['calendar'], (_, { exchange }) => text(exchange.core.limits.instancesPerAnswer)),
  property(caldav('max-attendees-per-instance'), ['calendar'], (_, { exchange }) =>
    text(exchange.core.limits.attendees),
  ),
  property(caldav('min-date-time'), ['calendar'], () => '00010101T000000Z'),
  property(caldav('max-date-time'), ['calendar'], () => '99991231T235959Z'),
  property(caldav('schedule-calendar-transp'), ['calendar'], ({ open }) =>
    isOpaque(open.entry) ? '<C:opaque/>' : '<C:transparent/>',
  ),
  property(calendarserver('getctag'), ['calendar'], ({ open }) => renderSyncToken(open)),
  property(apple('calendar-color'), ['calendar'], ({ open }) => text(open.entry?.color), {
    attributes: ({ open }) => attribute('symbolic-color', open.entry?.properties[symbolicColor]),
  }),
  property(apple('calendar-order'), ['calendar'], ({ open }) => text(open.entry?.order)),
];

/** RFC 6638 §9.1: by its owner's settings, the calendar counts as its owner's time. */
export function isOpaque(entry: CalendarListEntry | null): boolean {
  return entry?.properties[caldav('schedule-calendar-transp')] !== 'transparent';
}

function attribute(name: string, value: Json | undefined): string {
  return typeof value === 'string' ? `${name}="${escapeXml(value)}"` : '';
}
