import { forbidden, unauthenticated } from '../errors.js';
import type { Role } from '../model/calendar.js';
import type { Viewer } from './viewer.js';

/** What a change is about; each has scopes of its own beside `calendar`, which opens everything. */
export type Area = 'events' | 'calendars' | 'list' | 'acl';

/** Scopes of the Calendar API that let a credential change something. */
const writing: Record<Area, readonly string[]> = {
  events: ['calendar', 'calendar.events', 'calendar.events.owned'],
  calendars: ['calendar', 'calendar.calendars'],
  list: ['calendar', 'calendar.calendarlist'],
  acl: ['calendar', 'calendar.acls'],
};

export function mayWrite({ scopes }: Pick<Viewer, 'scopes'>, area: Area = 'events'): boolean {
  return writing[area].some((scope) => scopes.has(scope));
}

/** Refuses writes without sign-in (401) and with a credential that does not permit them (403). */
export function requireWriteScope(viewer: Viewer, area: Area = 'events'): void {
  if (!viewer.user) throw unauthenticated();
  if (!mayWrite(viewer, area))
    throw forbidden('The credential does not permit changes.', { code: 'insufficient-scope' });
}

const readingRules = ['calendar', 'calendar.readonly', 'calendar.acls', 'calendar.acls.readonly'];

/** Who else has access is shown to no credential that is for events only. */
export function mayReadRules({ scopes }: Pick<Viewer, 'scopes'>): boolean {
  return readingRules.some((scope) => scopes.has(scope));
}

const wholeEvents = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'];

/**
 * What is left of a role under scopes that show only some events: own calendars (`events.owned`), those that everybody
 * may see (`events.public.readonly`), times only (`events.freebusy`). `roleOfNobody` is what everybody has.
 */
export function roleUnderScopes({ scopes }: Viewer, role: Role, roleOfNobody: Role): Role {
  if (wholeEvents.some((scope) => scopes.has(scope))) return role;
  const isOwned = scopes.has('calendar.events.owned') || scopes.has('calendar.events.owned.readonly');
  const isPublic = scopes.has('calendar.events.public.readonly');
  const isBusyOnly = scopes.has('calendar.events.freebusy');
  if (!isOwned && !isPublic && !isBusyOnly) return role;
  if (isOwned && role === 'owner') return role;
  if (isPublic && roleOfNobody !== 'none') return roleOfNobody;
  return isBusyOnly && role !== 'none' ? 'freeBusy' : 'none';
}
