import { DayferryError, requireRole, requireWriteScope, type ErrorKind } from '@dayferry/core';
import type { Exchange } from './exchange.js';
import type { Method } from './method.table.js';
import { openCalendar } from './resource.js';

/** A request that somebody made whom the server knows, or who is nobody. */
export interface Asked {
  exchange: Exchange;
  method: Method;
}

/** These say already who may do what, or that nobody can say it now. */
const settled: ReadonlySet<ErrorKind> = new Set(['unauthenticated', 'not-found', 'rate-limited', 'unavailable']);

/**
 * RFC 4918 §8.1, §8.5: what is wrong with a request is told to those alone who have the right to make it. Looked at when
 * something is wrong, so that it costs a request that works nothing.
 */
export async function accessFirst(error: DayferryError, asked: Asked | null): Promise<DayferryError> {
  if (!asked || settled.has(error.kind)) return error;
  try {
    await requireAccess(asked);
    return error;
  } catch (refusal) {
    if (refusal instanceof DayferryError) return refusal;
    throw refusal;
  }
}

async function requireAccess({ exchange, method }: Asked): Promise<void> {
  const { kind } = exchange.address;
  if (method.mayMake) return method.mayMake(exchange);
  if (kind !== 'calendar' && kind !== 'object') return;
  const role = method.needs?.[kind];
  if (role) requireWriteScope(exchange.viewer);
  const open = await (method.opens ?? openCalendar)(exchange);
  if (role) requireRole(open.role, role);
}
