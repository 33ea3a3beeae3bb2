import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { signedIn, type Viewer } from '../access/viewer.js';
import { forbidden, notFound } from '../errors.js';
import { isSame } from '../merge/equality.js';
import type { Calendar } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { StoreWriter } from '../ports/store.port.js';
import { removeMeetings } from '../scheduling/calendar-removal.js';
import { calendarById, openCalendar } from './access.js';
import { acl, aclChanges, aclOf, replaceAcl, setAcl } from './acl.js';
import type { CalendarListState, CalendarService, OpenCalendar } from './api.js';
import { auditOthers } from './audit.js';
import { listState, openReadable, unsubscribe, updateEntry } from './calendar-list.js';
import { openByLink, removeLink, resetLink } from './calendar-links.js';
import { changeCalendar, changeEntry, clearCalendar, insertCalendar } from './calendar-writes.js';
import type { CalendarChanges, CalendarPatch, NewCalendar } from './changes.js';
import type { CoreContext } from './context.js';
import { changeProperties, requirePropertyWriter } from './properties.js';
import type { RemovalOptions } from './write-options.js';

export function calendarService(core: CoreContext): CalendarService {
  return {
    open: async (viewer, id) => openCalendar(core, viewer, await calendarById(core, id.toLowerCase())),
    list: async (viewer) => (await eventLists(core, viewer)).open,
    listState: (viewer, since) => eventLists(core, viewer, since),
    home: (viewer, userEmail) => home(core, viewer, userEmail),
    openInHome: (viewer, userEmail, segment) => openInHome(core, viewer, userEmail, segment),
    create: (viewer, calendar, more) => create(core, viewer, calendar, more),
    change: (open, patch) => change(core, open, patch),
    update: (open, changes, check) => update(core, open, changes, check),
    updateEntry: (open, changes, check) => updateEntry(core, open, changes, check),
    unsubscribe: (open, check) => unsubscribe(core, open, check),
    remove: (open, options) => remove(core, open, options),
    clear: (open, options) => clear(core, open, options),
    resetLink: (open) => resetLink(core, open),
    removeLink: (open) => removeLink(core, open),
    openByLink: (id, secret) => openByLink(core, id, secret),
    acl: (open) => acl(core, open),
    aclOf: (opens) => aclOf(core, opens),
    replaceAcl: (open, rules) => replaceAcl(core, open, rules),
    aclChanges: (open, since) => aclChanges(core, open, since),
    setAcl: (open, rule, check) => setAcl(core, open, rule, check),
  };
}

async function userByEmail(core: CoreContext, email: string): Promise<Principal> {
  await core.directory.refresh();
  const lower = email.toLowerCase();
  const user = await core.directory.get(`email:${lower}`, () => core.store.reader.principalByEmail(lower));
  if (!user) throw notFound();
  return user;
}

/** The programs that ask for lists know events alone. */
async function eventLists(core: CoreContext, viewer: Viewer, since?: number): Promise<CalendarListState> {
  const state = await listState(core, viewer, since);
  return { ...state, open: state.open.filter(({ calendar }) => calendar.components.includes('VEVENT')) };
}

async function home(
  core: CoreContext,
  viewer: Viewer,
  email: string,
): Promise<{ segment: string; open: OpenCalendar }[]> {
  const user = await userByEmail(core, email);
  const isOwnHome = viewer.user?.key === user.key;
  const own = await core.store.reader.calendarsOwnedBy(user.key);
  const shared = isOwnHome ? (await listState(core, viewer)).open.filter((open) => open.owner.key !== user.key) : [];
  const opened = [...(await openReadable(core, viewer, own)), ...shared];
  // Who is shown none of somebody's calendars is not told that there is such a person either.
  if (opened.length === 0 && !isOwnHome) throw notFound();
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
  const other = await calendarById(core, segment.toLowerCase());
  if (other.ownerKey !== user.key && viewer.user?.key !== user.key) throw notFound();
  return openCalendar(core, viewer, other);
}

async function create(
  core: CoreContext,
  viewer: Viewer,
  calendar: NewCalendar,
  more: CalendarPatch = {},
): Promise<OpenCalendar> {
  const user = signedIn(viewer);
  requireWriteScope(viewer, 'calendars');
  if (viewer.calendars) throw forbidden('The credential is for calendars that exist.', { code: 'insufficient-scope' });
  const made = await core.store.write(async (tx) => {
    const inserted = await insertCalendar(core, tx, user, calendar);
    await applyPatch(core, tx, { calendar: inserted, user }, more);
    return inserted;
  });
  await core.directory.refresh();
  return openCalendar(core, viewer, made);
}

async function change(core: CoreContext, open: OpenCalendar, patch: CalendarPatch): Promise<OpenCalendar> {
  const user = signedIn(open.viewer);
  if (patch.calendar) requireOwner(open);
  if (patch.entry) requireWriteScope(open.viewer, 'list');
  if (patch.properties?.length) requirePropertyWriter(open);
  await core.store.write(async (tx) => {
    await applyPatch(core, tx, { calendar: open.calendar, user }, patch);
    if (patch.calendar) await auditChange(core, tx, open, patch.calendar);
  });
  return reopened(core, open);
}

async function applyPatch(
  core: CoreContext,
  tx: StoreWriter,
  { calendar, user }: { calendar: Calendar; user: Principal },
  patch: CalendarPatch,
): Promise<void> {
  if (patch.calendar) await changeCalendar(core, tx, calendar, { changes: patch.calendar });
  if (patch.entry) await changeEntry(tx, user.key, calendar.key, patch.entry);
  const place = { scopeKey: calendar.key, resourceKey: 'self' };
  if (patch.properties?.length) await changeProperties(core.limits, tx, place, patch.properties);
}

function requireOwner(open: OpenCalendar): void {
  requireWriteScope(open.viewer, 'calendars');
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
  await core.store.write(async (tx) => {
    await changeCalendar(core, tx, open.calendar, { changes, check });
    await auditChange(core, tx, open, changes);
  });
  return reopened(core, open);
}

async function auditChange(
  core: CoreContext,
  tx: StoreWriter,
  open: OpenCalendar,
  changes: CalendarChanges,
): Promise<void> {
  const names = Object.keys(changes) as (keyof CalendarChanges)[];
  const what = names.filter((name) => !isSame(open.calendar[name], changes[name])).join(' ');
  if (what) await auditOthers(core, tx, open, { action: 'calendar-changed', detail: { what } });
}

async function remove(
  core: CoreContext,
  open: OpenCalendar,
  options: RemovalOptions = { origin: 'ical' },
): Promise<void> {
  requireOwner(open);
  if (open.calendar.kind === 'primary') throw forbidden('A primary calendar cannot be deleted.', { code: 'primary' });
  await core.store.write(async (tx) => {
    await removeMeetings(core, tx, open, options);
    await tx.removeCalendar(open.calendar.key);
    await auditOthers(core, tx, open, { action: 'calendar-removed' });
  });
}

async function clear(
  core: CoreContext,
  open: OpenCalendar,
  options: RemovalOptions = { origin: 'ical' },
): Promise<void> {
  requireOwner(open);
  await core.store.write(async (tx) => {
    await removeMeetings(core, tx, open, options);
    await clearCalendar(core, tx, open.calendar);
    await auditOthers(core, tx, open, { action: 'calendar-cleared' });
  });
}
