import type { AclRule } from '../model/calendar.js';
import type { StoreWriter } from '../ports/store.port.js';
import { writeRule } from './acl.js';
import { changeEntry } from './calendar-writes.js';
import type { CoreContext } from './context.js';
import type { OpenCalendar } from './open-calendar.js';
import { noticeOf, type Invited } from './share-notices.js';
import type { InvitationAnswer } from './sharing-api.js';

/** The right that the invitation offers, and a place on the list. */
export async function accept(
  core: CoreContext,
  tx: StoreWriter,
  invited: Invited,
  { ownTitle, entry = {} }: InvitationAnswer,
): Promise<void> {
  const { calendar, sharee, invitation } = invited;
  const rule = await ruleFor(tx, invited);
  if (rule?.role !== invitation.role && rule?.role !== 'owner') {
    const scope = { calendarKey: calendar.key, scopeType: 'user', scopeValue: sharee.email } as const;
    await writeRule(core, tx, invited, { ...scope, role: invitation.role });
  }
  const isListed = (await tx.listEntry(sharee.key, calendar.key)) !== null;
  const named = ownTitle === undefined ? {} : { titleOverride: ownTitle };
  await changeEntry(tx, sharee.key, calendar.key, isListed ? named : { ...entry, ...named });
  const next = { ...invitation, state: 'accepted', ...(ownTitle === undefined ? {} : { ownTitle }) } as const;
  await settle(core, tx, { ...invited, invitation: next });
}

/** The right goes with the invitation, unless it is that of another owner of the calendar. */
export async function decline(core: CoreContext, tx: StoreWriter, invited: Invited): Promise<void> {
  const rule = await ruleFor(tx, invited);
  if (rule && rule.role !== 'owner') await writeRule(core, tx, invited, { ...rule, role: 'none' });
  await tx.removeListEntry(invited.sharee.key, invited.calendar.key);
  await settle(core, tx, { ...invited, invitation: { ...invited.invitation, state: 'declined' } });
}

async function ruleFor(tx: StoreWriter, { calendar, sharee }: Invited): Promise<AclRule | undefined> {
  const rules = await tx.aclRules([calendar.key]);
  return rules.find(({ scopeType, scopeValue }) => scopeType === 'user' && scopeValue === sharee.email);
}

/** What was asked is answered: the question goes, and the owner is told. */
async function settle(core: CoreContext, tx: StoreWriter, invited: Invited): Promise<void> {
  await tx.saveInvitation(invited.invitation);
  await tx.removeShareNotice(invited.sharee.key, invited.invitation.key);
  await tx.saveShareNotice(noticeOf(core, invited, 'reply'));
}

/** Who was invited and takes the calendar off the list declines (caldav-sharing §5.4.2), in whatever protocol. */
export async function declineOnLeaving(core: CoreContext, tx: StoreWriter, open: OpenCalendar): Promise<void> {
  const { calendar, owner, viewer } = open;
  const sharee = viewer.user;
  if (!sharee) return;
  const invitations = await tx.invitationsTo([calendar.key]);
  const invitation = invitations.find(({ userKey, state }) => userKey === sharee.key && state === 'accepted');
  if (invitation) await decline(core, tx, { calendar, owner, viewer, sharee, invitation });
}
