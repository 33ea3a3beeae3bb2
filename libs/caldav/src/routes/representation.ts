import { DayferryError, type StoredSeries } from '@dayferry/core';
import { objectType } from '../render/calendar-object.js';
import { scheduleHeader } from '../render/schedule-tag.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { entityTag } from './preconditions.js';
import { prefersRepresentation } from './request-headers.js';
import { openCalendar } from './resource.js';

/** RFC 8144 §3.1: what GET would answer now, for a client that would ask next. */
export function representation({ address }: Exchange, stored: StoredSeries): Pick<Answer, 'headers' | 'body'> {
  const headers = {
    etag: entityTag(stored.head),
    'content-type': objectType(stored.head),
    'content-location': hrefOf(address),
    'preference-applied': 'return=representation',
    ...scheduleHeader(stored),
  };
  return { headers, body: stored.ical };
}

/** RFC 8144 §3.2: who wrote over a version that is gone gets the one that is there. Throws every other error on. */
export async function representationInstead(exchange: Exchange, error: unknown): Promise<Answer> {
  const isStale = error instanceof DayferryError && error.kind === 'precondition-failed';
  if (!isStale || !prefersRepresentation(exchange.headers)) throw error;
  const open = await openCalendar(exchange);
  const found = await exchange.core.events.findByName(open, [exchange.address.name]);
  const current = found.get(exchange.address.name);
  if (!current) throw error;
  return { status: 412, ...representation(exchange, current) };
}
