import { canonicalZone, invalidInput, isKnownZone, sameRules, type JCalComponent, type Limits } from '@dayferry/core';
import { parseJCal } from '@dayferry/icalendar';

export interface ZoneContext {
  /** Zones that a VTIMEZONE under an unknown name is compared with. */
  likelyZones: readonly string[];
  limits: Limits;
}

/**
 * The IANA zone that a CALDAV:calendar-timezone or CALDAV:timezone value means: by the VTIMEZONE's TZID, by what Apple and
 * Mozilla write beside it, with `-` for `/` as in the examples of RFC 4791 (`US-Eastern`), or because its rules are those of one of the likely zones. InvalidInput `valid-calendar-data`
 * for anything else: floating and all-day events need rules that everybody knows.
 */
export function parseTimezone(text: string, { likelyZones, limits }: ZoneContext): string {
  const definition = singleTimezone(text, limits);
  const names = ['tzid', 'x-lic-location'].map((name) => definition[1].find(([property]) => property === name)?.[3]);
  for (const name of names) {
    const zone = typeof name === 'string' ? (canonicalZone(name) ?? canonicalZone(name.replace('-', '/'))) : null;
    if (zone) return zone;
  }
  const zone = likelyZones.find((candidate) => isSameZone(definition, candidate));
  if (zone) return zone;
  throw refuse('The VTIMEZONE is not that of a known time zone.');
}

/** RFC 7809 §5.2: a zone by its name. */
export function parseTimezoneId(text: string): string {
  const name = text.trim();
  if (isKnownZone(name)) return name;
  throw invalidInput('calendar-timezone-id', `The time zone ${name.slice(0, 64)} is unknown.`, {
    code: 'valid-timezone',
  });
}

function singleTimezone(text: string, limits: Limits): JCalComponent {
  const [name, , components] = readCalendar(text, limits);
  const [definition, ...more] = components.filter(([component]) => component === 'vtimezone');
  if (name !== 'vcalendar' || !definition || more.length > 0)
    throw refuse('A time zone is given as an iCalendar object with one VTIMEZONE.');
  return definition;
}

function readCalendar(text: string, limits: Limits): JCalComponent {
  try {
    return parseJCal(text.trim(), limits)[0]!;
  } catch {
    throw refuse('The time zone is not valid iCalendar.');
  }
}

function isSameZone(definition: JCalComponent, zone: string): boolean {
  const year = new Date().getUTCFullYear();
  try {
    return sameRules(definition, zone, year - 1, year + 5);
  } catch {
    return false;
  }
}

function refuse(reason: string): Error {
  return invalidInput('calendar-timezone', reason, { code: 'valid-calendar-data' });
}
