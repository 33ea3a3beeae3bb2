import type { Delegation, ShareInvitation, ShareNotice, SharedRole } from '../model/sharing.js';

export interface SharingReader {
  /** Those who act for this owner. */
  delegatesOf(ownerKey: string): Promise<Delegation[]>;
  /** Those for whom a user acts, by name or as a member of a group; once for each role. */
  delegationsTo(userKey: string): Promise<Delegation[]>;
  /** All invitations to these calendars, in one query. */
  invitationsTo(calendarKeys: string[]): Promise<ShareInvitation[]>;
  invitationsOf(userKey: string): Promise<ShareInvitation[]>;
  /** Oldest first. */
  shareNotices(userKey: string): Promise<ShareNotice[]>;
}

export interface SharingWriter {
  /** These are the owner's delegates with this role now. */
  setDelegates(ownerKey: string, role: SharedRole, delegateKeys: string[]): Promise<void>;
  saveInvitation(invitation: ShareInvitation): Promise<void>;
  removeInvitation(calendarKey: string, userKey: string): Promise<void>;
  saveShareNotice(notice: ShareNotice): Promise<void>;
  removeShareNotice(userKey: string, name: string): Promise<boolean>;
}
