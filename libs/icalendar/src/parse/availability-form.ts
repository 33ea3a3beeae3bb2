import { toUtc, UTC, type JCalComponent, type JCalProperty, type SeriesDraft } from '@dayferry/core';
import { refusal } from '../text/refuse.js';
import { textOf } from '../text/text-of.js';

const names = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** RFC 7953 §3.1: properties that occur at most once, by component. */
const once: Record<string, ReadonlySet<string>> = {
  vavailability: names(
    'uid dtstamp dtstart dtend duration busytype class created description last-modified location organizer priority sequence summary url',
  ),
  available: names(
    'uid dtstamp dtstart dtend duration created description last-modified location recurrence-id rrule summary',
  ),
};

/**
 * RFC 7953 §3.1, beyond what its times need: throws InvalidInput `valid-calendar-data` for what a client may not write. A
 * missing UID or DTSTAMP is let pass, as in events.
 */
export function requireAvailabilityForm(draft: SeriesDraft): SeriesDraft {
  const { component, available } = draft.availability!;
  for (const part of [component, ...component[2].filter(([name]) => name === 'available')]) requireForm(part);
  [draft, ...available].forEach(requireOrder);
  return draft;
}

function requireForm([name, properties]: JCalComponent): void {
  const single = once[name]!;
  const seen = new Set<string>();
  for (const property of properties) {
    const [own] = property;
    if (single.has(own) && seen.has(own)) throw wrong(`${own.toUpperCase()} occurs once.`, own);
    seen.add(own);
    if (own === 'dtstart' || own === 'dtend') requireInstant(property);
    if (own === 'duration' && textOf(property[3]).startsWith('-')) throw wrong('A DURATION is positive.', own);
  }
  if (!seen.has('duration')) return;
  if (seen.has('dtend')) throw wrong('There is a DTEND or a DURATION, not both.', 'duration');
  if (!seen.has('dtstart')) throw wrong('A DURATION needs a DTSTART.', 'duration');
}

/** A UTC time, or a local one in a named zone. */
function requireInstant([name, parameters, , value]: JCalProperty): void {
  if (typeof value === 'string' && /T.*Z$/.test(value)) return;
  if (typeof value === 'string' && value.includes('T') && parameters.tzid !== undefined) return;
  throw wrong(`${name.toUpperCase()} is a time in UTC or with a TZID.`, name);
}

function requireOrder({ master: { start, end, due = end }, timeZones }: SeriesDraft): void {
  if (start && due && toUtc(due, UTC, timeZones) < toUtc(start, UTC, timeZones))
    throw wrong('DTEND is not before DTSTART.', 'dtend');
}

function wrong(reason: string, path: string): Error {
  return refusal('valid-calendar-data', reason, path);
}
