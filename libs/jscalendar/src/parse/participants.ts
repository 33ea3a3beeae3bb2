import {
  type Attendee,
  type EventData,
  type Extras,
  isSame,
  type JsonObject,
  type Organizer,
  parseUtc,
} from '@dayferry/core';
import { derivedRoles, isContact, isOrganizer, roleOf, taskStatuses } from '../participant-roles.js';
import { vendor } from '../vendor.table.js';
import { type Members, wrong } from './values.js';

interface Found {
  id: string;
  attendee: Attendee;
  roles: string[];
  links: { delegatedTo?: string[]; delegatedFrom?: string[]; memberOf?: string[] };
}

export interface PeopleContext {
  isTask: boolean;
  /** JSCalendar 2.0: delegations and memberships name calendar addresses, in RFC 8984 participants. */
  hasAddresses: boolean;
}

/** participants and replyTo as attendees and organizer (RFC 8984 §4.4.5, §4.4.6). */
export function readParticipants(
  members: Members,
  { isTask, hasAddresses }: PeopleContext,
): Pick<EventData, 'attendees' | 'organizer'> {
  const found = members.map('participants').map(([id, item]) => readOne(id, item, isTask));
  takeLinks(found, members, hasAddresses);
  const organizer = readOrganizer(found, members);
  const invited = found.filter(({ roles }) => roles.some((role) => role !== 'owner'));
  const attendees = invited.map((one) => withRoles(one, organizer));
  return { ...(attendees.length > 0 ? { attendees } : {}), ...(organizer ? { organizer } : {}) };
}

/** A set of roles that the model has no words for (another owner than the organizer, a vendor's role) is kept as it is. */
function withRoles({ attendee, roles }: Found, organizer: Organizer | undefined): Attendee {
  const wanted = Object.fromEntries(roles.map((role) => [role, true]));
  const isOwner = isSame(wanted, { owner: true, attendee: true }) && !isOrganizer(attendee, organizer);
  if (isOwner) return { ...attendee, role: 'owner' };
  // JSCalendar 2.0's word for an attendee without another role.
  const { required: _required, ...shown } = wanted;
  if (isSame(shown, derivedRoles(attendee, isOrganizer(attendee, organizer)))) return attendee;
  return { ...attendee, extras: { ...attendee.extras, js: { ...attendee.extras?.js, roles: wanted } } };
}

/** Other ways to reply than by e-mail stay with the organizer, or where there is none with the object. */
function readOrganizer(found: Found[], members: Members): Organizer | undefined {
  const { imip, ...others } = members.object('replyTo') ?? {};
  const owners = found.filter(({ roles }) => roles.includes('owner'));
  const named = typeof imip === 'string' ? { address: imip } : undefined;
  const owner = owners.find(({ attendee }) => isOrganizer(attendee, named)) ?? owners[0];
  const address = named?.address ?? owner?.attendee.address;
  if (address === undefined) members.keep('replyTo');
  if (address === undefined) return undefined;
  const organizer = { ...(owner && isOrganizer(owner.attendee, { address }) ? saidOf(owner) : {}), address };
  return Object.keys(others).length > 0 ? withExtra(organizer, { replyTo: others }) : organizer;
}

