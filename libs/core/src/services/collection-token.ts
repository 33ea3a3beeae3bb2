import { DayferryError } from '../errors.js';
import type { CollectionState } from '../ports/store.port.js';

/** A change number from the future, or from before what is remembered, is no place to go on from. */
export function requireKnown({ seq, minSeq }: CollectionState, since: number | undefined): void {
  if (since === undefined || (Number.isSafeInteger(since) && since >= minSeq && since <= seq)) return;
  throw new DayferryError('token-expired', 'Sync token is no longer valid, a full sync is required.');
}
