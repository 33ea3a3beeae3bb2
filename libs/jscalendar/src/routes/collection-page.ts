import type { OpenCalendar, StoredSeries } from '@dayferry/core';
import type { CollectionQuery } from '../parse/query.js';
import { storedUid } from '../parse/uid.js';
import type { Exchange } from './exchange.js';
import { memberFilter, type MemberFilter } from './member-filter.js';
import { readToken, type SyncPosition } from './sync-token.js';

export interface Page {
  items: StoredSeries[];
  /** Those of them that are not, or no more, what the client asks for. */
  gone: ReadonlySet<StoredSeries>;
  hasMore: boolean;
  position: SyncPosition;
}

interface PageQuery extends CollectionQuery {
  /** The filters as text; a token is for them alone. */
  filters: string;
}

/** What a GET on a collection shows: a listing, or with `sync-token` a page of what there is or has changed. */
export async function collectionPage(exchange: Exchange, open: OpenCalendar, query: PageQuery): Promise<Page> {
  const isWanted = await memberFilter(exchange, open, query);
  if (query.syncToken === undefined) return listing(exchange, open, query, isWanted);
  // RFC 6578 in JSON: an empty token starts, pages of the first listing go by key, later ones by change number.
  const position = query.syncToken === '' ? { seq: open.sync.seq } : readToken(open, query.syncToken, query.filters);
  if (query.syncToken === '' || position.after !== undefined)
    return firstPage(exchange, open, query, { position, isWanted });
  const page = await exchange.core.events.changes(open, position.seq, query.nresults);
  const kinds = query.kinds ?? exchange.address.kinds;
  const items = page.items.filter(({ head }) => kinds.includes(head.kind));
  const gone = new Set(items.filter((stored) => stored.head.isDeleted || isWanted?.(stored) === false));
  return { items, gone, hasMore: page.hasMore, position: { seq: page.upTo } };
}

const none: ReadonlySet<StoredSeries> = new Set();

async function listing(
  { address, core }: Exchange,
  open: OpenCalendar,
  query: CollectionQuery,
  isWanted: MemberFilter | null,
): Promise<Page> {
  const { text, uid, from, to } = query;
  const kinds = query.kinds ?? address.kinds;
  const found = await core.events.query(open, {
    // Tasks without a date are always wanted.
    ...(kinds.includes('task') || from === undefined ? {} : { from }),
    ...(kinds.includes('task') || to === undefined ? {} : { to }),
    ...(text === undefined ? {} : { text }),
    ...(uid === undefined ? {} : { uid: storedUid(uid) }),
    kinds,
  });
  const items = isWanted ? found.filter(isWanted) : found;
  return { items, gone: none, hasMore: false, position: { seq: open.sync.seq } };
}

async function firstPage(
  { address, core }: Exchange,
  open: OpenCalendar,
  query: CollectionQuery,
  { position: { seq, after }, isWanted }: { position: SyncPosition; isWanted: MemberFilter | null },
): Promise<Page> {
  const kinds = query.kinds ?? address.kinds;
  const window = query.from === undefined ? {} : { from: query.from };
  const limit = query.nresults === undefined ? {} : { limit: query.nresults + 1 };
  const cursor = after === undefined ? {} : { after: { value: after, key: after } };
  const found = await core.events.query(open, { ...window, kinds, orderBy: 'key', ...limit, ...cursor });
  const read = query.nresults === undefined ? found : found.slice(0, query.nresults);
  const hasMore = read.length < found.length;
  const last = read.at(-1);
  return {
    items: isWanted ? read.filter(isWanted) : read,
    gone: none,
    hasMore,
    position: hasMore && last ? { seq, after: last.head.key } : { seq },
  };
}
