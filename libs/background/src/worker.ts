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
/** The audit log goes back two years. */
const auditKept = 730 * 86_400_000;
const housekeepingEvery = 60_000;
/** Series whose instances are made ready ahead between two looks at what is due. */
const coveredAtOnce = 100;

/**
 * What happens outside requests: push messages, copies of large meetings, the time index ahead, cleaning up. Any number
 * may run at once.
 */
export function createWorker(options: WorkerOptions): Worker {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    start: () => {
      running = run(options, stopping.signal);
    },
    once: async () => (await round(options)) + (await coverAhead(options)),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: WorkerOptions, signal: AbortSignal): Promise<void> {
  let cleaned = 0;
  let isBehind = false;
  while (!signal.aborted) {
    let done = 0;
    try {
      done = await round(options);
      const isTime = Date.now() - cleaned > housekeepingEvery;
      if (isTime) {
        cleaned = Date.now();
        await cleanUp(options);
      }
      // A database from before the index has all of it to do: some at a time, so that nothing else waits for it.
      if (isTime || isBehind) {
        isBehind = false;
        isBehind = (await coverAhead(options)) === coveredAtOnce;
      }
    } catch (error) {
      options.log.error({ err: error }, 'background work failed');
    }
    const pause = done > 0 || isBehind ? 0 : (options.interval ?? 1_000);
    if (pause > 0) await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** How many series were behind, at most `coveredAtOnce`. */
async function coverAhead({ core, log }: WorkerOptions): Promise<number> {
  const series = await core.upkeep.coverInstances(coveredAtOnce);
  if (series > 0) log.info({ series }, 'the time index was extended');
  return series;
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
    await tx.removeOldFailures(now);
    await tx.removeOldNonces(now);
    await tx.removeExpiredSessions(now);
    await tx.removeExpiredOauthRecords(now);
    await tx.removeAuditBefore(now - auditKept);
    await tx.removeExpiredInboxMessages(now);
  });
}
