import type { JCalProperty } from '@dayferry/core';
import { refusal } from '../text/refuse.js';
import { textOf } from '../text/text-of.js';

/** RFC 4791 §5.2.4: no other iCalendar than 2.0; one that does not say is that. */
export function requireVersion(properties: JCalProperty[]): void {
  if (valuesOf(properties, 'version').some((value) => value !== '2.0'))
    throw refusal('valid-calendar-data', 'iCalendar is version 2.0.', 'version');
}

/** RFC 5545 §3.7.1: dates of another calendar, read as Gregorian ones, would be other days. */
export function requireGregorian(properties: JCalProperty[]): void {
  if (valuesOf(properties, 'calscale').some((value) => value !== 'GREGORIAN'))
    throw refusal('valid-calendar-data', 'The calendar scale is GREGORIAN.', 'calscale');
}

function valuesOf(properties: JCalProperty[], wanted: string): string[] {
  return properties.flatMap(([name, , , value]) => (name === wanted ? [textOf(value).trim().toUpperCase()] : []));
}
