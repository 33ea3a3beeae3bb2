import type { OpenCalendar, SeriesHead, StoredSeries } from '@dayferry/core';
import { collectionPath } from './address.js';
import type { Exchange } from './exchange.js';
import { hasNumberedIds, memberPaths, objectTexts, objectVariant } from './resource.js';

interface Known {
  variant: string;
  octets: Buffer;
}

/**
 * Members by the row that they were made of, which core keeps for as long as it has not changed and has room (as in CalDAV,
 * ADR 60). One for each row: most clients ask in one way.
 */
const known = new WeakMap<SeriesHead, Known>();

/** Members of a listing in UTF-8, `"<path>":<object>`, as this viewer sees them and the request likes them. */
export function memberOctets(exchange: Exchange, open: OpenCalendar): (stored: StoredSeries) => Buffer {
  const pathOf = memberPaths(exchange);
  const textOf = objectTexts(exchange, open);
  const place = `${collectionPath(exchange.address)} ${hasNumberedIds(exchange)}`;
  const variant = `${place} ${objectVariant(exchange, open)}`;
  return (stored) => {
    const last = known.get(stored.head);
    if (last?.variant === variant) return last.octets;
    const octets = Buffer.from(`${JSON.stringify(pathOf(stored.head.id))}:${textOf(stored)}`);
    known.set(stored.head, { variant, octets });
    return octets;
  };
}
