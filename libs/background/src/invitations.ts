import { DayferryError, deliveryTopic, type Core, type Delivery, type OutboxMessage, type Store } from '@dayferry/core';
import type { Count, Log } from './log.js';
import { backOff } from './back-off.js';

export interface InvitationParts {
  core: Core;
  store: Store;
  log: Log;
  count: Count;
}

const lease = 30_000;
const atOnce = 16;
/** A day of trying. */
const attempts = 30;

/** Copies of large meetings, lot by lot; how many lots there were. */
export async function deliverInvitations(parts: InvitationParts): Promise<number> {
  const { core, store } = parts;
  const due = await store.reader.dueMessages(deliveryTopic, core.clock(), atOnce);
  for (const message of due) await deliverLot(parts, message);
  return due.length;
}

async function deliverLot({ core, store, log, count }: InvitationParts, message: OutboxMessage): Promise<void> {
  const until = core.clock() + lease;
  if (!(await store.write((tx) => tx.claimMessage(message, until)))) return;
  try {
    await core.scheduling.deliver(JSON.parse(message.payload) as Delivery);
    await store.write((tx) => tx.removeMessage(message.key));
    count('invitations', 'done');
  } catch (error) {
    const tries = (message.attempts ?? 0) + 1;
    log.error({ message: message.key, attempt: tries, err: error }, 'invitations failed');
    // What the rules refuse today they refuse tomorrow.
    const isHopeless = error instanceof DayferryError && error.kind !== 'unavailable';
    count('invitations', isHopeless || tries >= attempts ? 'dropped' : 'failed');
    await store.write(async (tx) => {
      if (isHopeless || tries >= attempts) await tx.removeMessage(message.key);
      else await tx.claimMessage({ ...message, due: until }, core.clock() + backOff(tries));
    });
  }
}
