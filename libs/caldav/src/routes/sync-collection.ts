import type { SeriesHead, StoredSeries } from '@dayferry/core';
import { dav } from '../clark.js';
import { parseSyncCollection, type SyncCollection } from '../parse/sync-collection.js';
import type { XmlElement } from '../parse/xml-element.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { needsBodies, propertyRenderer } from '../render/property-response.js';
import { parseSyncToken, renderSyncToken, type SyncPosition } from '../render/sync-token.js';
import { escapeXml, tagsOf } from '../render/xml-text.js';
import { memberOf } from '../render/member-response.js';
import { renderContext } from './render-context.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { memberRendererFor } from './member-renderer.js';
import { allMembers } from './members.js';
import { depthOf, prefersMinimal } from './request-headers.js';
import type { CalendarResource } from './resource.js';

interface Change {
  head: SeriesHead;
  stored?: StoredSeries;
}

interface Page {
  changes: Change[];
  next: SyncPosition;
  isTruncated: boolean;
}

/** RFC 6578 §3.2. Depth 0 and 1 mean the same here (Thunderbird sends 1); without a limit nothing is cut. */
export async function syncCollection(
  exchange: Exchange,
  calendar: CalendarResource,
  body: XmlElement,
): Promise<Answer> {
  depthOf(exchange.headers, 1);
  const request = parseSyncCollection(body);
  if (request.token === '' && request.limit === undefined) return everything(exchange, calendar, request);
  const page = await pageOf(exchange, calendar, request);
  const context = await renderContext(exchange, request.properties, { resources: [], membersOf: calendar.open });
  const render = propertyRenderer(request.properties, context, prefersMinimal(exchange.headers));
  function* responses(): Generator<string> {
    for (const change of page.changes) {
      const member = memberOf(calendar, change);
      yield change.head.isDeleted ? statusResponse(hrefOf(member.address), 404) : render(member);
    }
    if (page.isTruncated)
      yield statusResponse(hrefOf(calendar.address), 507, tagsOf(dav('number-of-matches-within-limits')).empty);
  }
  return multistatus(responses(), tokenElement(calendar, page.next));
}

/** The calendar stood at its token before the first member is read, so what changes meanwhile is told next time. */
async function everything(exchange: Exchange, calendar: CalendarResource, request: SyncCollection): Promise<Answer> {
  const render = await memberRendererFor(exchange, calendar, request.properties);
  return multistatus(allMembers(exchange, calendar, request.properties, render), tokenElement(calendar));
}

function tokenElement({ open }: CalendarResource, position?: SyncPosition): string {
  return `<D:sync-token>${escapeXml(renderSyncToken(open, position))}</D:sync-token>`;
}

async function pageOf(exchange: Exchange, calendar: CalendarResource, request: SyncCollection): Promise<Page> {
  const { seq } = calendar.open.sync;
  const position =
    request.token === '' ? { seq: 0, key: '', since: seq } : parseSyncToken(calendar.open, request.token);
  const all = await changesAfter(exchange, calendar, request, position);
  const changes = all.slice(0, request.limit ?? all.length);
  const last = changes.at(-1)?.head;
  if (changes.length === all.length || !last)
    return { changes, next: { seq: position.since ?? seq }, isTruncated: false };
  const next = { seq: last.seq, key: last.key, ...(position.since === undefined ? {} : { since: position.since }) };
  return { changes, next, isTruncated: true };
}

/** In the order of the change sequence, so that a page can end anywhere. */
async function changesAfter(
  exchange: Exchange,
  calendar: CalendarResource,
  request: SyncCollection,
  position: SyncPosition,
): Promise<Change[]> {
  const isInitial = position.since !== undefined;
  const found = isInitial ? await members(exchange, calendar, request) : await changed(exchange, calendar, position);
  const isOrdered = request.limit !== undefined || position.key !== undefined;
  return isOrdered
    ? found.filter(({ head }) => isAfter(head, position)).sort((a, b) => compare(a.head, b.head))
    : found;
}

async function members({ core }: Exchange, { open }: CalendarResource, request: SyncCollection): Promise<Change[]> {
  if (!needsBodies(request.properties)) return (await core.events.heads(open, {})).map((head) => ({ head }));
  return (await core.events.query(open, {})).map((stored) => ({ head: stored.head, stored }));
}

/** RFC 6578 §3.5.2: a name that was removed and mapped again is changed, not removed. */
async function changed({ core }: Exchange, { open }: CalendarResource, position: SyncPosition): Promise<Change[]> {
  const since = position.key === undefined ? position.seq : position.seq - 1;
  const { items } = await core.events.changes(open, since);
  const live = new Set(items.filter(({ head }) => !head.isDeleted).map(({ head }) => head.resourceName));
  const shown = items.filter(({ head }) => !head.isDeleted || !live.has(head.resourceName));
  return shown.map((stored) => ({ head: stored.head, stored }));
}

function isAfter(head: SeriesHead, position: SyncPosition): boolean {
  if (head.seq !== position.seq) return head.seq > position.seq;
  return position.key !== undefined && head.key > position.key;
}

function compare(a: SeriesHead, b: SeriesHead): number {
  return a.seq - b.seq || (a.key < b.key ? -1 : 1);
}
