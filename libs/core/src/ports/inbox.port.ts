/** What a scheduling message asks or says (RFC 5546 §1.4). */
export type MessageMethod = 'request' | 'cancel' | 'reply';

/** A scheduling message as it was delivered to a user of this server (RFC 6638 §2.2). It never changes. */
export interface InboxMessage {
  userKey: string;
  /** Last segment of its path. */
  name: string;
  /** Change number of the inbox when it came. */
  seq: number;
  /** Epoch milliseconds. */
  created: number;
  expires: number;
  method: MessageMethod;
  uid: string;
  /** E-mail address of the organizer, or of the guest who replies. */
  sender: string;
  /** iCalendar text with its METHOD. */
  ical: string;
}

export interface InboxReader {
  /** Oldest first: all, those that came after a change number, or those with these names. */
  inboxMessages(userKey: string, some?: { since?: number; names?: string[] }): Promise<InboxMessage[]>;
  /** Names of those that went after a change number, oldest removal first. */
  inboxRemovals(userKey: string, since: number): Promise<{ name: string; seq: number }[]>;
}

export interface InboxWriter {
  /** Takes the place of what the same sender said about the same UID before. */
  insertInboxMessage(message: Omit<InboxMessage, 'seq'>): Promise<void>;
  removeInboxMessage(userKey: string, name: string): Promise<boolean>;
  /** Some of those that are over; how many. */
  removeExpiredInboxMessages(now: number): Promise<number>;
}
