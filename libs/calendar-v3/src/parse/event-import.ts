import type { Organizer, TimePoint } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import type { ParseContext } from './context.js';
import { parseTime } from './event-times.js';
import type { JsonObject } from './json.js';
import { objectAt, objectsAt, textAt } from './member.js';
import { isEmail } from '../render/people.js';

/** The members of a type other than `default`; an import drops them with the type (6.4). */
const typeMembers = [
  'eventType',
  'birthdayProperties',
  'focusTimeProperties',
  'outOfOfficeProperties',
  'workingLocationProperties',
];

/** Octets; the id made of it has at most 1024 characters. */
const longestUid = 600;

/** The UID an import is for. A new event's id is made of it, so the client cannot choose one. */
export function importUid(body: JsonObject): string {
  if (body.id !== undefined && body.id !== null)
    throw fail('invalid', { message: 'Invalid resource id value.', path: '/id' });
  const uid = textAt(body, 'iCalUID');
  if (!uid) throw fail('required', { message: 'Missing iCalUID.', path: '/iCalUID' });
  if (Buffer.byteLength(uid) > longestUid) throw fail('invalid', { message: 'Invalid iCalUID.', path: '/iCalUID' });
  return uid;
}

/** What is imported: always an event of the default type. */
export function importedEvent(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !typeMembers.includes(name)));
}

/** Its organizer, when that is somebody else than whose calendar it goes into. */
export function parseOrganizer(body: JsonObject, isOwn: (email: string) => boolean): Organizer | undefined {
  const organizer = objectAt(body, 'organizer');
  const email = organizer && textAt(organizer, 'email', '/organizer/email');
  if (email === undefined || isOwn(email)) return undefined;
  if (!isEmail(email)) throw fail('invalid', { message: 'Invalid organizer email.', path: '/organizer/email' });
  const isInvited = objectsAt(body, 'attendees').some(({ item }) => isOwn(textAt(item, 'email') ?? ''));
  if (!isInvited) throw fail('participantIsNeitherOrganizerNorAttendee');
  const name = textAt(organizer!, 'displayName', '/organizer/displayName');
  return { address: `mailto:${email}`, ...(name === undefined ? {} : { name }) };
}

/** The place in the pattern of an imported exception; undefined for a series or a single event. */
export function parseOriginalPlace(body: JsonObject, context: ParseContext): TimePoint | undefined {
  if (!objectAt(body, 'originalStartTime')) return undefined;
  return parseTime({ ...body, start: body.originalStartTime! }, 'start', context);
}
