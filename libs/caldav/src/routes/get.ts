import { notFound } from '@dayferry/core';
import { objectType } from '../render/calendar-object.js';
import type { Answer, Exchange } from './exchange.js';
import { entityTag, isNotModified } from './preconditions.js';
import { resolve } from './resource.js';

/** The stored text, byte for byte; HEAD is the same without a body. */
export async function get(exchange: Exchange): Promise<Answer> {
  const resource = await resolve(exchange);
  if (resource.kind !== 'object' || !resource.stored) throw notFound();
  const { head, stored } = resource;
  const headers = { etag: entityTag(head), 'last-modified': new Date(head.updated).toUTCString() };
  if (isNotModified(exchange.headers, head)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': objectType(head) }, body: stored.ical };
}
