import { DayferryError } from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { prefersRepresentation } from './media.js';
import { getObject } from './object-get.js';

/** A write that another came before: with `return=representation` the object as it is now (RFC 8144 §3.2). */
export async function currentInstead(exchange: Exchange, error: unknown): Promise<Answer> {
  const isLost = error instanceof DayferryError && error.kind === 'precondition-failed';
  const { address, headers } = exchange;
  if (!isLost || address.id === undefined || !prefersRepresentation(headers)) throw error;
  const { 'if-none-match': _ifNoneMatch, ...others } = headers;
  const current = await getObject({ ...exchange, headers: others }).catch(() => Promise.reject(error));
  return { ...current, status: 412 };
}
