import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import type { Viewer } from '../access/viewer.js';
import { DayferryError, forbidden, notFound, unauthenticated } from '../errors.js';
import type { AclRule, Calendar } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import { calendarById, openCalendar } from './access.js';
import type { CalendarChanges, CalendarService, EntryChanges, NewCalendar, OpenCalendar } from './api.js';
import { changeCalendar, changeEntry, clearCalendar, insertCalendar } from './calendar-writes.js';
import type { CoreContext } from './context.js';

export function calendarService(core: CoreContext): CalendarService {
  return {
    open: async (viewer, id) => openCalendar(core, viewer, await calendarById(core, id.toLowerCase())),
    list: (viewer) => list(core, viewer),
    home: (viewer, userEmail) => home(core, viewer, userEmail),
    openInHome: (viewer, userEmail, segment) => openInHome(core, viewer, userEmail, segment),
    create: (viewer, calendar) => create(core, viewer, calendar),
    update: (open, changes, check) => update(core, open, changes, check),
    updateEntry: (open, changes) => updateEntry(core, open, changes),
    unsubscribe: (open) => unsubscribe(core, open),
    remove: (open) => remove(core, open),
    clear: (open) => clear(core, open),
    acl: (open) => acl(core, open),
    setAcl: (open, rule) => setAcl(core, open, rule),
  };
}

function signedIn(viewer: Viewer): Principal {
  if (!viewer.user) throw unauthenticated();
  return viewer.user;
}

async function list(core: CoreContext, viewer: Viewer): Promise<OpenCalendar[]> {
  const user = signedIn(viewer);
  await core.directory.refresh();
  const entries = await core.store.reader.listEntries(user.key);
  const calendars = await core.store.reader.calendarsByKey(entries.map((entry) => entry.calendarKey));
  const opened = await openReadable(core, viewer, calendars);
  return opened.sort((a, b) => rank(a) - rank(b) || a.calendar.key.localeCompare(b.calendar.key));
}

function rank(open: OpenCalendar): number {
  const isOwnPrimary = open.calendar.kind === 'primary' && open.owner.key === open.viewer.user?.key;
  return isOwnPrimary ? -1 : (open.entry?.order ?? 1_000_000);
}

async function openReadable(core: CoreContext, viewer: Viewer, calendars: Calendar[]): Promise<OpenCalendar[]> {
  const opened = await Promise.all(
    calendars.map((calendar) => openCalendar(core, viewer, calendar).catch(nullIfHidden)),
  );
  return opened.filter((open) => open !== null);
}

function nullIfHidden(error: unknown): null {
  if (error instanceof DayferryError && error.kind === 'not-found') return null;
  throw error;
}

async function userByEmail(core: CoreContext, email: string): Promise<Principal> {
  await core.directory.refresh();
  const lower = email.toLowerCase();
  const user = await core.directory.get(`email:${lower}`, () => core.store.reader.principalByEmail(lower));
  if (!user) throw notFound();
  return user;
}

async function home(
  core: CoreContext,
  viewer: Viewer,
  email: string,
): Promise<{ segment: string; open: OpenCalendar }[]> {
  const user = await userByEmail(core, email);
  const isOwnHome = viewer.user?.key === user.key;
  const own = await core.store.reader.calendarsOwnedBy(user.key);
  const shared = isOwnHome ? (await list(core, viewer)).filter((open) => open.owner.key !== user.key) : [];
  const opened = [...(await openReadable(core, viewer, own)), ...shared];
  return opened.map((open) => ({ segment: segmentOf(open, user), open }));
}

function segmentOf(open: OpenCalendar, user: Principal): string {
  return open.owner.key === user.key ? open.calendar.collectionName : open.calendar.id;
}

async function openInHome(core: CoreContext, viewer: Viewer, email: string, segment: string): Promise<OpenCalendar> {
  const user = await userByEmail(core, email);
  const load = (): Promise<Calendar | null> => core.store.reader.calendarByCollection(user.key, segment);
  const own = await core.directory.get(`collection:${user.key}:${segment}`, load);
  if (own) return openCalendar(core, viewer, own);
  return openCalendar(core, viewer, await calendarById(core, segment.toLowerCase()));
}

async function create(core: CoreContext, viewer: Viewer, calendar: NewCalendar): Promise<OpenCalendar> {
  const user = signedIn(viewer);
  requireWriteScope(viewer);
  const made = await core.store.write((tx) => insertCalendar(core, tx, user, calendar));
  await core.directory.refresh();
  return openCalendar(core, viewer, made);
}

function requireOwner(open: OpenCalendar): void {
  requireWriteScope(open.viewer);
  requireRole(open.role, 'owner');
}

async function reopened(core: CoreContext, open: OpenCalendar): Promise<OpenCalendar> {
  return openCalendar(core, open.viewer, await calendarById(core, open.calendar.id));
}

async function update(
  core: CoreContext,
  open: OpenCalendar,
  changes: CalendarChanges,
  check?: (current: Calendar) => void,
): Promise<OpenCalendar> {
  requireOwner(open);
  await core.store.write((tx) => changeCalendar(core, tx, open.calendar, { changes, check }));
  return reopened(core, open);
}

async function updateEntry(core: CoreContext, open: OpenCalendar, changes: EntryChanges): Promise<OpenCalendar> {
  const user = signedIn(open.viewer);
  requireWriteScope(open.viewer);
  await core.store.write((tx) => changeEntry(tx, user.key, open.calendar.key, changes));
  return reopened(core, open);
}

async function unsubscribe(core: CoreContext, open: OpenCalendar): Promise<void> {
  const user = signedIn(open.viewer);
  requireWriteScope(open.viewer);
  if (open.owner.key === user.key && open.calendar.kind === 'primary')
    throw forbidden('A primary calendar stays on the list.', { code: 'primary' });
  await core.store.write((tx) => tx.removeListEntry(user.key, open.calendar.key));
}

async function remove(core: CoreContext, open: OpenCalendar): Promise<void> {
  requireOwner(open);
  if (open.calendar.kind === 'primary') throw forbidden('A primary calendar cannot be deleted.', { code: 'primary' });
  await core.store.write((tx) => tx.removeCalendar(open.calendar.key));
}

async function clear(core: CoreContext, open: OpenCalendar): Promise<void> {
  requireOwner(open);
  await core.store.write((tx) => clearCalendar(core, tx, open.calendar));
}

async function acl(core: CoreContext, open: OpenCalendar): Promise<AclRule[]> {
  requireRole(open.role, 'writer');
  return core.store.reader.aclRules([open.calendar.key]);
}

async function setAcl(core: CoreContext, open: OpenCalendar, rule: Omit<AclRule, 'calendarKey'>): Promise<void> {
  requireOwner(open);
  if (rule.scopeType === 'user' && rule.scopeValue === open.owner.email && rule.role !== 'owner') {
    throw forbidden("The owner's own access cannot be lowered.", { code: 'last-owner' });
  }
  const full = { ...rule, scopeValue: rule.scopeValue.toLowerCase(), calendarKey: open.calendar.key };
  await core.store.write(async (tx) => {
    if (rule.role === 'none') await tx.removeAclRule(full.calendarKey, full.scopeType, full.scopeValue);
    else await tx.saveAclRule(full);
  });
}
