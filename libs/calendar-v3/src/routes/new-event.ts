import { createHash } from 'node:crypto';
import { DayferryError, randomIds, type OpenCalendar, type SeriesDraft } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { noticeOf } from '../parse/notices.js';
import { base32hexOf } from '../render/identity.js';
import type { Answer, Call } from './call.js';
import { eventAnswer } from './events-get.js';

export interface NewEvent {
  /** The client's; made here when there is none. */
  id?: string | undefined;
  /** The content, for the id that the event gets. */
  make: (id: string) => SeriesDraft;
}

/**
 * Stores a new event. One whose id is made here is the same event when the request comes again, because its answer was lost: by
 * its `Idempotency-Key`, or because the database lost the connection at the commit.
 */
export async function createEvent(call: Call, open: OpenCalendar, { id, make }: NewEvent): Promise<Answer> {
  const ownId = id ?? newEventId(call, open);
  const draft = make(ownId);
  const options = { origin: 'v3', id: ownId, notify: noticeOf(call.query) } as const;
  try {
    const { stored } = await call.core.events.write(open, null, () => draft, options);
    return eventAnswer(call, open, { stored });
  } catch (error) {
    const made = id === undefined && isTaken(error) ? await madeBefore(call, open, ownId) : null;
    if (!made) throw error;
    return made;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof DayferryError && ['id-conflict', 'uid-conflict'].includes(error.detail.code ?? '');
}

async function madeBefore(call: Call, open: OpenCalendar, id: string): Promise<Answer | null> {
  try {
    return eventAnswer(call, open, { stored: await call.core.events.find(open, { id }, { includeDeleted: true }) });
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** 6.2: 26 characters of base32hex; from the request's `Idempotency-Key`, where it has one. */
function newEventId(call: Call, open: OpenCalendar): string {
  const key = call.header('idempotency-key');
  if (key === undefined) return randomIds(call.core.clock).eventId();
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) throw fail('badRequest', { message: 'Invalid Idempotency-Key.' });
  const name = JSON.stringify([call.viewer.user?.key, open.calendar.key, key]);
  return base32hexOf(createHash('sha256').update(name).digest()).slice(0, 26);
}

/** 6.3: the host of the public address is where the reference has its own domain. */
export function uidOf({ publicUrl }: Call, eventId: string): string {
  return `${eventId}@${new URL(publicUrl).hostname}`;
}
