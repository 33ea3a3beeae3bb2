import type { EventData } from '../model/event-data.js';
import type { Attendee, Organizer } from '../model/people.js';
import type { SeriesDraft } from '../model/series.js';
import { contentAt } from '../recurrence/resolve.js';

/** The e-mail address behind a calendar user address, in lower case; empty when there is none. */
export function emailOf({ address = '', email = '' }: Pick<Organizer, 'email'> & { address?: string }): string {
  const mail = /^mailto:/i.test(address) ? decoded(address.slice(7)) : email;
  return mail.trim().toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 6638 §7.1: whether the server tells this guest. Contacts are not invited at all. */
export function isServed(attendee: Attendee): boolean {
  return attendee.isContact !== true && (attendee.scheduleAgent ?? 'server') === 'server' && emailOf(attendee) !== '';
}

/** RFC 6638 §3.2.2.2: an organizer's SCHEDULE-AGENT other than SERVER takes the whole object from the server's hands. */
export function isServedByOrganizer(series: SeriesDraft): boolean {
  const agent = organizerOf(series)?.extras?.ical?.['schedule-agent'];
  return agent === undefined || String(agent).toLowerCase() === 'server';
}

export function organizerOf(series: SeriesDraft): Organizer | undefined {
  const named = series.overrides.find((override) => override.patch.organizer)?.patch.organizer;
  return series.master.organizer ?? named ?? undefined;
}

/** The entry of one person in a list of guests. */
export function entryOf(attendees: Attendee[] | null | undefined, email: string): Attendee | undefined {
  return attendees?.find((attendee) => emailOf(attendee) === email);
}

/** True when the server delivers to this person, for the content of one occurrence. */
export function invites(data: EventData, email: string): boolean {
  const entry = entryOf(data.attendees, email);
  return entry !== undefined && isServed(entry);
}

/** Everybody whom the server tells about some occurrence, once each, without the organizer. */
export function guestsOf(series: SeriesDraft): string[] {
  const organizer = organizerOf(series);
  const lists = [series.master, ...series.overrides.map((override) => override.patch)];
  const emails = lists.flatMap((data) => (data.attendees ?? []).filter(isServed).map(emailOf));
  const guests = new Set(emails);
  if (organizer) guests.delete(emailOf(organizer));
  return [...guests];
}

/** The same for one person, in any occurrence. */
export function isGuest(series: SeriesDraft, email: string): boolean {
  if (invites(series.master, email)) return true;
  return series.overrides.some((override) => invites(contentAt(series, override.recurrenceId, override), email));
}
