import { forbidden, invalidInput } from '@dayferry/core';
import { caldav } from '../clark.js';
import { parseTimeRange, type TimeRange } from './date-time.js';
import { child, type XmlElement } from './xml-element.js';

/**
 * RFC 4791 §9.6. Choosing components and properties (`comp`, `prop`) is not done: the whole object is given, which every
 * client that chooses must accept from objects that have no more anyway.
 */
export interface CalendarDataRequest {
  expand?: Required<TimeRange>;
  limitRecurrenceSet?: Required<TimeRange>;
}

export function parseCalendarData(element: XmlElement): CalendarDataRequest {
  requireIcalendar(element);
  const expand = rangeOf(element, 'expand');
  const limitRecurrenceSet = rangeOf(element, 'limit-recurrence-set');
  if (expand && limitRecurrenceSet) {
    throw invalidInput('calendar-data', 'CALDAV:expand and CALDAV:limit-recurrence-set exclude each other.', {
      code: 'xml',
    });
  }
  return { ...(expand ? { expand } : {}), ...(limitRecurrenceSet ? { limitRecurrenceSet } : {}) };
}

function rangeOf(element: XmlElement, local: string): Required<TimeRange> | undefined {
  const found = child(element, caldav(local));
  return found && (parseTimeRange(found, { code: 'xml', needsBoth: true }) as Required<TimeRange>);
}

function requireIcalendar(element: XmlElement): void {
  const type = element.attributes.get('content-type') ?? 'text/calendar';
  const version = element.attributes.get('version') ?? '2.0';
  if (type.toLowerCase() === 'text/calendar' && version === '2.0') return;
  throw forbidden('Calendar data is given as text/calendar, version 2.0.', { code: 'supported-calendar-data' });
}