/** What an organizer says of itself; one that is no attendee keeps the rest as well. */
function saidOf({ attendee, roles }: Found): Partial<Organizer> {
  const { name, sentBy, language, email, kind, status, comment, rsvp } = attendee;
  const said = withoutUndefined({ name, sentBy, language }) as Partial<Organizer>;
  if (roles.some((role) => role !== 'owner')) return said;
  const more = withoutUndefined({
    ...attendee.extras?.js,
    kind: kind === 'individual' ? undefined : kind,
    participationStatus: status === 'accepted' ? undefined : status,
    participationComment: comment,
    expectReply: rsvp,
  });
  const isMore = Object.keys(more).length > 0;
  return { ...said, ...withoutUndefined({ email }), ...(isMore ? { extras: { js: more as JsonObject } } : {}) };
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function withExtra<T extends { extras?: Extras }>(person: T, more: JsonObject): T {
  return { ...person, extras: { ...person.extras, js: { ...person.extras?.js, ...more } } };
}

function readOne(id: string, members: Members, isTask: boolean): Found {
  const roles = members.set('roles');
  if (!roles || roles.length === 0) throw wrong(members.at('roles'), 'a participant needs at least one role.');
  const { otherMethods, ...address } = readAddress(members);
  const attendee: Attendee = { key: id, ...address };
  assign(attendee, 'name', members.string('name'));
  assign(attendee, 'role', roleOf(roles));
  if (isContact(roles)) attendee.isContact = true;
  readDetails(attendee, members);
  readStatus(attendee, members, isTask);
  const links = {
    ...named('delegatedTo', members.set('delegatedTo')),
    ...named('delegatedFrom', members.set('delegatedFrom')),
    ...named('memberOf', members.set('memberOf')),
  };
  const rest = { ...members.rest(), ...(otherMethods ? { sendTo: otherMethods } : {}) };
  if (Object.keys(rest).length > 0) attendee.extras = { js: rest };
  return { id, attendee, roles, links };
}

/** sendTo says where invitations go; an e-mail address is kept when it is another one. An empty one invites nobody. */
function readAddress(members: Members): Pick<Attendee, 'address' | 'email'> & { otherMethods?: JsonObject } {
  const sendTo = members.object('sendTo');
  const email = members.string('email');
  const kept = email === undefined ? {} : { email };
  if (!sendTo) return email === undefined ? {} : { address: `mailto:${email}` };
  const [method] = ['imip', 'other', ...Object.keys(sendTo)].filter((name) => Object.hasOwn(sendTo, name));
  if (method === undefined) return kept;
  const { [method]: address, ...others } = sendTo;
  if (typeof address !== 'string') throw wrong(members.at('sendTo'), 'must hold URIs.');
  const isOther = email !== undefined && address.toLowerCase() !== `mailto:${email.toLowerCase()}`;
  const otherMethods = Object.keys(others).length > 0 ? { otherMethods: others } : {};
  return { address, ...(isOther ? kept : {}), ...otherMethods };
}

function named<Name extends string>(name: Name, value: string[] | undefined): Partial<Record<Name, string[]>> {
  return value ? ({ [name]: value } as Record<Name, string[]>) : {};
}

function assign<Name extends keyof Attendee>(attendee: Attendee, name: Name, value: Attendee[Name] | undefined): void {
  if (value !== undefined) attendee[name] = value;
}

function readDetails(attendee: Attendee, members: Members): void {
  const kind = members.string('kind');
  assign(attendee, 'kind', kind === 'location' ? 'room' : kind);
  assign(attendee, 'comment', members.string('participationComment'));
  if (members.boolean('expectReply')) attendee.rsvp = true;
  const sentBy = members.string('sentBy');
  assign(attendee, 'sentBy', sentBy === undefined ? undefined : `mailto:${sentBy}`);
  assign(attendee, 'language', members.string('language'));
  assign(attendee, 'locationKey', members.string('locationId'));
  assign(attendee, 'scheduleAgent', members.string('scheduleAgent'));
  assign(attendee, 'scheduleSequence', members.integer('scheduleSequence', 0));
  const updated = members.utc('scheduleUpdated');
  if (updated !== undefined) attendee.scheduleUpdated = parseUtc(updated);
  const statuses = members.raw('scheduleStatus');
  if (Array.isArray(statuses)) attendee.scheduleStatus = statuses.map(String);
  assign(attendee, 'additionalGuests', members.integer(`${vendor}additionalGuests`, 0, 1_000_000));
  assign(attendee, 'participantType', members.string(`${vendor}participantType`));
  // RFC 8984 §4.4.6: never stored.
  members.ignore('scheduleForceSend');
}

/** How far a participant has got with a task is a status beyond accepted (mapping §6, RFC 5545 §3.2.12). */
function readStatus(attendee: Attendee, members: Members, isTask: boolean): void {
  const status = members.string('participationStatus');
  const progress = members.string('progress');
  const isFurther =
    isTask && progress !== undefined && taskStatuses.has(progress) && (status ?? 'accepted') === 'accepted';
  if (!isFurther) members.keep('progress');
  assign(attendee, 'status', isFurther ? progress : status === 'needs-action' ? undefined : status);
}

/** Participant ids become addresses; an id of nobody is refused. */
function takeLinks(found: Found[], members: Members, hasAddresses: boolean): void {
  for (const { attendee, links } of found) {
    for (const [name, ids] of Object.entries(links) as ['delegatedTo', string[]][]) {
      if (hasAddresses) attendee[name] = ids;
      else
        attendee[name] = ids.flatMap((id) => {
          const other = found.find((item) => item.id === id);
          if (!other) throw wrong(members.at(`participants/${attendee.key}/${name}`), `there is no participant ${id}.`);
          return other.attendee.address ?? [];
        });
    }
  }
}
