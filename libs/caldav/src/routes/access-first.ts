import { conflict, DayferryError, requireRole, requireWriteScope, type ErrorKind } from '@dayferry/core';
import type { Exchange } from './exchange.js';
import type { Method } from './method.table.js';
import { openCalendar } from './resource.js';

/** These say already who may do what, or that nobody can say it now. */
const settled: ReadonlySet<ErrorKind> = new Set(['unauthenticated', 'not-found', 'rate-limited', 'unavailable']);

/**
 * RFC 4918 §8.1, §8.5: what is wrong with a request is told to those alone who have the right to make it. Looked at when
 * something is wrong, so that it costs a request that works nothing.
 */
export async function accessFirst(error: DayferryError, exchange: Exchange, method: Method): Promise<DayferryError> {
  if (settled.has(error.kind)) return error;
  try {
    await requireAccess(exchange, method);
    return error;
  } catch (refusal) {
    if (refusal instanceof DayferryError) return refusal;
    throw refusal;
  }
}

async function requireAccess(exchange: Exchange, { name, needs, mayMake }: Method): Promise<void> {
  const { kind } = exchange.address;
  if (mayMake) return mayMake(exchange);
  if (kind !== 'calendar' && kind !== 'object') return;
  const role = needs?.[kind];
  if (role) requireWriteScope(exchange.viewer);
  const open = await openCalendar(exchange).catch((error: unknown) => {
    throw name === 'PUT' ? noCollection(error) : error;
  });
  if (role) requireRole(open.role, role);
}

/** RFC 4918 §9.7.1: no collection to put it into is a conflict, not a resource that is gone. */
export function noCollection(error: unknown): unknown {
  const isMissing = error instanceof DayferryError && error.kind === 'not-found';
  return isMissing ? conflict('There is no calendar at this address.') : error;
}
