import type { ComponentName } from './calendar.js';

/** Rights that come with an invitation or a delegation. */
export type SharedRole = 'reader' | 'writer';

/** An invitation to a calendar, from whoever owns it to one person; there is at most one. */
export interface ShareInvitation {
  key: string;
  calendarKey: string;
  userKey: string;
  role: SharedRole;
  state: 'pending' | 'accepted' | 'declined';
  /** What the owner calls the calendar to them. */
  title?: string;
  /** What they call it. */
  ownTitle?: string;
}

/** What a notice says: that an invitation came, changed or ended; or that somebody answered one. */
export interface ShareNoticeContent {
  type: 'invitation' | 'reply';
  invitationKey: string;
  /** Of an invitation, as the one who was invited has answered it; `deleted`: it was taken back. */
  state: ShareInvitation['state'] | 'deleted';
  role: SharedRole;
  title?: string;
  /** Of the calendar's owner and of the one who was invited. */
  owner: { email: string; name: string };
  sharee: string;
  calendar: { id: string; collectionName: string; components: ComponentName[] };
}

/** A notice for one person, until they put it away. */
export interface ShareNotice {
  userKey: string;
  /** Unique among the person's notices. */
  name: string;
  calendarKey: string;
  /** Another one with every write. */
  version: string;
  /** Epoch milliseconds. */
  created: number;
  content: ShareNoticeContent;
}

/** Somebody acts for the owner, on all of the owner's calendars. */
export interface Delegation {
  ownerKey: string;
  /** A user or a group. */
  delegateKey: string;
  role: SharedRole;
}
