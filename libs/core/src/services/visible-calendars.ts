import type { Viewer } from '../access/viewer.js';
import type { AclRule, Calendar } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import { isShownToRootOnly, roleOf } from './access.js';
import type { CoreContext } from './context.js';
import { noteRootReading } from './root-readings.js';

/** What busy times need to know of a calendar. */
export interface VisibleCalendar {
  key: string;
  timeZone: string;
  ownerEmail: string;
  components: Calendar['components'];
}

/**
 * Those of the calendars that exist and show this viewer at least busy times, by id in lower case. A handful of reads
 * for any number of them, and none at all for what the directory cache knows.
 */
export async function visibleCalendars(
  core: CoreContext,
  viewer: Viewer,
  ids: string[],
): Promise<Map<string, VisibleCalendar>> {
  const { directory, store } = core;
  await directory.refresh();
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const found = await directory.getMany<Calendar>('calendar', wanted, async (missing) =>
    (await store.reader.calendarsById(missing)).map((calendar) => [calendar.id, calendar]),
  );
  const calendars = [...found.values()];
  const [rules, owners] = await Promise.all([
    rulesOf(core, calendars),
    directory.getMany<Principal>(
      'principal',
      [...new Set(calendars.map(({ ownerKey }) => ownerKey))],
      async (missing) => (await store.reader.principalsByKey(missing)).map((principal) => [principal.key, principal]),
    ),
  ]);
  const byRoot: Calendar[] = [];
  const seen = calendars.flatMap((calendar): [string, VisibleCalendar][] => {
    const { id, key, timeZone, ownerKey, components } = calendar;
    const [owner, own] = [owners.get(ownerKey), rules.get(key) ?? []];
    if (!owner || roleOf(viewer, calendar, owner, own) === 'none') return [];
    if (isShownToRootOnly(viewer, calendar, owner, own)) byRoot.push(calendar);
    return [[id, { key, timeZone, ownerEmail: owner.email, components }]];
  });
  if (byRoot.length > 0) await noteRootReading(core, viewer, byRoot);
  return new Map(seen);
}

/** Of all these calendars, by key. */
export function rulesOf({ directory, store }: CoreContext, calendars: Calendar[]): Promise<Map<string, AclRule[]>> {
  const keys = calendars.map(({ key }) => key);
  return directory.getMany<AclRule[]>('acl', keys, async (missing) => {
    const rules = await store.reader.aclRules(missing);
    return missing.map((key) => [key, rules.filter((rule) => rule.calendarKey === key)]);
  });
}
