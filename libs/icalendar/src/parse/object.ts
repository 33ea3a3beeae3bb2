import { isSame, type JCalComponent, type SeriesDraft } from '@dayferry/core';
import { parseJCal } from '../text/jcal.js';
import { refusal } from '../text/refuse.js';
import { requireAvailabilityForm } from './availability-form.js';
import { availabilityDraft, isAvailability } from './availability.js';
import type { ParseOptions } from './options.js';
import { asPrecondition } from './precondition.js';
import { requireGregorian, requireVersion } from './scale.js';
import { kindOf, toDraft } from './series.js';
import { tzidOfDefinition, ZoneTable } from './times.js';
import { uidOf } from './uid.js';

/**
 * One calendar object resource (RFC 4791 §4.1): one VCALENDAR, one UID, no METHOD. Throws InvalidInput with the code of
 * the CalDAV precondition that it breaks.
 */
export function parseObject(input: Uint8Array | string, options: ParseOptions): SeriesDraft {
  const calendar = calendarIn(input, options);
  if (calendar[1].some(([name]) => name === 'method'))
    throw refusal('valid-calendar-object-resource', 'A stored object has no METHOD.');
  requireVersion(calendar[1]);
  requireGregorian(calendar[1]);
  return draftOf(calendar, options);
}

/** The same for a scheduling message (RFC 5546), whose METHOD stays among the properties of the calendar. */
export function parseMessage(input: Uint8Array | string, options: ParseOptions): SeriesDraft {
  return draftOf(calendarIn(input, options), options);
}

function calendarIn(input: Uint8Array | string, { limits }: ParseOptions): JCalComponent {
  if (Buffer.byteLength(input) > limits.resourceBytes)
    throw refusal('max-resource-size', 'The calendar object is too large.');
  return onlyCalendar(parseJCal(input, limits));
}

function draftOf(calendar: JCalComponent, options: ParseOptions): SeriesDraft {
  const components = calendar[2].filter(([name]) => name !== 'vtimezone');
  refuseOthers(components);
  const uids = new Set(components.map(uidOf));
  if (uids.size !== 1) throw refusal('valid-calendar-object-resource', 'An object holds one UID.');
  const [uid] = uids;
  if (!uid) throw refusal('valid-calendar-object-resource', 'The UID is missing.', 'uid');
  const definitions = calendar[2].filter(([name]) => name === 'vtimezone');
  refuseContradictions(definitions);
  components.forEach(refuseFarDates);
  if (components.some(isAvailability)) return requireAvailabilityForm(availabilityDraft(calendar, options));
  const zones = new ZoneTable(definitions, options.calendarZone);
  return asPrecondition(() => toDraft({ uid, components, zones, calendarProperties: calendar[1] }, options));
}

const timed = new Set(['dtstart', 'dtend', 'due', 'recurrence-id', 'rdate', 'exdate']);

/** RFC 4791 §5.2.6 and §5.2.7: the calendar has the years 1 to 9999. */
function refuseFarDates([, properties]: JCalComponent): void {
  for (const [name, , , ...values] of properties) {
    if (!timed.has(name)) continue;
    for (const value of values.flat()) {
      if (typeof value !== 'string') continue;
      if (/^0000\d{4}(?:T|$)/.test(value)) throw refusal('min-date-time', 'A date lies before the year 1.', name);
      if (/^\d{9,}(?:T|$)/.test(value)) throw refusal('max-date-time', 'A date lies after the year 9999.', name);
    }
  }
}

/** RFC 5545 §3.6.5: a TZID is defined once; the same definition twice says nothing else. */
function refuseContradictions(definitions: JCalComponent[]): void {
  const seen = new Map<string, JCalComponent>();
  for (const definition of definitions) {
    const name = tzidOfDefinition(definition) ?? '';
    const former = seen.get(name);
    if (former && !isSame(former, definition))
      throw refusal('valid-calendar-data', 'Two VTIMEZONEs have the same TZID.', 'vtimezone');
    seen.set(name, definition);
  }
}

function onlyCalendar(roots: JCalComponent[]): JCalComponent {
  if (roots.some(([name]) => name !== 'vcalendar'))
    throw refusal('valid-calendar-data', 'The data is not a VCALENDAR.');
  if (roots.length !== 1) throw refusal('valid-calendar-object-resource', 'A resource holds one VCALENDAR.');
  return roots[0]!;
}

function refuseOthers(components: JCalComponent[]): void {
  if (components.length === 0)
    throw refusal('valid-calendar-object-resource', 'There is no event, task, journal or availability in it.');
  // RFC 7953 §3.1: a VAVAILABILITY does not recur, so it stands alone.
  if (components.length > 1 && components.some(isAvailability))
    throw refusal('valid-calendar-object-resource', 'A VAVAILABILITY is an object of its own.');
  const other = components.find((component) => !kindOf(component) && !isAvailability(component));
  if (!other) return;
  const isNested = other[0] === 'vcalendar' || other[0] === 'valarm';
  throw refusal(
    isNested ? 'valid-calendar-data' : 'supported-calendar-component',
    `${other[0].toUpperCase().slice(0, 40)} is not stored here.`,
  );
}
