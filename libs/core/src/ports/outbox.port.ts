/** A message to the outside, written in the same transaction as the change it is about. */
export interface OutboxMessage {
  key: string;
  topic: string;
  calendarKey: string | null;
  payload: string;
  /** Epoch milliseconds: not to be handled before. */
  due: number;
  /** How often it has been tried; 0 in a new one. */
  attempts?: number;
}

/** What a push channel watches: a calendar's events or rules, a user's calendar list or settings. */
export type WatchedResource = 'events' | 'acl' | 'list' | 'settings';

/**
 * A client's wish to be told of changes (calendar-v3.md §11). It is its own queue: something is to be sent when the
 * watched change number is above `seenSeq`, so several changes are one message and none can be lost.
 */
export interface PushChannel {
  key: string;
  userKey: string;
  /** Chosen by the client; unique among the user's. */
  id: string;
  resource: WatchedResource;
  /** The calendar for `events` and `acl`, the user for `list` and `settings`. */
  ownerKey: string;
  /** Public and opaque; the same for every channel of a user on a resource. */
  resourceId: string;
  resourceUri: string;
  address: string;
  token?: string;
  /** Epoch milliseconds. */
  expires: number;
  created: number;
  seenSeq: number;
  /** Of the last message that was sent; 0 = not even `sync`. */
  messageNumber: number;
  /** Nothing is sent before; also the lease of the worker that has it. */
  due: number;
  /** Failures since the last success. */
  attempts: number;
  /** Of `events`: only changes of events of these types are told; absent = all. */
  eventTypes?: string[];
}

/** A channel with something to send, and the change number that the message will tell of. */
export interface DueChannel extends PushChannel {
  seq: number;
}

export interface OutboxReader {
  /** Messages of one topic, oldest first. */
  outbox(topic: string, limit: number): Promise<OutboxMessage[]>;
  /** Those that are due. */
  dueMessages(topic: string, now: number, limit: number): Promise<OutboxMessage[]>;
  channel(userKey: string, id: string): Promise<PushChannel | null>;
  channelCount(userKey: string): Promise<number>;
  /** Channels that have something to send by now, the longest waiting first. */
  dueChannels(now: number, limit: number): Promise<DueChannel[]>;
}

export interface OutboxWriter {
  enqueue(message: OutboxMessage): Promise<void>;
  /** Takes a message until `until`, by a guarded write; false when somebody else has it. Counts as an attempt. */
  claimMessage(message: OutboxMessage, until: number): Promise<boolean>;
  removeMessage(key: string): Promise<void>;
  /** Forgets messages of a topic that nobody took; how many. */
  removeOldMessages(topic: string, dueBefore: number): Promise<number>;

  insertChannel(channel: PushChannel): Promise<void>;
  removeChannel(key: string): Promise<boolean>;
  removeExpiredChannels(now: number): Promise<number>;
  /** Takes a channel until `until`; false when somebody else has it, or when it is gone. */
  claimChannel(channel: PushChannel, until: number): Promise<boolean>;
  /** After a try: guarded by the lease, so that a late worker changes nothing. */
  settleChannel(
    channel: Pick<PushChannel, 'key' | 'seenSeq' | 'messageNumber' | 'due' | 'attempts'>,
    lease: number,
  ): Promise<boolean>;
}
