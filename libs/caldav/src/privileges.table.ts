import type { Role } from '@dayferry/core';
import { caldav, dav, type ClarkName } from './clark.js';

/** One privilege with those that it contains (RFC 3744 §3, RFC 4791 §6.1.1); all of them can be granted. */
export interface Privilege {
  name: ClarkName;
  description: string;
  contains: readonly Privilege[];
}

const one = (name: ClarkName, description: string, contains: readonly Privilege[] = []): Privilege => ({
  name,
  description,
  contains,
});

/** DAV:supported-privilege-set of calendars and what is in them. */
export const allPrivileges: Privilege = one(dav('all'), 'Everything', [
  one(dav('read'), 'Read', [
    one(dav('read-current-user-privilege-set'), 'Read one’s own privileges'),
    one(caldav('read-free-busy'), 'Read busy times'),
  ]),
  one(dav('write'), 'Write', [
    one(dav('write-content'), 'Change events'),
    one(dav('write-properties'), 'Change properties'),
    one(dav('bind'), 'Add events'),
    one(dav('unbind'), 'Remove events'),
  ]),
  one(dav('read-acl'), 'Read access rules'),
  one(dav('write-acl'), 'Change access rules'),
]);

/** RFC 6638 §6: of the inbox and the outbox; those of calendars stand beside them. */
export const schedulingPrivileges = {
  inbox: one(caldav('schedule-deliver'), 'Deliver messages', [
    one(caldav('schedule-deliver-invite'), 'Deliver invitations'),
    one(caldav('schedule-deliver-reply'), 'Deliver answers'),
    one(caldav('schedule-query-freebusy'), 'Ask for busy times'),
  ]),
  outbox: one(caldav('schedule-send'), 'Send messages', [
    one(caldav('schedule-send-invite'), 'Send invitations'),
    one(caldav('schedule-send-reply'), 'Send answers'),
    one(caldav('schedule-send-freebusy'), 'Ask for busy times'),
  ]),
} as const;

/** A privilege and all that it contains. */
export function namesIn({ name, contains }: Privilege): ClarkName[] {
  return [name, ...contains.flatMap(namesIn)];
}

const index = new Map<ClarkName, Privilege>();
const collect = (privilege: Privilege): void => {
  index.set(privilege.name, privilege);
  privilege.contains.forEach(collect);
};
collect(allPrivileges);

/** The privilege with all that it contains; null for one that does not exist here. */
export function closureOf(name: ClarkName): ClarkName[] | null {
  const privilege = index.get(name);
  return privilege ? namesIn(privilege) : null;
}

const everything = closureOf(dav('all'))!;
const reading = closureOf(dav('read'))!;
const writing = closureOf(dav('write'))!;

/** What each role may do to a calendar and what is in it, in the order in which it is shown. */
export const privilegesByRole: Readonly<Record<Role, readonly ClarkName[]>> = {
  none: [],
  freeBusy: [caldav('read-free-busy')],
  reader: reading,
  writer: [...reading, ...writing, dav('read-acl')],
  owner: everything,
};

/** What a person may do with what is theirs beside their calendars, in the fewest words. */
export const ownGrants = {
  home: [dav('read'), dav('write-properties'), dav('bind'), dav('unbind')],
  inbox: [dav('read'), dav('write-properties'), caldav('schedule-deliver')],
  /** Where messages are kept, there is something to put away. */
  fullInbox: [dav('read'), dav('write-properties'), dav('unbind'), caldav('schedule-deliver')],
  outbox: [dav('read'), dav('write-properties'), caldav('schedule-send')],
  notifications: [dav('read'), dav('unbind')],
} as const satisfies Record<string, readonly ClarkName[]>;

/** The same for those who write in their place (caldav-proxy §5.4). */
export const proxyGrants = {
  inbox: [dav('read'), caldav('schedule-deliver')],
  fullInbox: [dav('read'), dav('unbind'), caldav('schedule-deliver')],
  outbox: [dav('read'), caldav('schedule-send')],
} as const satisfies Record<string, readonly ClarkName[]>;

/** Privileges with all that they contain. */
export function withContained(names: readonly ClarkName[]): ClarkName[] {
  return names.flatMap((name) => {
    const scheduling = Object.values(schedulingPrivileges).find((privilege) => privilege.name === name);
    return closureOf(name) ?? (scheduling ? namesIn(scheduling) : [name]);
  });
}

/** What a rule for a role grants, in the fewest words. */
export const grantsByRole: Readonly<Record<Role, readonly ClarkName[]>> = {
  none: [],
  freeBusy: [caldav('read-free-busy')],
  reader: [dav('read')],
  writer: [dav('read'), dav('write')],
  owner: [dav('all')],
};

const needed: readonly [Role, readonly ClarkName[]][] = [
  ['freeBusy', [caldav('read-free-busy')]],
  ['reader', [dav('read')]],
  ['writer', [dav('read'), dav('write')]],
  ['owner', [dav('read'), dav('write'), dav('read-acl'), dav('write-acl')]],
];

/** The role that grants just these privileges; null where none does: there are no shades between the roles. */
export function roleOfPrivileges(names: readonly ClarkName[]): Role | null {
  const wanted = new Set(names.flatMap((name) => closureOf(name) ?? [name]));
  if (wanted.size === 0) return 'none';
  const fitting = needed.filter(
    ([role, least]) =>
      least.every((name) => wanted.has(name)) && [...wanted].every((name) => privilegesByRole[role].includes(name)),
  );
  return fitting[0]?.[0] ?? null;
}
