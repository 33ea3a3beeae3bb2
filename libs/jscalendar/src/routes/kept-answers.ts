import { AnswerCache, type OpenCalendar } from '@dayferry/core';
import type { Answer, Exchange, WholeAnswer } from './exchange.js';

const answers = new AnswerCache<Answer & { body: Buffer }>(({ body }) => body.length);

/** A listing as octets, by all that it depends on: the ETag's state, who asks, and the request as it was written. */
export function keptAnswer(
  { address, search, headers, profile, publicUrl }: Exchange,
  { calendar, sync, owner, viewer }: OpenCalendar,
  etag: string,
  make: () => Promise<WholeAnswer>,
): Promise<Answer> {
  const key = JSON.stringify([
    [calendar.key, sync.minSeq, etag, viewer.user?.key, owner.email, owner.name],
    [publicUrl, address.base, address.written, search.toString()],
    [headers.accept, headers['content-type'], profile],
  ]);
  return answers.get(key, async () => {
    const { body, ...made } = await make();
    return { ...made, body: typeof body === 'string' ? Buffer.from(body) : body };
  });
}
