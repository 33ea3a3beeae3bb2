import type { OpenCalendar } from '@dayferry/core';
import { readQuery, type CollectionQuery } from '../parse/query.js';
import { memberText } from '../render/properties.js';
import { collectionPath } from './address.js';
import { streamChanges, wantsEvents } from './change-stream.js';
import { collectionPage, type Page } from './collection-page.js';
import { isNotModified } from './conditions.js';
import type { Answer, Exchange, WholeAnswer } from './exchange.js';
import { groupAnswer } from './group-get.js';
import { expandedMembers } from './instances.js';
import { defaultRange, rangeLink, type TimeRange } from './listing-window.js';
import { keptAnswer } from './kept-answers.js';
import { acceptedMedia } from './media.js';
import { memberOctets } from './member-octets.js';
import { profileOf } from './profile.js';
import { memberPaths, objectTexts, openCollection } from './resource.js';
import { writeToken } from './sync-token.js';

/** GET on a collection (jscalendar-rest §5): all members, those of a window, or what changed. */
export async function getCollection(exchange: Exchange): Promise<Answer> {
  if (wantsEvents(exchange)) return streamChanges(exchange);
  // Refused before anything else is looked at.
  acceptedMedia(exchange.headers);
  const open = await openCollection(exchange);
  const query = readQuery(exchange.search, open.calendar.timeZone);
  const isSync = query.syncToken !== undefined;
  const range = defaultRange(exchange, query);
  const etag = tagOf(open, range);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    vary: 'Accept',
    etag,
    ...linkOf(exchange, range),
  };
  if (!isSync && isNotModified(exchange.headers, etag)) return { status: 304, headers };
  return keptAnswer(exchange, open, etag, () => listing(exchange, open, { ...query, ...range }, headers));
}

async function listing(
  exchange: Exchange,
  open: OpenCalendar,
  query: CollectionQuery,
  headers: Answer['headers'],
): Promise<WholeAnswer> {
  const { isPretty, isGroup } = acceptedMedia(exchange.headers);
  if (query.isExpanded)
    return answer(
      headers,
      (await expandedMembers(exchange, open, query)).map((member) => Buffer.from(member)),
      isPretty,
    );
  const filters = filtersOf(exchange.search);
  const page = await collectionPage(exchange, open, { ...query, filters });
  const collection = collectionUrl(exchange);
  const token = collection + writeToken(open, page.position, filters);
  const all = { ...headers, 'sync-token': token };
  if (isGroup) return groupAnswer(exchange, open, page, all);
  const more = page.hasMore ? ',"more-results":true' : '';
  const tail = query.syncToken === undefined ? '' : `${more},"sync-token":${JSON.stringify(token)}`;
  return answer(all, membersOf(exchange, open, { page, query }), isPretty, tail);
}

function linkOf(exchange: Exchange, range: TimeRange | null): Answer['headers'] {
  return range ? { link: rangeLink(collectionUrl(exchange), range) } : {};
}

function collectionUrl({ publicUrl, address }: Exchange): string {
  return `${publicUrl}${address.base}${collectionPath(address)}`;
}

/**
 * The objects, the calendar's own properties and the viewer's for it (a Group shows both), a window, which moves with the day,
 * and the role: who may see more from now on has seen less.
 */
function tagOf({ sync, calendar, entry, role }: OpenCalendar, range: TimeRange | null): string {
  const window = range ? [range.from / 86_400_000, range.to / 86_400_000] : [];
  const numbers = [sync.seq, calendar.revision, entry?.revision ?? 0, ...window].map((number) => number.toString(36));
  return `W/"${sync.epoch}-${role}-${numbers.join('-')}"`;
}

function filtersOf(search: URLSearchParams): string {
  return [...search]
    .filter(([name]) => name.startsWith('filters'))
    .map((pair) => pair.join('='))
    .sort()
    .join('&');
}

const comma = Buffer.from(',');

function answer(headers: Answer['headers'], members: Buffer[], isPretty: boolean, tail = ''): WholeAnswer {
  const parts = members.flatMap((member, i) => (i === 0 ? [member] : [comma, member]));
  const body = Buffer.concat([Buffer.from('{"responses":{'), ...parts, Buffer.from(`}${tail}}`)]);
  return { status: 200, headers, body: isPretty ? JSON.stringify(JSON.parse(body.toString()), null, 2) : body };
}

/** `"<path>":<object>`; a member that is gone is null. */
function membersOf(
  exchange: Exchange,
  open: OpenCalendar,
  { page, query }: { page: Page; query: CollectionQuery },
): Buffer[] {
  const { items, gone } = page;
  const { props } = query;
  const pathOf = memberPaths(exchange);
  const isCompat = profileOf(exchange.headers.accept, exchange.profile) === 'egroupware';
  const textOf = objectTexts(exchange, open);
  const octetsOf = memberOctets(exchange, open);
  return items.map((stored) => {
    if (!props && !gone.has(stored)) return octetsOf(stored);
    const path = JSON.stringify(pathOf(stored.head.id));
    const value =
      gone.has(stored) || !props ? 'null' : memberText(stored, props, { data: () => textOf(stored), isCompat });
    return Buffer.from(`${path}:${value}`);
  });
}
