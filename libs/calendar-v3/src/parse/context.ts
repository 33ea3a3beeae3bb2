import type { Attendee, EventData, OpenCalendar } from '@dayferry/core';
import { mailOf, shownEmail } from '../render/people.js';

/** What is known of a guest that the record already has. */
export interface KnownGuest {
  /** How the record names them, when that is not `mailto:` and the shown address. */
  identity?: Pick<Attendee, 'key' | 'address' | 'email'>;
  /** Only the first addition of a guest says whether it is a resource (v3 reference, attendees[].resource). */
  isResource: boolean;
}

/**
 * What a body is read with. It is the same for the record's own view and for what the client sent back, so that
 * nothing differs between the two but what the client changed.
 */
export interface ParseContext {
  /** Zones of times that come with an offset only: those the record has, else the calendar's. */
  zones: { start: string; end: string };
  /** By shown address, in lower case. */
  guests: Map<string, KnownGuest>;
}

export function contextOf(open: OpenCalendar, current?: EventData): ParseContext {
  const zone = open.calendar.timeZone;
  const start = namedZone(current?.start?.zone) ?? zone;
  const guests = (current?.attendees ?? []).map((guest): [string, KnownGuest] => [
    shownEmail(guest).toLowerCase(),
    knownGuest(guest),
  ]);
  return { zones: { start, end: namedZone(current?.end?.zone) ?? start }, guests: new Map(guests) };
}

/** Custom zones (`/tzid`) mean nothing to v3. */
function namedZone(zone: string | null | undefined): string | undefined {
  return zone && !zone.startsWith('/') ? zone : undefined;
}

function knownGuest(guest: Attendee): KnownGuest {
  const isResource = guest.kind === 'resource' || guest.kind === 'room';
  if (mailOf(guest.address) === shownEmail(guest)) return { isResource };
  const { key, address, email } = guest;
  return {
    isResource,
    identity: { ...(key ? { key } : {}), ...(address ? { address } : {}), ...(email ? { email } : {}) },
  };
}
