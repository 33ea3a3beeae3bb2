import { setTimeout as delay } from 'node:timers/promises';
import { mailTopic, type Core, type Store } from '@dayferry/core';
import { deliverInvitations } from './invitations.js';
import type { Count, Log } from './log.js';
import { deliverPush } from './push/push-delivery.js';

export interface WorkerOptions {
  core: Core;
  store: Store;
  log: Log;
  count?: Count;
  /** Push receivers on private networks and by plain http. */
  allowsPrivateReceivers: boolean;
  /** Milliseconds between two looks at an idle database. */
  interval?: number;
}

export interface Worker {
  start(): void;
  /** Everything that is due now; how many pieces of work there were. For tests, and for a last round. */
  once(): Promise<number>;
  /** Takes nothing new and waits for what is under way (a delivery ends within 10 s). */
  stop(): Promise<void>;
}

/** Messages that nobody takes (mail, as long as nothing sends it) are kept this long. */
const kept = 7 * 86_400_000;
const housekeepingEvery = 60_000;

/** What happens outside requests: push messages, copies of large meetings, cleaning up. Any number may run at once. */
export function createWorker(options: WorkerOptions): Worker {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    start: () => {
      running = run(options, stopping.signal);
    },
    once: () => round(options),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: WorkerOptions, signal: AbortSignal): Promise<void> {
  let cleaned = 0;
  while (!signal.aborted) {
    let done = 0;
    try {
      done = await round(options);
      if (Date.now() - cleaned > housekeepingEvery) {
        await cleanUp(options);
        cleaned = Date.now();
      }
    } catch (error) {
      options.log.error({ err: error }, 'background work failed');
    }
    if (done === 0) await delay(options.interval ?? 1_000, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function round({
  core,
  store,
  log,
  count = () => undefined,
  allowsPrivateReceivers,
}: WorkerOptions): Promise<number> {
  const parts = { core, store, log, count, allowsPrivate: allowsPrivateReceivers };
  const done = await Promise.all([deliverPush(parts), deliverInvitations(parts)]);
  return done.reduce((sum, number) => sum + number, 0);
}

async function cleanUp({ core, store }: WorkerOptions): Promise<void> {
  const now = core.clock();
  await store.write(async (tx) => {
    await tx.removeExpiredChannels(now);
    await tx.removeOldMessages(mailTopic, now - kept);
  });
}
