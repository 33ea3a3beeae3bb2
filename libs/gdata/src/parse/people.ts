import type { Attendee, EventData } from '@dayferry/core';
import { atLeastZero, oneOf } from './attributes.js';
import type { EventView, WhoView } from './event-view.js';
import type { ParseContext } from './parse-context.js';

const isOrganizer = (who: WhoView): boolean => who.rel === 'organizer';

/**
 * The organizer is the calendar's owner whatever the body says; only a synchronising client may name another one
 * (Atom reference, gCal:syncEvent).
 */
export function organizerOf(view: EventView, context: ParseContext): Pick<EventData, 'organizer'> {
  const who = view.who.find(isOrganizer);
  if (!view.syncEvent || !who?.email || who.email.toLowerCase() === context.organizerEmail) return {};
  return { organizer: { address: `mailto:${who.email}`, ...(who.name ? { name: who.name } : {}) } };
}

/** The organizer takes part when the body says how; one that is somebody else is discarded, as the service did. */
export function attendeesOf(view: EventView, context: ParseContext): Pick<EventData, 'attendees'> {
  const byEmail = new Map<string, Attendee>();
  for (const who of view.who) {
    const email = who.email?.toLowerCase();
    if (email !== undefined && takesPart(who, email, view, context))
      byEmail.set(email, toAttendee(who, email, context));
  }
  return byEmail.size > 0 ? { attendees: [...byEmail.values()] } : {};
}

function takesPart(who: WhoView, email: string, view: EventView, context: ParseContext): boolean {
  if (!isOrganizer(who)) return true;
  const isOwn = email === context.organizerEmail || view.syncEvent === true;
  return isOwn && (who.status !== undefined || who.type !== undefined || who.additionalGuests !== undefined);
}

function toAttendee(who: WhoView, email: string, context: ParseContext): Attendee {
  return {
    ...(context.people.get(email) ?? { address: `mailto:${who.email}` }),
    ...(who.name ? { name: who.name } : {}),
    ...statusOf(who),
    ...(who.type !== undefined && oneOf(['required', 'optional'], who.type, 'gd:attendeeType') === 'optional'
      ? { role: 'optional' }
      : {}),
    ...(who.additionalGuests ? { additionalGuests: atLeastZero(who.additionalGuests, 'gCal:additionalGuests') } : {}),
    ...(who.isResource ? { kind: 'resource' } : {}),
    ...(isOrganizer(who) || who.rel === undefined || who.rel === 'attendee' ? {} : { participantType: who.rel }),
  };
}

function statusOf(who: WhoView): Pick<Attendee, 'status'> {
  if (who.status === undefined) return {};
  const status = oneOf(['invited', 'accepted', 'declined', 'tentative'], who.status, 'gd:attendeeStatus');
  return status === 'invited' ? {} : { status };
}
