import type { OpenCalendar } from '@dayferry/core';
import { LRUCache } from 'lru-cache';
import type { Answer, Exchange } from './exchange.js';

/** Whole answers as octets: joining and encoding a thousand texts costs more than finding them. */
const answers = new LRUCache<string, Answer>({
  maxSize: 64 * 1_048_576,
  maxEntrySize: 8 * 1_048_576,
  sizeCalculation: ({ body = '' }) => (body as Uint8Array).length + 1_000,
});

/** Given once: who asks a second time may ask a third. Keeping what nobody asks for again is work for the collector. */
const given = new LRUCache<string, true>({ max: 5_000 });

const longestKey = 4_096;

/** The answer that was given to the same question at the same state of the calendar, or a new one; errors are not kept. */
export async function keptAnswer(key: string, make: () => Promise<Answer>): Promise<Answer> {
  const known = answers.get(key);
  if (known) return known;
  const made = await make();
  if (typeof made.body !== 'string' || key.length > longestKey) return made;
  const answer = { ...made, body: Buffer.from(made.body) };
  if (given.has(key)) answers.set(key, answer);
  given.set(key, true);
  return answer;
}

/** Everything that a listing depends on: the calendar as the viewer finds it, and the request as it was written. */
export function listingKey(
  { address, search, headers, profile, publicUrl }: Exchange,
  { calendar, sync, owner, viewer }: OpenCalendar,
  etag: string,
): string {
  return JSON.stringify([
    [calendar.key, calendar.revision, sync.minSeq, etag, viewer.user?.key, owner.email, owner.name],
    [publicUrl, address.base, address.written, search.toString()],
    [headers.accept, headers['content-type'], profile],
  ]);
}
