import type { Attendee } from '@dayferry/core';
import type { WhoView } from '../parse/event-view.js';
import type { EventContext, EventRecord } from './event-record.js';
import { shownEmail } from './shown-email.js';

/** The organizer first unless they are among the guests; an event without one belongs to the calendar's owner. */
export function whoOf({ data, isBusy }: EventRecord, context: EventContext): { who: WhoView[]; isCut: boolean } {
  if (isBusy) return { who: [], isCut: false };
  const organizer = data.organizer
    ? { email: shownEmail(data.organizer), name: data.organizer.name }
    : { email: context.owner.email, name: context.owner.name };
  const address = organizer.email.toLowerCase();
  const guests = (data.attendees ?? []).filter((attendee) => attendee.isContact !== true);
  const all = guests.map((attendee) => guestView(attendee, address, organizer.name));
  if (!all.some((who) => who.rel === 'organizer')) all.unshift(organizerView(organizer));
  return cut(all, guests.length, context);
}

function organizerView({ email, name }: { email: string; name?: string }): WhoView {
  return { email, rel: 'organizer', ...(name ? { name } : {}) };
}

/** Too many guests: only the one whose calendar this is, and the organizer (Atom reference, max-attendees). */
function cut(all: WhoView[], count: number, { maxAttendees, owner }: EventContext): { who: WhoView[]; isCut: boolean } {
  if (maxAttendees === undefined || count <= maxAttendees) return { who: all, isCut: false };
  const own = owner.email.toLowerCase();
  return { who: all.filter((who) => who.rel === 'organizer' || who.email?.toLowerCase() === own), isCut: true };
}

const statuses: Record<string, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
  delegated: 'declined',
  completed: 'accepted',
};

const optional = new Set<string | undefined>(['optional', 'informational']);
const rooms = new Set<string | undefined>(['resource', 'room']);

function guestView(attendee: Attendee, organizer: string, organizerName: string | undefined): WhoView {
  const email = shownEmail(attendee);
  const isOrganizer = email.toLowerCase() === organizer;
  const name = attendee.name ?? (isOrganizer ? organizerName : undefined);
  return {
    email,
    rel: isOrganizer ? 'organizer' : (attendee.participantType ?? 'attendee'),
    ...(name ? { name } : {}),
    status: statuses[attendee.status ?? ''] ?? 'invited',
    ...(optional.has(attendee.role) ? { type: 'optional' } : {}),
    ...(attendee.additionalGuests ? { additionalGuests: attendee.additionalGuests } : {}),
    ...(rooms.has(attendee.kind) ? { isResource: true } : {}),
  };
}
