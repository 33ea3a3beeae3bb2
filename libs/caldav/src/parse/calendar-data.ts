import { forbidden, invalidInput, type DayferryError } from '@dayferry/core';
import type { Selection } from '@dayferry/icalendar';
import { caldav } from '../clark.js';
import { parseTimeRange, type TimeRange } from './date-time.js';
import { child, childrenNamed, type XmlElement } from './xml-element.js';

/** RFC 4791 §9.6: what of an object is given, and in which form. */
export interface CalendarDataRequest {
  expand?: Required<TimeRange>;
  limitRecurrenceSet?: Required<TimeRange>;
  /** Parts of VCALENDAR; absent = the whole object. */
  selection?: Selection;
}

/**
 * InvalidInput for a request that is not as the DTD has it, Forbidden `supported-calendar-data` for a media type that is
 * not given. `limit-freebusy-set` is read for its form only: no VFREEBUSY is stored that it could limit.
 */
export function parseCalendarData(element: XmlElement): CalendarDataRequest {
  requireIcalendar(element);
  const expand = rangeOf(element, 'expand');
  const limitRecurrenceSet = rangeOf(element, 'limit-recurrence-set');
  rangeOf(element, 'limit-freebusy-set');
  if (expand && limitRecurrenceSet)
    throw malformed('CALDAV:expand and CALDAV:limit-recurrence-set exclude each other.');
  const selection = selectionOf(element);
  return {
    ...(expand ? { expand } : {}),
    ...(limitRecurrenceSet ? { limitRecurrenceSet } : {}),
    ...(selection ? { selection } : {}),
  };
}

const malformed = (reason: string): DayferryError => invalidInput('calendar-data', reason, { code: 'xml' });

function rangeOf(element: XmlElement, local: string): Required<TimeRange> | undefined {
  const found = childrenNamed(element, caldav(local));
  if (found.length > 1) throw malformed(`CALDAV:${local} stands at most once.`);
  return found[0] && (parseTimeRange(found[0], { code: 'xml', needsBoth: true }) as Required<TimeRange>);
}

function requireIcalendar(element: XmlElement): void {
  const type = element.attributes.get('content-type') ?? 'text/calendar';
  const version = element.attributes.get('version') ?? '2.0';
  if (type.toLowerCase() === 'text/calendar' && version === '2.0') return;
  throw forbidden('Calendar data is given as text/calendar, version 2.0.', { code: 'supported-calendar-data' });
}

function selectionOf(element: XmlElement): Selection | undefined {
  const comps = childrenNamed(element, caldav('comp'));
  if (comps.length === 0) return undefined;
  if (comps.length > 1 || nameOf(comps[0]!) !== 'VCALENDAR')
    throw malformed('CALDAV:calendar-data holds one CALDAV:comp, that of VCALENDAR.');
  return compOf(comps[0]!);
}

/**
 * RFC 4791 §9.6.1. A component that is named without saying what of it is given whole (as VTIMEZONE in the example of
 * §7.8.1), and one with chosen components and no word on properties gives all of those.
 */
function compOf(element: XmlElement): Selection {
  const props = childrenNamed(element, caldav('prop'));
  const comps = childrenNamed(element, caldav('comp'));
  const isBare = element.children.length === 0;
  if (props.length > 0 && child(element, caldav('allprop')))
    throw malformed('CALDAV:allprop and CALDAV:prop exclude each other.');
  if (comps.length > 0 && child(element, caldav('allcomp')))
    throw malformed('CALDAV:allcomp and CALDAV:comp exclude each other.');
  const hasAllComps = isBare || child(element, caldav('allcomp')) !== undefined;
  return {
    props: props.length === 0 ? 'all' : new Map(props.map((prop) => [nameOf(prop), isWithoutValue(prop)])),
    comps: hasAllComps ? 'all' : new Map(comps.map((comp) => [nameOf(comp), compOf(comp)])),
  };
}

function nameOf(element: XmlElement): string {
  const name = element.attributes.get('name');
  if (!name) throw malformed(`${element.name} has a name.`);
  return name.toUpperCase();
}

function isWithoutValue(prop: XmlElement): boolean {
  const novalue = prop.attributes.get('novalue') ?? 'no';
  if (novalue !== 'yes' && novalue !== 'no') throw malformed('novalue is yes or no.');
  return novalue === 'yes';
}
