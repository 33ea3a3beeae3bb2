import type { SeriesRef } from '@dayferry/core';
import { parseEvent } from '../parse/event.js';
import { storedUid } from '../parse/uid.js';
import { wrong } from '../parse/values.js';
import type { Answer, Exchange } from './exchange.js';
import { nullIfMissing, openCollection, openResource } from './resource.js';
import { merged, readBody, write, writeAnswer } from './write.js';

/** PUT by id or by uid: replaces what JSCalendar can say of the object, or creates it (jscalendar-rest §8). */
export async function putObject(exchange: Exchange): Promise<Answer> {
  const body = readBody(exchange);
  const { source, isLenient, version } = body;
  const existing = await openResource(exchange).catch(nullIfMissing);
  const open = existing?.open ?? (await openCollection(exchange));
  if (source.uid === undefined && !existing) {
    if (!isLenient) throw wrong('uid', 'is missing.');
    source.uid = exchange.address.id!;
  }
  const draft = parseEvent(source, version);
  const ref: SeriesRef = existing
    ? { key: existing.stored.head.key }
    : { uid: storedUid(draft.uid ?? exchange.address.id!) };
  const result = await write(exchange, open, ref, (current) => merged(current, draft, open, body));
  return writeAnswer(exchange, open, result);
}
