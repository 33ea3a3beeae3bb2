import {
  type Attendee,
  type EventData,
  formatUtcSeconds,
  isPlainObject,
  type Json,
  type JsonObject,
  type Organizer,
} from '@dayferry/core';
import { derivedRoles, isKeptOwner, isOrganizer, keptRoles, taskStatuses } from '../participant-roles.js';
import { vendor } from '../vendor.table.js';
import { defined, keyOfAddress, setOf } from './keys.js';

const kinds: Record<string, string> = {
  room: 'location',
  individual: 'individual',
  group: 'group',
  resource: 'resource',
};

export interface PeopleContext {
  /** Null: an object that is in no calendar. */
  owner: CalendarOwner | null;
  isTask: boolean;
}

/** Who the calendar belongs to; shown as owner of events that name nobody. */
export interface CalendarOwner {
  email: string;
  name: string;
}

export function keyOf(attendee: Attendee): string {
  return attendee.key ?? keyOfAddress(attendee.address ?? attendee.email ?? attendee.name ?? '');
}

/** participants and replyTo. An organizer that is no attendee becomes a participant with the role of owner alone. */
export function participantsOf(data: EventData, { owner, isTask }: PeopleContext): JsonObject {
  const attendees = data.attendees ?? [];
  const keys = new Map(attendees.map((attendee) => [(attendee.address ?? '').toLowerCase(), keyOf(attendee)]));
  const participants: JsonObject = {};
  for (const attendee of attendees)
    participants[keyOf(attendee)] = participantOf(attendee, data.organizer, { keys, isTask });
  const organizer = data.organizer ?? (owner && { address: `mailto:${owner.email}`, name: owner.name });
  if (organizer && isShownAlone(organizer, data, keys))
    participants[keyOfAddress(organizer.address)] = organizerOf(organizer, data.organizer !== undefined);
  return Object.keys(participants).length > 0 || data.organizer
    ? { participants, ...(data.organizer ? { replyTo: replyToOf(data.organizer) } : {}) }
    : {};
}

/** By e-mail, and the ways that a client named beside it. */
function replyToOf({ address, extras }: Organizer): Json {
  const others = extras?.js?.replyTo;
  return { imip: address, ...(isPlainObject(others) ? others : {}) };
}

function isShownAlone(organizer: Organizer, data: EventData, keys: Map<string, string>): boolean {
  const attendees = data.attendees ?? [];
  const saysMore = [organizer.name, organizer.email, organizer.sentBy].some((value) => value !== undefined);
  const isListed = keys.has(organizer.address.toLowerCase()) || (attendees.some(isKeptOwner) && !saysMore);
  return !isListed && (data.organizer !== undefined || attendees.length === 0);
}

function organizerOf({ address, name, email, sentBy, language, extras }: Organizer, isSaid: boolean): Json {
  const { replyTo: _replyTo, sendTo, ...unknown } = extras?.js ?? {};
  return defined({
    '@type': 'Participant',
    name,
    email: email ?? mailOf(address),
    ...(isSaid ? { sendTo: { imip: address, ...(isPlainObject(sendTo) ? sendTo : {}) } } : {}),
    roles: { owner: true },
    ...(isSaid ? {} : { participationStatus: 'accepted' }),
    sentBy: sentBy && mailOf(sentBy),
    language,
    ...unknown,
  }) as Json;
}

export function mailOf(address: string): string | undefined {
  return /^mailto:/i.test(address) ? address.slice(7) : undefined;
}

function participantOf(
  attendee: Attendee,
  organizer: Organizer | undefined,
  { keys, isTask }: { keys: Map<string, string>; isTask: boolean },
): Json {
  const { name, rsvp, comment, sentBy, language } = attendee;
  const { roles: _roles, sendTo: _sendTo, ...unknown } = attendee.extras?.js ?? {};
  const ids = (addresses: string[] | undefined): Record<string, true> | undefined =>
    setOf((addresses ?? []).flatMap((item) => keys.get(item.toLowerCase()) ?? []));
  return defined({
    '@type': 'Participant',
    name,
    ...addressesOf(attendee),
    kind: kindOf(attendee),
    roles: keptRoles(attendee) ?? derivedRoles(attendee, isOrganizer(attendee, organizer)),
    ...statusOf(attendee, isTask),
    participationComment: comment,
    expectReply: rsvp ? true : undefined,
    delegatedTo: ids(attendee.delegatedTo),
    delegatedFrom: ids(attendee.delegatedFrom),
    memberOf: ids(attendee.memberOf),
    sentBy: sentBy && mailOf(sentBy),
    language,
    locationId: attendee.locationKey,
    ...schedulingOf(attendee),
    [`${vendor}additionalGuests`]: attendee.additionalGuests || undefined,
    [`${vendor}participantType`]: attendee.participantType,
    ...unknown,
  }) as Json;
}

function addressesOf({ address, email, extras }: Attendee): Record<string, Json | undefined> {
  if (address === undefined) return { email };
  const mail = mailOf(address);
  const others = extras?.js?.sendTo;
  const sendTo = { [mail === undefined ? 'other' : 'imip']: address, ...(isPlainObject(others) ? others : {}) };
  return { email: email ?? mail, sendTo };
}

function kindOf({ kind }: Attendee): string | undefined {
  if (kind === undefined || kind === 'unknown') return undefined;
  return kinds[kind] ?? kind;
}

/** RFC 8984 §4.4.6, properties that only the server sets; defaults are left out. */
function schedulingOf({ scheduleAgent, scheduleStatus, scheduleSequence, scheduleUpdated }: Attendee): object {
  return {
    scheduleAgent: scheduleAgent === 'server' ? undefined : scheduleAgent,
    scheduleStatus,
    scheduleSequence: scheduleSequence === 0 ? undefined : scheduleSequence,
    scheduleUpdated: scheduleUpdated === undefined ? undefined : formatUtcSeconds(scheduleUpdated),
  };
}

/** Of a task: whoever has begun has accepted, and says how far (mapping §6). */
function statusOf({ status }: Attendee, isTask: boolean): object {
  if (status === undefined || status === 'needs-action') return {};
  if (!taskStatuses.has(status)) return { participationStatus: status };
  return { participationStatus: 'accepted', ...(isTask ? { progress: status } : {}) };
}
