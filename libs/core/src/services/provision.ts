import { conflict, invalidInput, notFound } from '../errors.js';
import type { Calendar } from '../model/calendar.js';
import type { Organisation, Principal, PrincipalKind } from '../model/directory.js';
import type { AuditEntry } from '../ports/sign-in.port.js';
import type { StoreWriter } from '../ports/store.port.js';
import { isKnownZone } from '../time/zones.js';
import { changeCalendar, insertCalendar, newCalendar, newEntry, putCalendar } from './calendar-writes.js';
import { auditEntry, commandLine } from './audit.js';
import type { NewCalendar } from './changes.js';
import type { CoreDependencies } from './context.js';

export interface NewPrincipal {
  email: string;
  name?: string;
  kind?: PrincipalKind;
  isAdmin?: boolean;
  /** IANA name; of the primary calendar. Default Etc/UTC. */
  timeZone?: string;
  /** For the audit log. Default: the command line. */
  addedBy?: string;
}

/** CalDAV programs that keep tasks apart look for a calendar that takes nothing else, and test programs at this name. */
const tasks: NewCalendar = { title: 'Tasks', components: ['VTODO'], collectionName: 'tasks' };

/**
 * A user or a resource with its organisation (by mail domain), primary calendar, owner rule and list entry; or a group. A
 * user gets a calendar for tasks as well, which they may delete.
 * Conflict `email-conflict` when the address is taken.
 */
export async function createPrincipal(
  core: CoreDependencies,
  tx: StoreWriter,
  wanted: NewPrincipal,
): Promise<Principal> {
  const email = wanted.email.trim().toLowerCase();
  const domain = domainOf(email);
  if (wanted.timeZone && !isKnownZone(wanted.timeZone))
    throw invalidInput('timeZone', `Unknown time zone ${wanted.timeZone}.`);
  if (await tx.principalByEmail(email)) throw conflict(`${email} exists already.`, { code: 'email-conflict' });
  const organisation = await organisationFor(core, tx, domain);
  const principal: Principal = {
    key: core.ids.key(),
    organisationKey: organisation.key,
    kind: wanted.kind ?? 'user',
    email,
    name: wanted.name ?? email.slice(0, email.lastIndexOf('@')),
    isAdmin: wanted.isAdmin ?? false,
    created: core.clock(),
    settings: wanted.timeZone ? { timezone: wanted.timeZone } : {},
  };
  await tx.savePrincipal(principal);
  const detail = { kind: principal.kind, ...(principal.isAdmin ? { administrator: 'yes' } : {}) };
  const actor = wanted.addedBy ?? commandLine;
  await tx.appendAudit(auditEntry(core, { action: 'user-added', actor, subject: email, detail }));
  if (principal.kind !== 'group') await createPrimary(core, tx, principal);
  if (principal.kind === 'user') await insertCalendar(core, tx, principal, tasks);
  return principal;
}

function domainOf(email: string): string {
  if (!/^[^\s@/\\]+@[^\s@/\\]+$/.test(email) || email.length > 254)
    throw invalidInput('email', `${email} is not an e-mail address.`);
  return email.slice(email.lastIndexOf('@') + 1);
}

async function organisationFor(core: CoreDependencies, tx: StoreWriter, domain: string): Promise<Organisation> {
  const existing = await tx.organisationByDomain(domain);
  if (existing) return existing;
  const organisation = { key: core.ids.key(), domain, name: domain, inboxDays: 0 };
  await tx.saveOrganisation(organisation);
  return organisation;
}

/** What the service tells of a new primary calendar by mail (v3, calendarList). */
const usual = ['eventCreation', 'eventChange', 'eventCancellation', 'eventResponse'].map((type) => ({
  type,
  method: 'email',
}));

/** What holds for all people of a mail domain, from now on. NotFound without such an organisation. */
export async function changeOrganisation(
  core: Pick<CoreDependencies, 'store' | 'ids' | 'clock'>,
  domain: string,
  changes: Pick<Organisation, 'inboxDays'> | Pick<Organisation, 'legacyDoors'>,
  entry: Pick<AuditEntry, 'action' | 'detail'>,
): Promise<Organisation> {
  return core.store.write(async (tx) => {
    const current = await tx.organisationByDomain(domain.trim().toLowerCase());
    if (!current) throw notFound(`There is no organisation ${domain}.`);
    const organisation = { ...current, ...changes };
    await tx.saveOrganisation(organisation);
    await tx.appendAudit(auditEntry(core, { ...entry, actor: commandLine, subject: organisation.domain }));
    return organisation;
  });
}

