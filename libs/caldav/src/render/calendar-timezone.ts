import { vtimezoneFor, type Calendar } from '@dayferry/core';
import { renderJCal } from '@dayferry/icalendar';

const texts = new Map<string, string>();

/** CALDAV:calendar-timezone: an iCalendar object with the one VTIMEZONE of the calendar's zone (RFC 4791 §5.2.2). */
export function calendarTimezone({ timeZone }: Pick<Calendar, 'timeZone'>): string {
  const known = texts.get(timeZone);
  if (known !== undefined) return known;
  const properties: [string, Record<string, string>, string, string][] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Dayferry//CalDAV//EN'],
  ];
  const text = renderJCal(['vcalendar', properties, [vtimezoneFor(timeZone, 1970, 2037)]]);
  texts.set(timeZone, text);
  return text;
}
