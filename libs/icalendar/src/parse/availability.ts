import type { Availability, JCalComponent, JCalProperty, SeriesDraft } from '@dayferry/core';
import { parseJCal } from '../text/jcal.js';
import { textOf } from '../text/text-of.js';
import { refusal } from '../text/refuse.js';
import type { ParseOptions } from './options.js';
import { requireAvailabilityForm } from './availability-form.js';
import { asPrecondition } from './precondition.js';
import { toDraft } from './series.js';
import { ZoneTable } from './times.js';
import { uidOf } from './uid.js';

const types: Record<string, Availability['type']> = { BUSY: 'busy', 'BUSY-TENTATIVE': 'tentative' };
/** AVAILABLE components: each may recur, and all of them are expanded. */
const mostAvailable = 50;

export const isAvailability = ([name]: JCalComponent): boolean => name === 'vavailability';

/** RFC 7953 §7.2.4: an iCalendar object with just one VAVAILABILITY, beside VTIMEZONEs. */
export function parseAvailability(text: string, options: ParseOptions): SeriesDraft {
  const [calendar, ...rest] = parseJCal(text, options.limits);
  const others = calendar?.[2].filter(([name]) => name !== 'vtimezone') ?? [];
  if (rest.length > 0 || calendar?.[0] !== 'vcalendar' || others.length !== 1 || !isAvailability(others[0]!))
    throw refusal('valid-calendar-data', 'The value is an iCalendar object with one VAVAILABILITY.');
  return availabilityDraft(calendar, options);
}

/** The same from a client: InvalidInput `valid-calendar-data` for what RFC 7953 §3.1 does not have. */
export function parseNewAvailability(text: string, options: ParseOptions): SeriesDraft {
  return requireAvailabilityForm(parseAvailability(text, options));
}

/** The series of the one VAVAILABILITY of a calendar. */
export function availabilityDraft([, properties, components]: JCalComponent, options: ParseOptions): SeriesDraft {
  const zones = components.filter(([name]) => name === 'vtimezone');
  const component = components.find(isAvailability)!;
  const table = new ZoneTable(zones, options.calendarZone);
  const draftOf = (parts: JCalComponent[]): SeriesDraft =>
    asPrecondition(() => toDraft({ uid: undefined, components: parts, zones: table, calendarProperties: [] }, options));
  const uid = uidOf(component);
  const { overrides, master, timeZones } = draftOf([spanOf(component)]);
  const kept = properties.filter(([name]) => name !== 'version');
  return {
    kind: 'availability',
    ...(uid === undefined ? {} : { uid }),
    master,
    overrides,
    availability: { ...saidBy(component), available: availableIn(component, draftOf), component, zones },
    ...(timeZones ? { timeZones } : {}),
    ...(kept.length > 0 ? { calendarProperties: kept } : {}),
  };
}

const spanNames = new Set(['dtstart', 'dtend', 'duration', 'class']);

/** What a VAVAILABILITY has in common with an event; without a start, with a task, whose DUE is its end. */
function spanOf([, properties]: JCalComponent): JCalComponent {
  const span = properties.filter(([name]) => spanNames.has(name));
  if (span.some(([name]) => name === 'dtstart')) return ['vevent', span, []];
  const due = span.flatMap(([name, ...rest]): JCalProperty[] => (name === 'dtend' ? [['due', ...rest]] : []));
  return ['vtodo', [...span.filter(([name]) => name === 'class'), ...due], []];
}

function saidBy([, properties]: JCalComponent): Pick<Availability, 'type' | 'priority' | 'hasEnd'> {
  const value = (name: string): string => textOf(properties.find(([property]) => property === name)?.[3]);
  return {
    type: types[value('busytype').toUpperCase()] ?? 'unavailable',
    priority: Number(value('priority')) || 0,
    hasEnd: properties.some(([name]) => name === 'dtend' || name === 'duration'),
  };
}

const timing = new Set(['dtstart', 'dtend', 'duration', 'recurrence-id', 'rrule', 'rdate', 'exdate', 'exrule']);

function availableIn([, , components]: JCalComponent, draftOf: (parts: JCalComponent[]) => SeriesDraft): SeriesDraft[] {
  const byUid = new Map<string, JCalComponent[]>();
  for (const component of components.filter(([name]) => name === 'available')) {
    const times = component[1].filter(([name]) => timing.has(name));
    if (!times.some(([name]) => name === 'dtstart'))
      throw refusal('valid-calendar-data', 'AVAILABLE has a DTSTART.', 'dtstart');
    const uid = uidOf(component) ?? '';
    byUid.set(uid, [...(byUid.get(uid) ?? []), ['vevent', times, []]]);
  }
  const groups = [...byUid.values()];
  if (groups.flat().length > mostAvailable)
    throw refusal('valid-calendar-data', `There are at most ${mostAvailable} AVAILABLE components.`);
  return groups.map(draftOf);
}
