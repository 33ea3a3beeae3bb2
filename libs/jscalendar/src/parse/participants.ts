import { type Attendee, type EventData, isSame, type Organizer, parseUtc } from '@dayferry/core';
import { derivedRoles, isContact, isOrganizer, roleOf } from '../participant-roles.js';
import { vendor } from '../vendor.table.js';
import { type Members, wrong } from './values.js';

interface Found {
  id: string;
  attendee: Attendee;
  roles: string[];
  links: { delegatedTo?: string[]; delegatedFrom?: string[]; memberOf?: string[] };
}

/** participants and replyTo as attendees and organizer (RFC 8984 §4.4.5, §4.4.6). */
export function readParticipants(members: Members): Pick<EventData, 'attendees' | 'organizer'> {
  const replyTo = members.object('replyTo');
  const found = members.map('participants').map(([id, item]) => readOne(id, item));
  resolveIds(found, members);
  const owner = found.find(({ roles }) => roles.includes('owner'));
  const organizer = organizerOf(owner, typeof replyTo?.imip === 'string' ? replyTo.imip : undefined);
  const invited = found.filter(({ roles }) => roles.some((role) => role !== 'owner'));
  const attendees = invited.map((one) => withRoles(one, organizer));
  return { ...(attendees.length > 0 ? { attendees } : {}), ...(organizer ? { organizer } : {}) };
}

/** A set of roles that the model has no words for (another owner than the organizer, a vendor's role) is kept as it is. */
function withRoles({ attendee, roles }: Found, organizer: Organizer | undefined): Attendee {
  const wanted = Object.fromEntries(roles.map((role) => [role, true]));
  if (isSame(wanted, derivedRoles(attendee, isOrganizer(attendee, organizer)))) return attendee;
  return { ...attendee, extras: { ...attendee.extras, js: { ...attendee.extras?.js, roles: wanted } } };
}

function organizerOf(owner: Found | undefined, replyTo: string | undefined): Organizer | undefined {
  const address = replyTo ?? owner?.attendee.address;
  if (address === undefined) return undefined;
  if (!owner || owner.attendee.address?.toLowerCase() !== address.toLowerCase()) return { address };
  const { name, sentBy, language } = owner.attendee;
  return {
    address,
    ...(name === undefined ? {} : { name }),
    ...(sentBy === undefined ? {} : { sentBy }),
    ...(language === undefined ? {} : { language }),
  };
}

function readOne(id: string, members: Members): Found {
  const roles = members.set('roles');
  if (!roles || roles.length === 0) throw wrong(members.at('roles'), 'a participant needs at least one role.');
  const attendee: Attendee = { key: id, ...readAddress(members) };
  assign(attendee, 'name', members.string('name'));
  assign(attendee, 'role', roleOf(roles));
  if (isContact(roles)) attendee.isContact = true;
  readDetails(attendee, members);
  const links = {
    ...named('delegatedTo', members.set('delegatedTo')),
    ...named('delegatedFrom', members.set('delegatedFrom')),
    ...named('memberOf', members.set('memberOf')),
  };
  const rest = members.rest();
  if (rest) attendee.extras = { js: rest };
  return { id, attendee, roles, links };
}

/** sendTo says where invitations go; an e-mail address is kept when it is another one. */
function readAddress(members: Members): Pick<Attendee, 'address' | 'email'> {
  const sendTo = members.object('sendTo') ?? {};
  const sent = sendTo.imip ?? sendTo.other ?? Object.values(sendTo)[0];
  const email = members.string('email');
  if (typeof sent !== 'string') return email === undefined ? {} : { address: `mailto:${email}` };
  const isOther = email !== undefined && sent.toLowerCase() !== `mailto:${email.toLowerCase()}`;
  return isOther ? { address: sent, email } : { address: sent };
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
  const status = members.string('participationStatus');
  assign(attendee, 'status', status === 'needs-action' ? undefined : status);
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

/** Participant ids become addresses; an id of nobody is refused. */
function resolveIds(found: Found[], members: Members): void {
  for (const { attendee, links } of found) {
    for (const [name, ids] of Object.entries(links) as ['delegatedTo', string[]][]) {
      attendee[name] = ids.flatMap((id) => {
        const other = found.find((item) => item.id === id);
        if (!other) throw wrong(members.at(`participants/${attendee.key}/${name}`), `there is no participant ${id}.`);
        return other.attendee.address ?? [];
      });
    }
  }
}
