import { issueCredential, saveIssued, type IssuedCredential } from '@dayferry/auth';
import {
  addCalendar as addCalendarTo,
  createPrincipal,
  notFound,
  setAclByCommand,
  setMembers,
  type CredentialKind,
  type Principal,
  type Role,
  type StoreWriter,
} from '@dayferry/core';
import { readScope } from './commands/calendar.js';
import type { DirectoryFile } from './directory-file.js';
import type { Session } from './session.js';

export interface MadeSecret {
  email: string;
  kind: CredentialKind;
  name: string;
  secret: string;
}

export interface DirectoryReport {
  created: { users: number; groups: number; resources: number; calendars: number; credentials: number };
  /** Secrets that were made up; shown this once. */
  secrets: MadeSecret[];
}

type NewUser = DirectoryFile['users'][number];

/** Adds what is not there yet; a second run changes nothing. Secrets are hashed first, all at once, then one transaction. */
export async function importDirectory(session: Session, file: DirectoryFile): Promise<DirectoryReport> {
  const report: DirectoryReport = {
    created: { users: 0, groups: 0, resources: 0, calendars: 0, credentials: 0 },
    secrets: [],
  };
  const issued = await Promise.all(file.users.map((user) => issueAll(session, user)));
  await session.deps.store.write(async (tx) => {
    report.secrets = [];
    report.created = { users: 0, groups: 0, resources: 0, calendars: 0, credentials: 0 };
    const target = { session, tx, report };
    for (const [i, user] of file.users.entries()) await addUser(target, user, issued[i]!);
    for (const resource of file.resources) await addPrincipal(target, { ...resource, kind: 'resource' }, 'resources');
    for (const group of file.groups) await addGroup(target, group);
    for (const calendar of file.calendars) await addCalendar(target, calendar);
    for (const { calendar, scope, role } of file.acls) await setRule(target, calendar, scope, role);
  });
  return report;
}

interface Wanted {
  kind: CredentialKind;
  isGiven: boolean;
  issued: IssuedCredential;
}

/** The user's key is put in when the user is known. */
async function issueAll({ deps }: Session, user: NewUser): Promise<Wanted[]> {
  const wanted = [
    ...(user.password === undefined
      ? []
      : [{ kind: 'password' as const, name: 'password', secret: user.password, scopes: undefined }]),
    ...(user.appPasswords ?? []).map((item) => ({ kind: 'app-password' as const, ...item })),
    ...(user.tokens ?? []).map((item) => ({ kind: 'token' as const, ...item })),
  ];
  return Promise.all(
    wanted.map(async ({ kind, name, secret, scopes }) => {
      const given = { name, ...(secret === undefined ? {} : { secret }), ...(scopes === undefined ? {} : { scopes }) };
      return { kind, isGiven: secret !== undefined, issued: await issueCredential(deps, { key: '' }, kind, given) };
    }),
  );
}

interface Target {
  session: Session;
  tx: StoreWriter;
  report: DirectoryReport;
}

async function addPrincipal(
  { session, tx, report }: Target,
  wanted: Parameters<typeof createPrincipal>[2],
  group: 'users' | 'groups' | 'resources',
): Promise<Principal> {
  const existing = await tx.principalByEmail(wanted.email.trim().toLowerCase());
  if (existing) return existing;
  report.created[group] += 1;
  return createPrincipal(session.deps, tx, wanted);
}

async function addUser(target: Target, { email, name, timeZone, admin }: NewUser, secrets: Wanted[]): Promise<void> {
  const wanted = {
    email,
    isAdmin: admin === true,
    ...(name === undefined ? {} : { name }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
  const user = await addPrincipal(target, wanted, 'users');
  const known = await target.tx.credentialsOf(user.key);
  for (const { kind, isGiven, issued } of secrets) {
    const { credential, secret } = issued;
    if (known.some((item) => item.kind === kind && item.name === credential.name)) continue;
    await saveIssued(target.session.deps, target.tx, { user, credential: { ...credential, userKey: user.key } });
    target.report.created.credentials += 1;
    if (!isGiven) target.report.secrets.push({ email: user.email, kind, name: credential.name, secret });
  }
}

async function addGroup(target: Target, { email, name, members }: DirectoryFile['groups'][number]): Promise<void> {
  const group = await addPrincipal(target, { email, kind: 'group', ...(name === undefined ? {} : { name }) }, 'groups');
  const found: Principal[] = [];
  for (const member of members) found.push(await existing(target.tx, member));
  await setMembers(target.session.deps, target.tx, group, found);
}

async function existing(tx: StoreWriter, email: string): Promise<Principal> {
  const found = await tx.principalByEmail(email.trim().toLowerCase());
  if (!found) throw notFound(`There is no ${email}.`);
  return found;
}

async function addCalendar(
  target: Target,
  { owner, title, name, timeZone, color, acl }: DirectoryFile['calendars'][number],
): Promise<void> {
  const { session, tx, report } = target;
  const user = await existing(tx, owner);
  const wanted = {
    title,
    collectionName: name,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(color === undefined ? {} : { color }),
  };
  const found = await tx.calendarByCollection(user.key, name);
  const calendar = found ?? (await addCalendarTo(session.deps, tx, user, wanted));
  if (!found) report.created.calendars += 1;
  for (const { scope, role } of acl) await setRule(target, calendar.id, scope, role);
}

function setRule({ session, tx }: Target, id: string, scope: string, role: Role): Promise<void> {
  return setAclByCommand(session.deps, tx, id, { ...readScope(scope), role });
}
