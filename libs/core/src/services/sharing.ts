import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { signedIn, type Viewer } from '../access/viewer.js';
import { forbidden, notFound } from '../errors.js';
import type { AclRule } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { ShareInvitation, ShareNotice } from '../model/sharing.js';
import type { StoreWriter } from '../ports/store.port.js';
import { calendarById, openCalendar } from './access.js';
import { writeRule } from './acl.js';

import type { CoreContext } from './context.js';
import type { OpenCalendar } from './open-calendar.js';
import { isShown } from './people.js';
import { accept, decline } from './share-answers.js';
import { noticeOf, replyTo } from './share-notices.js';
import { sharedByViewer, shareesOf } from './sharees.js';
import type { InvitationAnswer, ShareChange, SharingService } from './sharing-api.js';

export function sharingService(core: CoreContext): SharingService {
  return {
    share: (open, changes) => share(core, open, changes),
    strangers: (open, emails) => strangers(core, open, emails),
    shareesOf: (opens) => shareesOf(core, opens),
    sharedByViewer: (opens) => sharedByViewer(core, opens),
    answer: (viewer, key, answer) => answerInvitation(core, viewer, key, answer),
    notices: (viewer) => notices(core, viewer),
    removeNotice: (viewer, name, check) => removeNotice(core, viewer, name, check),
  };
}

async function share(core: CoreContext, open: OpenCalendar, changes: ShareChange[]): Promise<void> {
  requireWriteScope(open.viewer, 'acl');
  requireRole(open.role, 'owner');
  const wanted = new Map<string, ShareChange & { sharee: Principal }>();
  for (const change of changes) {
    const sharee = await findSharee(core, open, change.email);
    // Who takes somebody off and puts them on in one request changes their right.
    const isOvertaken = sharee && change.role === null && wanted.has(sharee.key);
    if (sharee && !isOvertaken) wanted.set(sharee.key, { ...change, sharee });
    else if (!sharee && change.role !== null) throw unknownSharee();
  }
  await core.store.write(async (tx) => {
    const rules = await tx.aclRules([open.calendar.key]);
    const invitations = await tx.invitationsTo([open.calendar.key]);
    for (const change of wanted.values()) {
      const { sharee } = change;
      const known = {
        rule: rules.find((rule) => rule.scopeType === 'user' && rule.scopeValue === sharee.email),
        invitation: invitations.find(({ userKey }) => userKey === sharee.key),
      };
      if (change.role === null) await takeBack(core, tx, { open, sharee, ...known });
      else await invite(core, tx, { open, sharee, ...known }, { role: change.role, title: change.title });
    }
  });
}

async function strangers(core: CoreContext, open: OpenCalendar, emails: string[]): Promise<Set<string>> {
  requireRole(open.role, 'owner');
  const unknown = new Set<string>();
  for (const email of new Set(emails)) if (!(await findSharee(core, open, email))) unknown.add(email);
  return unknown;
}

async function findSharee({ store }: CoreContext, open: OpenCalendar, email: string): Promise<Principal | null> {
  const found = await store.reader.principalByEmail(email.toLowerCase());
  const isSelf = found?.key === open.owner.key || found?.key === open.viewer.user?.key;
  return found?.kind === 'user' && !isSelf && isShown(open.viewer, found) ? found : null;
}

const unknownSharee = (): Error =>
  forbidden('A calendar is shared with other users of the organisation.', { code: 'unknown-sharee' });

interface Known {
  open: Pick<OpenCalendar, 'calendar' | 'owner' | 'viewer'>;
  sharee: Principal;
  rule: AclRule | undefined;
  invitation: ShareInvitation | undefined;
}

/** Who has the calendar already has the new right at once; everybody else when they accept. */
async function invite(
  core: CoreContext,
  tx: StoreWriter,
  { open, sharee, rule, invitation }: Known,
  { role, title }: { role: ShareInvitation['role']; title: string | undefined },
): Promise<void> {
  const hasAccepted = invitation?.state === 'accepted' && rule !== undefined;
  const state = hasAccepted ? 'accepted' : 'pending';
  const isSame = invitation?.state === state && invitation.role === role && invitation.title === title;
  if (rule && rule.role !== role) await writeRule(core, tx, open, { ...rule, role });
  else if (isSame) return;
  const { title: _title, ...before } = invitation ?? { key: core.ids.key() };
  const next: ShareInvitation = {
    ...before,
    calendarKey: open.calendar.key,
    userKey: sharee.key,
    role,
    state,
    ...(title === undefined ? {} : { title }),
  };
  await tx.saveInvitation(next);
  await forgetEnds(tx, open, sharee);
  await tx.saveShareNotice(noticeOf(core, { ...open, sharee, invitation: next }));
}

/** Who is invited again need not hear any more that an earlier invitation has ended. */
async function forgetEnds(tx: StoreWriter, { calendar }: Known['open'], { key }: Principal): Promise<void> {
  for (const { name, calendarKey, content } of await tx.shareNotices(key))
    if (calendarKey === calendar.key && content.state === 'deleted') await tx.removeShareNotice(key, name);
}

async function takeBack(core: CoreContext, tx: StoreWriter, known: Known): Promise<void> {
  const { open, sharee, rule, invitation } = known;
  if (rule) await writeRule(core, tx, open, { ...rule, role: 'none' });
  if (!invitation) return;
  await tx.removeListEntry(sharee.key, open.calendar.key);
  await tx.removeInvitation(open.calendar.key, sharee.key);
  await tx.removeShareNotice(open.calendar.ownerKey, replyTo(invitation));
  const isNews = invitation.state !== 'declined';
  const notice = noticeOf(core, { ...open, sharee, invitation }, 'deleted');
  await (isNews ? tx.saveShareNotice(notice) : tx.removeShareNotice(sharee.key, notice.name));
}

async function answerInvitation(
  core: CoreContext,
  viewer: Viewer,
  invitationKey: string,
  answer: InvitationAnswer,
): Promise<OpenCalendar | null> {
  const sharee = signedIn(viewer);
  requireWriteScope(viewer, 'list');
  if (viewer.calendars) throw forbidden('The credential is for calendars that exist.', { code: 'insufficient-scope' });
  const calendar = await core.store.write(async (tx) => {
    const invitation = (await tx.invitationsOf(sharee.key)).find(({ key }) => key === invitationKey);
    const [found] = invitation ? await tx.calendarsByKey([invitation.calendarKey]) : [];
    const owner = found && (await tx.principal(found.ownerKey));
    if (!invitation || !found || !owner) throw notFound('There is no such invitation.');
    const invited = { calendar: found, owner, viewer, sharee, invitation };
    await (answer.accepts ? accept(core, tx, invited, answer) : decline(core, tx, invited));
    return found;
  });
  if (!answer.accepts) return null;
  await core.directory.refresh();
  return openCalendar(core, viewer, await calendarById(core, calendar.id));
}

async function notices(core: CoreContext, { user, calendars }: Viewer): Promise<ShareNotice[]> {
  if (!user || calendars) return [];
  await core.directory.refresh();
  return (await core.directory.get(`notices:${user.key}`, () => core.store.reader.shareNotices(user.key))) ?? [];
}

async function removeNotice(
  core: CoreContext,
  viewer: Viewer,
  name: string,
  check?: (notice: ShareNotice) => void,
): Promise<void> {
  const user = signedIn(viewer);
  requireWriteScope(viewer, 'list');
  await core.store.write(async (tx) => {
    const found = (await tx.shareNotices(user.key)).find((notice) => notice.name === name);
    if (!found) throw notFound();
    check?.(found);
    await tx.removeShareNotice(user.key, name);
  });
}
