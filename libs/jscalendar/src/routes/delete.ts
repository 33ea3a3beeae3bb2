import { forbidden } from '@dayferry/core';
import { checkConditions } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { findResource, openCollection } from './resource.js';

/** DELETE of one object; a collection is not deleted here (jscalendar-rest §12). */
export async function deleteObject(exchange: Exchange): Promise<Answer> {
  const open = await openCollection(exchange);
  const stored = await findResource(exchange, open);
  await exchange.core.events.remove(open, { key: stored.head.key }, (current) =>
    checkConditions(exchange.headers, current),
  );
  return { status: 204, headers: {} };
}

export function deleteCollection(): Promise<Answer> {
  throw forbidden('A collection cannot be deleted through this interface.');
}
