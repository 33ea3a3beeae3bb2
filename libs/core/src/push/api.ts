import type { Viewer } from '../access/viewer.js';
import type { DueChannel, PushChannel, WatchedResource } from '../ports/outbox.port.js';

/** What a client asks for (calendar-v3.md §11.1). */
export interface ChannelWish {
  resource: WatchedResource;
  /** Of `events` and `acl`. */
  calendarId?: string;
  /** At most 64 characters; unique among the user's. */
  id: string;
  address: string;
  /** At most 256 printable characters, given back in every message. */
  token?: string;
  /** Epoch milliseconds; cut to a week. Absent: a week. */
  expires?: number;
  resourceUri: string;
  /** Of `events`: absent = all. */
  eventTypes?: string[];
}

export interface PushService {
  /**
   * From now on changes of the resource are told to the address; the first message says `sync`. NotFound without access.
   * InvalidInput `channel-taken`, `receiver-…` or of a member; Forbidden `too-many-channels`.
   */
  watch(viewer: Viewer, wish: ChannelWish): Promise<PushChannel>;
  /** NotFound unless it is a channel of this user with that resource. */
  stop(viewer: Viewer, id: string, resourceId: string): Promise<void>;
  /** False when all that changed since the last message is of event types that it does not watch. */
  concerns(channel: DueChannel): Promise<boolean>;
  /** Whether its user may still read what it watches: withdrawn rights end a channel. */
  mayReceive(channel: PushChannel): Promise<boolean>;
}
