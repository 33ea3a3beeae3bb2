import type { Viewer } from '../access/viewer.js';
import type { Principal } from '../model/directory.js';
import type { ShareInvitation, ShareNotice, SharedRole } from '../model/sharing.js';
import type { EntryChanges } from './changes.js';
import type { OpenCalendar } from './open-calendar.js';

/** Invites somebody, changes what they may do, or (role null) takes the calendar from them. */
export interface ShareChange {
  email: string;
  role: SharedRole | null;
  /** What the owner calls the calendar to them. */
  title?: string;
}

/** Somebody with whom a calendar is shared, or who was invited to it. */
export interface Sharee {
  principal: Principal;
  role: SharedRole;
  state: ShareInvitation['state'];
  title?: string;
  ownTitle?: string;
}

export interface InvitationAnswer {
  accepts: boolean;
  /** What the one who answers calls the calendar. */
  ownTitle?: string;
  /** Their settings for it, where it is not on their list yet. */
  entry?: EntryChanges;
}

/** Calendars that are shared by invitation: nothing changes for a person before they accept. */
export interface SharingService {
  /**
   * Owner only; all in one transaction. Who is told is who was invited or whose right changed. Forbidden `unknown-sharee`
   * for inviting who is no user of the owner's organisation, or the owner; taking it from them is nothing to do.
   */
  share(open: OpenCalendar, changes: ShareChange[]): Promise<void>;
  /** Owner only: those of these addresses that cannot be invited. */
  strangers(open: OpenCalendar, emails: string[]): Promise<Set<string>>;
  /** With whom these calendars are shared, by calendar key: owners see everybody, others themselves. */
  shareesOf(opens: OpenCalendar[]): Promise<Map<string, Sharee[]>>;
  /** Keys of those of the viewer's own calendars that are shared with somebody. */
  sharedByViewer(opens: OpenCalendar[]): Promise<Set<string>>;
  /** The calendar, now on the viewer's list, or null where they declined. NotFound for an invitation that is not theirs. */
  answer(viewer: Viewer, invitationKey: string, answer: InvitationAnswer): Promise<OpenCalendar | null>;
  /** What the viewer was told and has not put away. */
  notices(viewer: Viewer): Promise<ShareNotice[]>;
  /** NotFound when it is not there. */
  removeNotice(viewer: Viewer, name: string, check?: (notice: ShareNotice) => void): Promise<void>;
}