/** The members of a group, from now on. Where they are that already, nothing is written. */
export async function setMembers(
  core: Pick<CoreDependencies, 'ids' | 'clock'>,
  tx: StoreWriter,
  group: Principal,
  members: readonly Principal[],
): Promise<void> {
  const before = await tx.membersOf(group.key);
  const without = (all: readonly Principal[], some: readonly Principal[]): string =>
    all.flatMap(({ key, email }) => (some.some((one) => one.key === key) ? [] : email)).join(' ');
  const detail = { added: without(members, before), removed: without(before, members) };
  if (!detail.added && !detail.removed) return;
  const keys = members.map(({ key }) => key);
  await tx.setGroupMembers(group.key, keys);
  await tx.appendAudit(
    auditEntry(core, { action: 'members-changed', actor: commandLine, subject: group.email, detail }),
  );
}

/** A calendar beside the primary one, by an administrator's command. */
export async function addCalendar(
  core: CoreDependencies,
  tx: StoreWriter,
  owner: Principal,
  wanted: NewCalendar,
): Promise<Calendar> {
  const calendar = await insertCalendar(core, tx, owner, wanted);
  const detail = { owner: owner.email };
  await tx.appendAudit(
    auditEntry(core, { action: 'calendar-added', actor: commandLine, subject: calendar.id, detail }),
  );
  return calendar;
}

/** v3: a primary calendar's id and title are its owner's address. Its CalDAV name is the same in every home. */
async function createPrimary(core: CoreDependencies, tx: StoreWriter, owner: Principal): Promise<Calendar> {
  const kind = owner.kind === 'resource' ? 'resource' : 'primary';
  const calendar = newCalendar(core, owner, { id: owner.email, kind, title: owner.email, collectionName: 'calendar' });
  await putCalendar(core, tx, calendar);
  await tx.saveListEntry({ ...newEntry(owner.key, calendar.key), notifications: kind === 'primary' ? usual : [] });
  return calendar;
}

/**
 * The name that the directory has for a user, a group or a resource, from now on. Each of their calendars becomes another
 * revision, since what protocols show of its events has the owner's name in it; no event is changed. InvalidInput for no name.
 */
export async function renamePrincipal(
  core: Pick<CoreDependencies, 'ids' | 'clock'>,
  tx: StoreWriter,
  email: string,
  wanted: string,
): Promise<Principal> {
  const current = await tx.principalByEmail(email.trim().toLowerCase());
  if (!current) throw notFound(`There is no ${email}.`);
  const name = wanted.trim();
  if (!name || name.length > 255) throw invalidInput('name', 'A name has 1 to 255 characters.');
  if (name === current.name) return current;
  const principal = { ...current, name };
  await tx.savePrincipal(principal);
  for (const calendar of await tx.calendarsOwnedBy(current.key))
    await changeCalendar(core, tx, calendar, { changes: {} });
  const detail = { from: current.name, to: name };
  const entry = { action: 'user-renamed' as const, actor: commandLine, subject: current.email, detail };
  await tx.appendAudit(auditEntry(core, entry));
  return principal;
}

/** The user with their calendars, their events and their credentials; and with what a service account was given for others. */
export async function removePrincipal(core: CoreDependencies, tx: StoreWriter, email: string): Promise<void> {
  const principal = await tx.principalByEmail(email.toLowerCase());
  if (!principal) throw notFound(`There is no ${email}.`);
  for (const calendar of await tx.calendarsOwnedBy(principal.key)) await tx.removeCalendar(calendar.key);
  for (const credential of await tx.credentialsOf(principal.key)) await tx.removeCredential(credential.key);
  await tx.endOauthRecords({ clientId: principal.email });
  await tx.removePrincipal(principal.key);
  await tx.appendAudit(auditEntry(core, { action: 'user-removed', actor: commandLine, subject: principal.email }));
}
