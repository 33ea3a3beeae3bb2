import { type AboutPerson, DayferryError, forbidden, type Limits, type SeriesDraft } from '@dayferry/core';
import { parseAvailability, parseNewAvailability } from '@dayferry/icalendar';
import { calendarserver, caldav, type ClarkName } from '../clark.js';
import { requireWriter } from '../parse/calendar-edit.js';
import { readXml } from '../parse/read-xml.js';
import type { Setter } from '../parse/settable.table.js';
import { deadXml } from '../render/dead-property.js';

/** RFC 7953 §7.2.4, and the name that Apple's programs gave it before. */
const names = [caldav('calendar-availability'), calendarserver('calendar-availability')];

/** Where a person says when they are there: on the inbox, as the client wrote it. */
export function availabilityPlace(limits: Limits): NonNullable<AboutPerson['property']> {
  const read = (xml: string, calendarZone: string): SeriesDraft =>
    parseAvailability(readXml(Buffer.from(xml), limits).text, { limits, calendarZone });
  return { resource: 'inbox', names, read };
}

/** Refuses with `valid-calendar-data` what would not be understood when somebody asks for busy times. */
export const availabilitySetters: ReadonlyMap<ClarkName, Setter> = new Map(
  names.map((name): [ClarkName, Setter] => [
    name,
    (edit, value, { viewer, limits }) => {
      requireWriter(viewer);
      if (value) check(value.text, limits);
      edit.dead.push({ name, value: value && deadXml(value) });
    },
  ]),
);

function check(text: string, limits: Limits): void {
  if (Buffer.byteLength(text) > limits.propertyBytes)
    throw new DayferryError('too-large', 'The property is too large.', { code: 'resource-properties' });
  try {
    parseNewAvailability(text, { limits });
  } catch (error) {
    if (error instanceof DayferryError) throw forbidden(error.message, { code: 'valid-calendar-data' });
    throw error;
  }
}
