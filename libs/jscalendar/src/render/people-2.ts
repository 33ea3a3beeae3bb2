import { type Attendee, type EventData, isPlainObject, type JsonObject } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import { needAddress } from '../version-2.table.js';
import { defined, setOf } from './keys.js';
import { type CalendarOwner, keyOf } from './participants.js';
import { behindPrefix, renamed } from './renamed.js';

/**
 * participants and organizerCalendarAddress (§3.4.4, §3.4.5), from those of RFC 8984. The owner whom RFC 8984's view
 * shows for an event that names nobody is left out: an address would make it an invitation.
 */
export function peopleOf2(content: JsonObject, data: EventData, owner: CalendarOwner | null): JsonObject {
  const attendees = new Map((data.attendees ?? []).map((attendee) => [keyOf(attendee), attendee]));
  const shown = Object.entries(isPlainObject(content.participants) ? content.participants : {}) as [
    string,
    JsonObject,
  ][];
  const people = shown.flatMap(([id, participant]): [string, JsonObject][] => {
    const attendee = attendees.get(id);
    if (attendee) return [[id, participantOf2(participant, attendee)]];
    return data.organizer ? [[id, participantOf2(participant, data.organizer)]] : [];
  });
  const isInvitation = people.some(([, { calendarAddress }]) => calendarAddress !== undefined);
  const organizer = data.organizer?.address ?? (isInvitation && owner ? `mailto:${owner.email}` : undefined);
  return {
    ...(people.length > 0 ? { participants: Object.fromEntries(people) } : {}),
    ...(organizer === undefined ? {} : { organizerCalendarAddress: organizer }),
  };
}

type Known = Pick<Attendee, 'address' | 'email' | 'role' | 'delegatedTo' | 'delegatedFrom' | 'memberOf'>;

function participantOf2(participant: JsonObject, person: Known): JsonObject {
  const { email, roles, sendTo, delegatedTo: _to, delegatedFrom: _from, memberOf: _member, ...rest } = participant;
  const { address } = person;
  const result = defined({
    ...renamed(rest, 'Participant'),
    email: address === undefined ? email : person.email,
    calendarAddress: address,
    [`${vendor}sendTo`]: isPlainObject(sendTo) ? otherMethods(sendTo, address) : undefined,
    roles: rolesOf2(roles, person.role),
    delegatedTo: setOf(person.delegatedTo),
    delegatedFrom: setOf(person.delegatedFrom),
    memberOf: setOf(person.memberOf),
  }) as JsonObject;
  return address === undefined ? behindPrefix(result, needAddress) : result;
}

/** Ways to reach a participant that are not the calendarAddress. */
function otherMethods(sendTo: JsonObject, address: string | undefined): JsonObject | undefined {
  return defined(Object.fromEntries(Object.entries(sendTo).filter(([, value]) => value !== address)));
}

/** An attendee is whoever has an address; `contact` is no role any more. */
function rolesOf2(roles: unknown, role: string | undefined): Record<string, true> | undefined {
  const names = isPlainObject(roles) ? Object.keys(roles) : [];
  const kept = names.filter((name) => name !== 'attendee').map((name) => (name === 'contact' ? vendor + name : name));
  return setOf(role === 'required' ? [...kept, role] : kept);
}
