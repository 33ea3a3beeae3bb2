import type { Attendee } from '@dayferry/core';
import { invalidMember } from '../errors/fail.js';
import { isEmail } from '../render/people.js';
import type { ParseContext } from './context.js';
import type { JsonObject } from './json.js';
import { flagAt, integerAt, objectsAt, textAt, unknownMembers } from './member.js';

const known = new Set([
  'id',
  'email',
  'displayName',
  'organizer',
  'self',
  'resource',
  'optional',
  'responseStatus',
  'comment',
  'additionalGuests',
]);
const statuses: Record<string, string | undefined> = {
  needsAction: undefined,
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
};

/** Guests in their order; an address given twice is one guest, as first given. */
export function parseAttendees(event: JsonObject, context: ParseContext): Attendee[] | undefined {
  const guests = new Map<string, Attendee>();
  for (const { item, path } of objectsAt(event, 'attendees')) {
    const email = textAt(item, 'email', `${path}/email`);
    if (email === undefined || !isEmail(email)) throw invalidMember(`${path}/email`, 'Invalid attendee email.');
    const lower = email.toLowerCase();
    if (!guests.has(lower))
      guests.set(lower, { ...identityOf(email, item, path, context), ...parseAttendee(item, path) });
  }
  return guests.size > 0 ? [...guests.values()] : undefined;
}

function identityOf(email: string, item: JsonObject, path: string, context: ParseContext): Attendee {
  const known = context.guests.get(email.toLowerCase());
  const isResource = known ? known.isResource : flagAt(item, 'resource', `${path}/resource`);
  return { ...(known?.identity ?? { address: `mailto:${email}` }), ...(isResource ? { kind: 'resource' } : {}) };
}

function parseAttendee(item: JsonObject, path: string): Attendee {
  const name = textAt(item, 'displayName', `${path}/displayName`);
  const comment = textAt(item, 'comment', `${path}/comment`);
  const additionalGuests = integerAt(item, 'additionalGuests', `${path}/additionalGuests`);
  if (additionalGuests !== undefined && additionalGuests < 0) throw invalidMember(`${path}/additionalGuests`);
  const extras = unknownMembers(item, known);
  return {
    ...(name === undefined ? {} : { name }),
    ...parseStatus(item, path),
    ...(flagAt(item, 'optional', `${path}/optional`) ? { role: 'optional' } : {}),
    // mapping §6: guests that v3 adds are asked for an answer.
    rsvp: true,
    ...(comment === undefined ? {} : { comment }),
    ...(additionalGuests ? { additionalGuests } : {}),
    ...(extras ? { extras: { v3: extras } } : {}),
  };
}

function parseStatus(item: JsonObject, path: string): Pick<Attendee, 'status'> {
  const text = textAt(item, 'responseStatus', `${path}/responseStatus`) ?? 'needsAction';
  if (!Object.hasOwn(statuses, text)) throw invalidMember(`${path}/responseStatus`);
  return statuses[text] === undefined ? {} : { status: statuses[text] };
}
