import { formatUtcSeconds } from '@dayferry/core';
import type { CollectionQuery } from '../parse/query.js';
import type { Exchange } from './exchange.js';

export interface TimeRange {
  from: number;
  to: number;
}

const day = 86_400_000;

/**
 * The window of a listing without filters and sync-token (jscalendar-rest §5); null where there is none. Tasks without a
 * date are always wanted, so their listings have none.
 */
export function defaultRange(
  { window, address, core }: Pick<Exchange, 'window' | 'address' | 'core'>,
  { syncToken, hasFilters }: CollectionQuery,
): TimeRange | null {
  if (window === null || syncToken !== undefined || hasFilters || address.kinds.includes('task')) return null;
  const today = Math.floor(core.clock() / day) * day;
  return { from: today - window.daysBack * day, to: today + (window.daysAhead + 1) * day };
}

/** The listing with its window named: the same address gives the same events on another day. */
export function rangeLink(collection: string, { from, to }: TimeRange): string {
  const filter = (name: string, time: number): string => `filters%5B${name}%5D=${formatUtcSeconds(time)}`;
  return `<${collection}?${filter('start', from)}&${filter('end', to)}>; rel="self"`;
}
