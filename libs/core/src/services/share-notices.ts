import type { Calendar } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { ShareInvitation, ShareNotice } from '../model/sharing.js';
import type { Viewer } from '../access/viewer.js';
import type { CoreContext } from './context.js';

/** An invitation with all that it is about. */
export interface Invited {
  calendar: Calendar;
  owner: Principal;
  sharee: Principal;
  /** Who acts. */
  viewer: Viewer;
  invitation: ShareInvitation;
}

/** The name of the owner's notice about an invitation. The one of who was invited has the invitation's key. */
export const replyTo = ({ key }: Pick<ShareInvitation, 'key'>): string => `${key}-reply`;

/** The notice of an invitation as it is now, of its end, or (to the owner) of the answer. A later one takes its place. */
export function noticeOf(
  { ids, clock }: Pick<CoreContext, 'ids' | 'clock'>,
  { calendar, owner, sharee, invitation }: Invited,
  about?: 'deleted' | 'reply',
): ShareNotice {
  const isReply = about === 'reply';
  const title = isReply ? invitation.ownTitle : (invitation.title ?? calendar.title);
  return {
    userKey: isReply ? owner.key : sharee.key,
    name: isReply ? replyTo(invitation) : invitation.key,
    calendarKey: calendar.key,
    version: ids.key(),
    created: clock(),
    content: {
      type: isReply ? 'reply' : 'invitation',
      invitationKey: invitation.key,
      state: about === 'deleted' ? 'deleted' : invitation.state,
      role: invitation.role,
      ...(title === undefined ? {} : { title }),
      owner: { email: owner.email, name: owner.name },
      sharee: sharee.email,
      calendar: {
        id: calendar.id,
        collectionName: calendar.collectionName,
        components: calendar.components,
      },
    },
  };
}
