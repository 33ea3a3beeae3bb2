import {
  forbidden,
  notFound,
  type EventSeries,
  type OpenCalendar,
  type StoredSeries,
  withExclusion,
} from '@dayferry/core';
import { checkConditions } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { occurrenceAt } from './occurrence.js';
import { openResource } from './resource.js';
import { write, writeOptions } from './write.js';

/** DELETE of one object; a collection is not deleted here (jscalendar-rest §12). */
export async function deleteObject(exchange: Exchange): Promise<Answer> {
  const { open, stored } = await openResource(exchange);
  const id = exchange.search.get('recurrence-id');
  const check = (current: EventSeries): void => checkConditions(exchange.headers, current);
  if (id === null) await exchange.core.events.remove(open, { key: stored.head.key }, check, writeOptions(exchange));
  else await excludeOccurrence(exchange, open, stored, id);
  return { status: 204, headers: {} };
}

async function excludeOccurrence(
  exchange: Exchange,
  open: OpenCalendar,
  { head }: StoredSeries,
  id: string,
): Promise<void> {
  await write(exchange, open, { key: head.key }, (current) => {
    if (!current) throw notFound();
    return withExclusion(current, occurrenceAt(exchange, current, id).recurrenceId);
  });
}

export function deleteCollection(): Promise<Answer> {
  throw forbidden('A collection cannot be deleted through this interface.');
}
