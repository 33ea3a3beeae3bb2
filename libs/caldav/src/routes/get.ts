import { httpDate, notFound } from '@dayferry/core';
import { objectType } from '../render/calendar-object.js';
import { scheduleHeader } from '../render/schedule-tag.js';
import { exportCalendar } from './calendar-export.js';
import type { Answer, Exchange } from './exchange.js';
import { entityTag, isNotModified } from './preconditions.js';
import { resolve, type ObjectResource } from './resource.js';

/** A calendar as one file, an object as the stored text, byte for byte; HEAD is the same without a body. */
export async function get(exchange: Exchange): Promise<Answer> {
  const resource = await resolve(exchange);
  if (resource.kind === 'object') return getObject(exchange, resource);
  if (resource.kind !== 'calendar') throw notFound();
  return exportCalendar(exchange, resource.open);
}

function getObject(exchange: Exchange, { head, stored }: ObjectResource): Answer {
  if (!stored) throw notFound();
  const headers = {
    etag: entityTag(head),
    'last-modified': httpDate(head.updated),
    ...scheduleHeader(stored),
  };
  if (isNotModified(exchange.headers, head)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': objectType(head) }, body: stored.ical };
}
