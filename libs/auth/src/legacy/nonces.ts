import { createHash } from 'node:crypto';
import { unauthenticated, type CoreDependencies } from '@dayferry/core';

/** How far the clock of a program may be off, either way. */
export const clockSkew = 5 * 60_000;
const longest = 256;

export interface Stamp {
  /** Seconds, as it was written. */
  timestamp: string | undefined;
  nonce: string | undefined;
  /** Whose nonces they are: consumer and token. */
  of: readonly string[];
}

/**
 * Each nonce once: Unauthenticated the second time, on whatever replica, and for a time that is not now. Call it after
 * the signature was found right, or anybody could use nonces up.
 */
export async function useStamp(
  { store, clock }: Pick<CoreDependencies, 'store' | 'clock'>,
  { timestamp = '', nonce = '', of }: Stamp,
): Promise<void> {
  const at = Number(timestamp) * 1_000;
  if (!isTimely(timestamp, clock()))
    throw unauthenticated('The timestamp is not of now.', { code: 'timestamp_refused' });
  const isFit = nonce !== '' && nonce.length <= longest;
  const hash = createHash('sha256')
    .update(JSON.stringify([...of, timestamp, nonce]))
    .digest('hex');
  const isNew = isFit && (await store.write((tx) => tx.useNonce(hash, at + 2 * clockSkew)));
  if (!isNew) throw unauthenticated('The nonce was used before.', { code: 'nonce_used' });
}

/** Cheap; before anything else is done for a request. */
export const isTimely = (timestamp: string, now: number): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1_000 - now) <= clockSkew;
