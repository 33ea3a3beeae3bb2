import type { Viewer } from '../access/viewer.js';
import type { Principal } from '../model/directory.js';
import type { InboxMessage } from '../ports/inbox.port.js';
import type { CollectionState } from '../ports/store.port.js';

/** Messages that came and messages that went, in the order in which they did. */
export interface InboxChanges {
  /** Null where nothing is kept. */
  state: CollectionState | null;
  items: { name: string; seq: number; message: InboxMessage | null }[];
}

/**
 * Scheduling messages of a user (RFC 6638 §2.2, §4), for themselves and for those who write in their place. NotFound for
 * everybody else. Organisations that keep none (`inboxDays` 0, the default) have inboxes that are always empty.
 */
export interface InboxService {
  /** Null where no messages are kept, or the credential does not show them. */
  state(viewer: Viewer, owner: Principal): Promise<CollectionState | null>;
  /** Oldest first: all, or those with these names. */
  messages(viewer: Viewer, owner: Principal, names?: string[]): Promise<InboxMessage[]>;
  /** After a change number, or everything that is there. May be TokenExpired. */
  changes(viewer: Viewer, owner: Principal, since?: number): Promise<InboxChanges>;
  /** `check` runs inside the transaction and may throw. NotFound when it is not there. */
  remove(viewer: Viewer, owner: Principal, name: string, check?: (message: InboxMessage) => void): Promise<void>;
}
