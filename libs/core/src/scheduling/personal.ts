import type { EventData, EventPatch } from '../model/event-data.js';
import type { Attendee } from '../model/people.js';
import { emailOf, organizerOf } from './address.js';
import type { SeriesDraft } from '../model/series.js';

/**
 * What belongs to one person's copy (calendar-v3.md §8.1, RFC 6638 §3.2.2.1): nobody else sees it, and no change of the
 * organizer touches it.
 */
const personalMembers = [
  'alarms',
  'useDefaultAlarms',
  'color',
  'transparency',
  'visibility',
  'visibilityLiteral',
  'isSecret',
  'privateProperties',
  'keywords',
  'priority',
  'percentComplete',
  'progress',
  'completedAt',
  'shadow',
] as const satisfies (keyof EventData)[];

/** Of these the organizer's value is where a new copy begins. */
const initialMembers = ['transparency', 'visibility', 'visibilityLiteral', 'isSecret', 'keywords', 'priority'] as const;

/** Made anew for each copy by whoever writes it out. */
const stampMembers = ['dtstamp', 'lastModified'] as const;

type Part = EventData | EventPatch;

/** The rest: what all copies have in common. */
export function sharedPart<T extends Part>(data: T): T {
  const rest: Record<string, unknown> = { ...data };
  for (const name of [...personalMembers, ...stampMembers]) delete rest[name];
  return rest as T;
}

export function personalPart(data: Part): EventPatch {
  return picked(data, personalMembers);
}

/** What a copy has of its own before its owner has touched it: default reminders, and the organizer's suggestions. */
export function initialPart(data: EventData): EventPatch {
  const properties = data.shadow?.icalProperties?.filter(([name]) => !name.toLowerCase().startsWith('x-')) ?? [];
  return {
    ...picked(data, initialMembers),
    useDefaultAlarms: true,
    ...(properties.length > 0 ? { shadow: { icalProperties: properties } } : {}),
  };
}

function picked(data: Part, names: readonly (keyof EventData)[]): EventPatch {
  return Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
}

/** The guests as one of them may see them; bookkeeping of the organizer's own object is left out. */
export function guestList(attendees: Attendee[], series: SeriesDraft, email: string): Attendee[] {
  const organizer = organizerOf(series);
  const isShown = (attendee: Attendee): boolean => {
    const address = emailOf(attendee);
    return address === email || (organizer !== undefined && address === emailOf(organizer));
  };
  const shown = series.master.guestsCanSeeOtherGuests === false ? attendees.filter(isShown) : attendees;
  return shown.map(forGuests);
}

/** RFC 6638 §7.1, §7.3: how the organizer's server tells somebody is in no copy and no message. */
export function forGuests({ scheduleStatus: _status, scheduleAgent: _agent, ...attendee }: Attendee): Attendee {
  return attendee;
}
