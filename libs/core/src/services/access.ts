import { notFound } from '../errors.js';
import { effectiveRole, strongest } from '../access/roles.js';
import { isForRules, mayWrite, roleUnderScopes } from '../access/scopes.js';
import { nobody, type Viewer } from '../access/viewer.js';
import type { AclRule, Calendar, CalendarListEntry, Role, SyncState } from '../model/calendar.js';
import type { OpenCalendar } from './api.js';
import type { CoreContext } from './context.js';

/**
 * Opens one calendar for one viewer: a few cached directory answers and one read of the change sequence, unless the
 * caller has read it. `known.role`: a role that the viewer has by other means than the calendar's rules.
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
  const role = known.role ?? roleOf(viewer, calendar, rules);
  if (role === 'none' || !owner) throw notFound();
  const sync = known.sync ?? (await core.store.reader.syncStates([calendar.key])).get(calendar.key);
  if (!sync) throw notFound();
  return { viewer, calendar, owner, role, entry, sync };
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

/**
 * A credential that only reads makes a reader of a writer, and one for some calendars opens no other; a domain
 * administrator owns all of the domain's calendars, and a delegate has a role on all of their principal's.
 */
export function roleOf(viewer: Viewer, calendar: Calendar, rules: AclRule[]): Role {
  if (viewer.calendars && !viewer.calendars.has(calendar.id)) return 'none';
  const isDomainAdmin = viewer.user?.isAdmin === true && rules.some((rule) => ownsInDomain(rule, viewer.domain));
  const standIn = viewer.actsFor?.get(calendar.ownerKey) ?? 'none';
  const granted = isDomainAdmin ? 'owner' : strongest(effectiveRole(viewer, rules), standIn);
  const role = roleUnderScopes(viewer, granted, effectiveRole(nobody, rules));
  if (role === 'writer' && !mayWrite(viewer) && !isForRules(viewer)) return 'reader';
  return role;
}

function ownsInDomain(rule: AclRule, domain: string | undefined): boolean {
  return rule.role === 'owner' && domain !== undefined && rule.scopeValue.endsWith(`@${domain}`);
}
