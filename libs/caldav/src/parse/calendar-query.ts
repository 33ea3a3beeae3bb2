import { forbidden } from '@dayferry/core';
import { caldav } from '../clark.js';
import { parseFilter, type CompFilter } from './calendar-filter.js';
import { parseTimezone, parseTimezoneId, type ZoneContext } from './calendar-timezone.js';
import { parsePropertyRequest, type PropertyRequest } from './propfind.js';
import { child, type XmlElement } from './xml-element.js';

/** RFC 4791 §9.5, and CALDAV:timezone-id of RFC 7809 §5.1. */
export interface CalendarQuery {
  properties: PropertyRequest;
  filter: CompFilter;
  /** IANA zone for all-day and floating values; absent = the calendar's. */
  zone?: string;
}

export function parseCalendarQuery(root: XmlElement, context: ZoneContext): CalendarQuery {
  const filter = child(root, caldav('filter'));
  if (!filter) throw forbidden('CALDAV:calendar-query needs a CALDAV:filter.', { code: 'valid-filter' });
  const zone = zoneOf(root, context);
  return {
    properties: parsePropertyRequest(root) ?? { type: 'allprop', names: [] },
    filter: parseFilter(filter),
    ...(zone === undefined ? {} : { zone }),
  };
}

function zoneOf(root: XmlElement, context: ZoneContext): string | undefined {
  const id = child(root, caldav('timezone-id'));
  if (id) return parseTimezoneId(id.text);
  const definition = child(root, caldav('timezone'));
  return definition && parseTimezone(definition.text, context);
}
