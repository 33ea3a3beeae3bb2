import { atLeast, type Attendee, type EventData, type EventSeries, type Json } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';
import { isOwn, type EventView } from './view.js';

/** mapping §6: what v3 has no word for is shown as the nearest that it has. */
const responses: Record<string, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
  delegated: 'declined',
};

/** The address behind `mailto:`, or undefined for another kind of URI. */
export function mailOf(address: string | undefined): string | undefined {
  const mail = /^mailto:(.+)$/i.exec(address ?? '')?.[1];
  return mail !== undefined && isEmail(mail) ? mail : undefined;
}

export function isEmail(text: string): boolean {
  return text.length <= 320 && /^[^@\s,;:"<>()[\]\\]+@[^@\s,;:"<>()[\]\\]+$/.test(text);
}

/** A guest without a mail address is shown by one that nobody can have (RFC 6761 §6.4). */
export function shownEmail(guest: Attendee): string {
  const mail = mailOf(guest.address) ?? guest.email;
  if (mail !== undefined && isEmail(mail)) return mail;
  const name = guest.address ?? guest.key ?? guest.name ?? 'guest';
  return `${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)}@invalid`;
}

/** The organizer is the calendar itself, unless another protocol has named somebody else. */
export function renderOrganizer({ open }: EventView, data: EventData): JsonObject {
  const { organizer } = data;
  const email = organizer && (mailOf(organizer.address) ?? organizer.email);
  if (organizer && !isOwn(open, email)) return present({ email, displayName: organizer.name });
  return { email: open.calendar.id, displayName: open.calendar.title, self: true };
}

export function renderCreator({ open }: EventView, series: EventSeries): JsonObject | undefined {
  const { creator } = series;
  if (!creator?.email) return undefined;
  const isSelf = creator.email.toLowerCase() === open.calendar.id;
  return present({ email: creator.email, displayName: creator.name, self: isSelf || undefined });
}

/** `attendees`, cut down to oneself where there are too many or where guests may not see each other. */
export function renderAttendees(view: EventView, data: EventData): { [name: string]: Json | undefined } {
  const guests = (data.attendees ?? []).filter((guest) => !guest.isContact);
  if (guests.length === 0) return {};
  const seen = visibleGuests(view, data, guests);
  const isCut = view.maxAttendees !== undefined && seen.length > view.maxAttendees;
  const listed = isCut ? seen.filter((guest) => isOwn(view.open, shownEmail(guest))) : seen;
  return {
    attendees: listed.length > 0 ? listed.map((guest) => renderAttendee(view, data, guest)) : undefined,
    attendeesOmitted: listed.length < guests.length || undefined,
  };
}

/** guestsCanSeeOtherGuests false: others than the organizer's side see themselves and the organizer. */
function visibleGuests({ open }: EventView, data: EventData, guests: Attendee[]): Attendee[] {
  const isOrganizerSide = isOwn(open, organizerMail(data) ?? open.calendar.id) && atLeast(open.role, 'writer');
  if (data.guestsCanSeeOtherGuests !== false || isOrganizerSide) return guests;
  const own = [open.calendar.id, open.viewer.user?.email, organizerMail(data)?.toLowerCase()];
  return guests.filter((guest) => own.includes(shownEmail(guest).toLowerCase()));
}

function organizerMail(data: EventData): string | undefined {
  return data.organizer && (mailOf(data.organizer.address) ?? data.organizer.email);
}

function renderAttendee({ open }: EventView, data: EventData, guest: Attendee): JsonObject {
  const email = shownEmail(guest);
  const organizer = organizerMail(data) ?? open.calendar.id;
  const isOrganizer = email.toLowerCase() === organizer.toLowerCase();
  return {
    ...present({
      email,
      displayName: guest.name,
      organizer: isOrganizer || undefined,
      self: isOwn(open, email) || undefined,
      resource: guest.kind === 'resource' || guest.kind === 'room' || undefined,
      optional: guest.role === 'optional' || guest.role === 'informational' || undefined,
      responseStatus: responses[guest.status ?? ''] ?? 'needsAction',
      comment: guest.comment,
      additionalGuests: guest.additionalGuests || undefined,
    }),
    ...guest.extras?.v3,
  };
}
