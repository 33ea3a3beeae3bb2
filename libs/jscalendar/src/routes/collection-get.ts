import type { EventData, OpenCalendar, StoredSeries } from '@dayferry/core';
import { readQuery, type CollectionQuery } from '../parse/query.js';
import { memberText } from '../render/properties.js';
import { collectionPath } from './address.js';
import { streamChanges, wantsEvents } from './change-stream.js';
import { isNotModified } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { groupAnswer } from './group-get.js';
import { expandedMembers } from './instances.js';
import { acceptedMedia } from './media.js';
import { objectText, openCollection } from './resource.js';
import { readToken, writeToken, type SyncPosition } from './sync-token.js';

const day = 86_400_000;
/** Without filters and sync-token a listing covers this window around now. */
const [daysBack, daysAhead] = [100, 365];

/** GET on a collection (jscalendar-rest §5): all members, those of a window, or what changed. */
export async function getCollection(exchange: Exchange): Promise<Answer> {
  if (wantsEvents(exchange)) return streamChanges(exchange);
  const { isPretty, isGroup } = acceptedMedia(exchange.headers);
  const open = await openCollection(exchange);
  const query = readQuery(exchange.search, open.calendar.timeZone);
  const filters = [...exchange.search]
    .filter(([name]) => name.startsWith('filters'))
    .map((pair) => pair.join('='))
    .sort()
    .join('&');
  const page =
    query.syncToken === undefined
      ? await listing(exchange, open, query)
      : await synchronised(exchange, open, { ...query, filters });
  const tokenBase = `${exchange.publicUrl}${exchange.address.base}${collectionPath(exchange.address)}`;
  const token = `${tokenBase}${writeToken(open, page.position, filters)}`;
  const etag = `W/"${open.sync.epoch}-${open.sync.seq.toString(36)}"`;
  const headers = { 'content-type': 'application/json; charset=utf-8', vary: 'Accept', 'sync-token': token, etag };
  if (query.syncToken === undefined && isNotModified(exchange.headers, etag)) return { status: 304, headers };
  const tail =
    query.syncToken === undefined
      ? ''
      : `${page.hasMore ? ',"more-results":true' : ''},"sync-token":${JSON.stringify(token)}`;
  if (isGroup) return groupAnswer(exchange, open, page.items, headers);
  const members = query.isExpanded
    ? await expandedMembers(exchange, open, query)
    : page.items.map((stored) => member(exchange, open, stored, query));
  const text = `{"responses":{${members.join(',')}}${tail}}`;
  return { status: 200, headers, body: isPretty ? JSON.stringify(JSON.parse(text), null, 2) : text };
}

interface Page {
  items: StoredSeries[];
  hasMore: boolean;
  position: SyncPosition;
}

async function listing({ address, core }: Exchange, open: OpenCalendar, query: CollectionQuery): Promise<Page> {
  const now = core.clock();
  const window = query.hasWindow
    ? { ...(query.from === undefined ? {} : { from: query.from }), ...(query.to === undefined ? {} : { to: query.to }) }
    : { from: now - daysBack * day, to: now + daysAhead * day };
  const kinds = query.kinds ?? address.kinds;
  // Tasks without a date are always wanted.
  const found = await core.events.query(open, { ...(kinds.includes('task') ? {} : window), ...basics(query), kinds });
  return { items: found.filter((stored) => passes(stored, query)), hasMore: false, position: { seq: open.sync.seq } };
}

function basics({ text, uid }: CollectionQuery): { text?: string; uid?: string } {
  return { ...(text === undefined ? {} : { text }), ...(uid === undefined ? {} : { uid }) };
}

/** Filters that no index answers. */
function passes(stored: StoredSeries, { status, category, participant }: CollectionQuery): boolean {
  if (status === undefined && category === undefined && participant === undefined) return true;
  const { master } = stored.series;
  if (status !== undefined && (master.status ?? 'confirmed') !== status) return false;
  if (category !== undefined && !hasCategory(master, category)) return false;
  return participant === undefined || hasParticipant(master, `mailto:${participant.replace(/^mailto:/, '')}`);
}

function hasCategory({ keywords = [], concepts = [] }: EventData, category: string): boolean {
  return keywords.includes(category) || concepts.includes(category);
}

function hasParticipant({ attendees = [] }: EventData, address: string): boolean {
  return attendees.some((attendee) => attendee.address?.toLowerCase() === address);
}

/** RFC 6578 in JSON: an empty token starts, pages of the first listing go by key, later ones by change number. */
async function synchronised(
  exchange: Exchange,
  open: OpenCalendar,
  query: CollectionQuery & { filters: string },
): Promise<Page> {
  const position = query.syncToken === '' ? undefined : readToken(open, query.syncToken!, query.filters);
  if (!position) return firstPage(exchange, open, query, { seq: open.sync.seq });
  if (position.after !== undefined) return firstPage(exchange, open, query, position);
  const page = await exchange.core.events.changes(open, position.seq, query.nresults);
  const kinds = query.kinds ?? exchange.address.kinds;
  const items = page.items.filter((stored) => kinds.includes(stored.head.kind));
  return { items, hasMore: page.hasMore, position: { seq: page.upTo } };
}

async function firstPage(
  { address, core }: Exchange,
  open: OpenCalendar,
  query: CollectionQuery,
  { seq, after }: SyncPosition,
): Promise<Page> {
  const kinds = query.kinds ?? address.kinds;
  const window = query.from === undefined ? {} : { from: query.from };
  const limit = query.nresults === undefined ? {} : { limit: query.nresults + 1 };
  const cursor = after === undefined ? {} : { after: { value: after, key: after } };
  const found = await core.events.query(open, { ...window, kinds, orderBy: 'key', ...limit, ...cursor });
  const items = query.nresults === undefined ? found : found.slice(0, query.nresults);
  const hasMore = items.length < found.length;
  const last = items.at(-1);
  return { items, hasMore, position: hasMore && last ? { seq, after: last.head.key } : { seq } };
}

/** `"<path>":<object>`; a member that is gone is null. */
function member(exchange: Exchange, open: OpenCalendar, stored: StoredSeries, query: CollectionQuery): string {
  const path = JSON.stringify(`${collectionPath(exchange.address)}${stored.head.id}`);
  if (stored.head.isDeleted) return `${path}:null`;
  return `${path}:${memberText(stored, query.props, () => objectText(exchange, open, stored))}`;
}
