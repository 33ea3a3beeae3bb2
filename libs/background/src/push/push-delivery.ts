import type { Core, DueChannel, Store } from '@dayferry/core';
import { backOff } from '../back-off.js';
import type { Count, Log } from '../log.js';
import { messageHeaders, type ResourceState } from './message.js';
import { send } from './send.js';

export interface PushParts {
  core: Core;
  store: Store;
  log: Log;
  count: Count;
  allowsPrivate: boolean;
}

/** Longer than a try takes, so that no other worker sends the same message meanwhile. */
const lease = 30_000;
const atOnce = 64;
const perHost = 4;

const taken = new Set([102, 200, 201, 202, 204]);
const busy = new Set([429, 500, 502, 503, 504]);

/**
 * Sends what is due; how many channels had something. A host that does not answer holds up nobody but those on the same host:
 * the rest of its channels are put off.
 */
export async function deliverPush(parts: PushParts): Promise<number> {
  const now = parts.core.clock();
  const due = await parts.store.reader.dueChannels(now, atOnce);
  const hosts = new Map<string, DueChannel[]>();
  for (const channel of due) {
    const host = new URL(channel.address).host;
    hosts.set(host, [...(hosts.get(host) ?? []), channel]);
  }
  await Promise.all([...hosts.values()].map((channels) => deliverTo(parts, channels)));
  return due.length;
}

/** The channels on one host. */
async function deliverTo(parts: PushParts, channels: DueChannel[]): Promise<void> {
  let isSilent = false;
  const lanes = dealt(channels, perHost).map(async (lane) => {
    for (const channel of lane) {
      if (isSilent) await putOff(parts, channel);
      else if ((await deliverOne(parts, channel)) === 'silent') isSilent = true;
    }
  });
  await Promise.all(lanes);
}

async function putOff({ core, store }: PushParts, channel: DueChannel): Promise<void> {
  await store.write((tx) => tx.claimChannel(channel, core.clock() + backOff(channel.attempts + 1)));
}

function dealt<T>(items: T[], lanes: number): T[][] {
  return Array.from({ length: Math.min(lanes, items.length) }, (_, lane) =>
    items.filter((_item, i) => i % lanes === lane),
  );
}

async function deliverOne(parts: PushParts, channel: DueChannel): Promise<Outcome | undefined> {
  const { core, store, count } = parts;
  const until = core.clock() + lease;
  if (!(await store.write((tx) => tx.claimChannel(channel, until)))) return undefined;
  if (channel.expires <= core.clock()) return drop(parts, channel);
  if (!(await core.push.mayReceive(channel))) {
    if (!(await isThere(store, channel))) await tried(parts, channel, 'not_exists');
    return drop(parts, channel);
  }
  if (!(await core.push.concerns(channel))) return unconcerned(parts, channel, until);
  const state: ResourceState = channel.messageNumber === 0 ? 'sync' : 'exists';
  const outcome = await tried(parts, channel, state);
  count('push', outcome === 'taken' ? 'done' : 'failed');
  await settle(parts, channel, { state, outcome, until });
  return outcome;
}

/** Nothing that it watches has changed. */
async function unconcerned({ core, store }: PushParts, channel: DueChannel, lease: number): Promise<undefined> {
  const { key, seq, messageNumber, attempts } = channel;
  const seen = { key, seenSeq: seq, messageNumber, due: core.clock(), attempts };
  await store.write((tx) => tx.settleChannel(seen, lease));
}

/** A calendar that is gone is told; one that the user may not read any more is not. */
async function isThere(store: Store, { resource, ownerKey }: DueChannel): Promise<boolean> {
  if (resource === 'list' || resource === 'settings') return (await store.reader.principal(ownerKey)) !== null;
  return (await store.reader.calendarsByKey([ownerKey])).length > 0;
}

async function drop({ store, count }: PushParts, channel: DueChannel): Promise<undefined> {
  await store.write((tx) => tx.removeChannel(channel.key));
  count('push', 'dropped');
}

/** `busy`: it says that it has trouble; `silent`: it does not answer at all. */
type Outcome = 'taken' | 'refused' | 'busy' | 'silent';

async function tried(parts: PushParts, channel: DueChannel, state: ResourceState): Promise<Outcome> {
  const { log, allowsPrivate } = parts;
  const about = { channel: channel.key, state, attempt: channel.attempts + 1 };
  try {
    const headers = messageHeaders(channel, state, channel.messageNumber + 1);
    const status = await send({ url: new URL(channel.address), headers, allowsPrivate });
    if (taken.has(status)) return 'taken';
    log.warn({ ...about, status }, 'push refused');
    return busy.has(status) ? 'busy' : 'refused';
  } catch (error) {
    log.warn({ ...about, err: error }, 'push failed');
    return 'silent';
  }
}

interface Try {
  state: ResourceState;
  outcome: Outcome;
  /** The lease. */
  until: number;
}

/**
 * §11.5: a receiver in trouble is tried again, more and more seldom; a message that it refuses is not sent again, the next
 * change is. Changes since the message was sent make the channel due at once.
 */
async function settle({ core, store }: PushParts, channel: DueChannel, { state, outcome, until }: Try): Promise<void> {
  const { key, attempts } = channel;
  const now = core.clock();
  const next =
    outcome === 'busy' || outcome === 'silent'
      ? {
          seenSeq: channel.seenSeq,
          messageNumber: channel.messageNumber,
          due: now + backOff(attempts + 1),
          attempts: attempts + 1,
        }
      : {
          // What changed before the receiver knew of the channel still comes as a change of its own.
          seenSeq: state === 'sync' ? channel.seenSeq : channel.seq,
          messageNumber: channel.messageNumber + 1,
          due: now,
          attempts: 0,
        };
  await store.write((tx) => tx.settleChannel({ key, ...next }, until));
}
