import { atLeast } from '../access/roles.js';
import type { AclRule } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { ShareInvitation } from '../model/sharing.js';
import type { CoreContext } from './context.js';
import { grouped } from './grouped.js';
import type { OpenCalendar } from './open-calendar.js';
import type { Sharee } from './sharing-api.js';
import { rulesOf } from './visible-calendars.js';

/** What is known of calendars that are shared; both from the directory cache. */
async function sharesOf(
  core: CoreContext,
  opens: OpenCalendar[],
): Promise<{ rules: Map<string, AclRule[]>; invitations: Map<string, ShareInvitation[]> }> {
  const calendars = opens.map(({ calendar }) => calendar);
  const [rules, invitations] = await Promise.all([
    rulesOf(core, calendars),
    core.directory.getMany<ShareInvitation[]>(
      'invitations',
      calendars.map(({ key }) => key),
      async (missing) => {
        const found = grouped(await core.store.reader.invitationsTo(missing), ({ calendarKey }) => calendarKey);
        return missing.map((key) => [key, found.get(key) ?? []]);
      },
    ),
  ]);
  return { rules, invitations };
}

/** Rules that share a calendar with somebody: more than busy times, by name, beside the owner's own. */
function sharing(open: OpenCalendar, rules: AclRule[] = []): AclRule[] {
  return rules.filter(
    ({ scopeType, scopeValue, role }) =>
      scopeType === 'user' && scopeValue !== open.owner.email && atLeast(role, 'reader'),
  );
}

export async function sharedByViewer(core: CoreContext, opens: OpenCalendar[]): Promise<Set<string>> {
  const own = opens.filter(({ owner, viewer }) => owner.key === viewer.user?.key);
  const { rules, invitations } = await sharesOf(core, own);
  const isShared = (open: OpenCalendar): boolean =>
    sharing(open, rules.get(open.calendar.key)).length > 0 ||
    (invitations.get(open.calendar.key) ?? []).some(({ state }) => state !== 'accepted');
  return new Set(own.filter(isShared).map(({ calendar }) => calendar.key));
}

/** A right without an invitation counts as accepted; an accepted invitation without a right is over. */
export async function shareesOf(core: CoreContext, opens: OpenCalendar[]): Promise<Map<string, Sharee[]>> {
  const { rules, invitations } = await sharesOf(core, opens);
  const emails = opens.flatMap((open) => sharing(open, rules.get(open.calendar.key)).map((rule) => rule.scopeValue));
  const keys = [...invitations.values()].flat().map(({ userKey }) => userKey);
  const { reader } = core.store;
  const people = [...(await reader.principalsByEmail([...new Set(emails)])), ...(await reader.principalsByKey(keys))];
  const known = new Map(people.map((principal) => [principal.key, principal]));
  return new Map(
    opens.map((open) => {
      const { key } = open.calendar;
      const all = joined([...known.values()], sharing(open, rules.get(key)), invitations.get(key) ?? []);
      const isOwner = atLeast(open.role, 'owner');
      return [key, isOwner ? all : all.filter(({ principal }) => principal.key === open.viewer.user?.key)];
    }),
  );
}

function joined(people: Principal[], rules: AclRule[], invitations: ShareInvitation[]): Sharee[] {
  return people.flatMap((principal): Sharee[] => {
    const rule = rules.find(({ scopeValue }) => scopeValue === principal.email);
    const invitation = invitations.find(({ userKey }) => userKey === principal.key);
    if (!rule && (!invitation || invitation.state === 'accepted')) return [];
    const { title, ownTitle, state = 'accepted' } = invitation ?? {};
    const role = rule ? (atLeast(rule.role, 'writer') ? 'writer' : 'reader') : invitation!.role;
    return [
      {
        principal,
        role,
        state,
        ...(title === undefined ? {} : { title }),
        ...(ownTitle === undefined ? {} : { ownTitle }),
      },
    ];
  });
}
