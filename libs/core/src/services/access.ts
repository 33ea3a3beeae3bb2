import { forbidden, notFound } from '../errors.js';
import { effectiveRole, strongest } from '../access/roles.js';
import { roleUnderScopes } from '../access/scopes.js';
import { nobody, type Viewer } from '../access/viewer.js';
import type { AclRule, Calendar, CalendarListEntry, Role, SyncState } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { OpenCalendar } from './api.js';
import type { CoreContext } from './context.js';
import { noteRootReading } from './root-readings.js';

/**
 * Opens one calendar for one viewer: a few cached directory answers and one read of the change sequence, unless the
 * caller has read it. `known.role`: a role that the viewer has by other means than the calendar's rules. NotFound for
 * who has none; Forbidden `insufficient-scope` for who has one that the credential's scopes do not reach.
 */
export async function openCalendar(
  core: CoreContext,
  viewer: Viewer,
  calendar: Calendar,
  known: { sync?: SyncState | undefined; role?: Role } = {},
): Promise<OpenCalendar> {
  const [rules, owner, entry] = await Promise.all([
    rulesOf(core, calendar),
    core.directory.get(`principal:${calendar.ownerKey}`, () => core.store.reader.principal(calendar.ownerKey)),
    entryOf(core, viewer, calendar),
  ]);
  if (!owner) throw notFound();
  const granted = known.role ?? grantedRole(viewer, calendar, owner, rules);
  if (granted === 'none') throw notFound();
  const role = known.role ?? roleUnderScopes(viewer, granted, effectiveRole(nobody, rules));
  if (role === 'none') throw forbidden('The credential is not for this calendar.', { code: 'insufficient-scope' });
  const sync = known.sync ?? (await core.store.reader.syncStates([calendar.key])).get(calendar.key);
  if (!sync) throw notFound();
  const isByAdministration = administers(viewer, owner) && ownRole(viewer, calendar, rules) !== 'owner';
  if (isByAdministration) await noteRootReading(core, viewer, [calendar]);
  return { viewer, calendar, owner, role, isByAdministration, entry, sync };
}

export async function calendarById(core: CoreContext, id: string): Promise<Calendar> {
  await core.directory.refresh();
  const calendar = await core.directory.get(`calendar:${id}`, () => core.store.reader.calendarById(id));
  if (!calendar) throw notFound();
  return calendar;
}

async function rulesOf(core: CoreContext, calendar: Calendar): Promise<AclRule[]> {
  const rules = await core.directory.get(`acl:${calendar.key}`, () => core.store.reader.aclRules([calendar.key]));
  return rules ?? [];
}

async function entryOf(core: CoreContext, viewer: Viewer, calendar: Calendar): Promise<CalendarListEntry | null> {
  const user = viewer.user;
  if (!user) return null;
  const load = async (): Promise<{ entry: CalendarListEntry | null }> => ({
    entry: await core.store.reader.listEntry(user.key, calendar.key),
  });
  return (await core.directory.get(`entry:${user.key}:${calendar.key}`, load))?.entry ?? null;
}

/** What the viewer may do, as far as their credential's scopes reach. What changes something looks at those by itself. */
export function roleOf(viewer: Viewer, calendar: Calendar, owner: Principal, rules: AclRule[]): Role {
  return roleUnderScopes(viewer, grantedRole(viewer, calendar, owner, rules), effectiveRole(nobody, rules));
}

/**
 * A credential for some calendars opens no other; an administrator is an owner of all calendars of their organisation's
 * people and rooms.
 */
function grantedRole(viewer: Viewer, calendar: Calendar, owner: Principal, rules: AclRule[]): Role {
  if (viewer.calendars && !viewer.calendars.has(calendar.id)) return 'none';
  return administers(viewer, owner) ? 'owner' : ownRole(viewer, calendar, rules);
}

/** By the calendar's rules, or as a delegate, who has a role on all of their principal's calendars. */
function ownRole(viewer: Viewer, { ownerKey }: Calendar, rules: AclRule[]): Role {
  return strongest(effectiveRole(viewer, rules), viewer.actsFor?.get(ownerKey) ?? 'none');
}

/** Nothing but their office shows it to them. */
export function isShownToRootOnly(viewer: Viewer, calendar: Calendar, owner: Principal, rules: AclRule[]): boolean {
  return administers(viewer, owner) && ownRole(viewer, calendar, rules) === 'none';
}

function administers({ user }: Viewer, owner: Principal): boolean {
  return user?.isAdmin === true && user.organisationKey === owner.organisationKey;
}
