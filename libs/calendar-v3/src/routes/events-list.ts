import { createHash } from 'node:crypto';
import { atLeast, type OpenCalendar } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { collectionBody, type Body } from '../render/body.js';
import { renderEventsPage } from '../render/events-page.js';
import type { Answer, Call } from './call.js';
import { viewOf } from './events-get.js';
import { keptAnswer } from './kept-answers.js';
import { changesPage } from './list-changes.js';
import { filterOf, leavesInvitationsOut } from './list-filter.js';
import { instancePage, seriesPage, updatedPage, type ItemPage, type PageRequest } from './list-pages.js';
import { readPage, readSync, sealPage, sealSync, type SyncState } from './list-state.js';
import { openCalendar } from './open.js';
import { isNotModified } from './preconditions.js';

const defaultPage = 250;
export const maxPage = 2500;

/** How long deletions are remembered at least; what may have been forgotten is not asked for in vain. */
const deletionMemory = 28 * 86_400_000;

export async function listEvents(call: Call): Promise<Answer> {
  refuseContradictions(call);
  const open = await openCalendar(call);
  const start = readPage(call, open);
  const sync = call.query.syncToken === undefined ? undefined : readSync(call, open, call.query.syncToken);
  refuseOldUpdatedMin(call, open);
  const etag = listEtag(call, open);
  if (isNotModified(call, etag)) return { status: 200, etag, isCollection: true };
  const request = requestOf(call, open, sync, start?.after ?? []);
  return keptAnswer(call, etag, async () => {
    const page = await pageOf(request, sync);
    const next = nextTokens(call, open, page, { seq: start?.seq ?? open.sync.seq, sync });
    return pageBody(request, page, etag, next);
  });
}

/** 7.3, 7.4 and the order of time bounds. */
export function refuseContradictions({ query }: Call): void {
  if (query.timeMin !== undefined && query.timeMax !== undefined && query.timeMax <= query.timeMin)
    throw fail('timeRangeEmpty');
  if (query.syncToken !== undefined && isRestricted(query)) throw fail('syncTokenWithRequestRestrictions');
  if (query.orderBy === 'startTime' && !query.singleEvents) {
    throw fail('invalid', {
      message: 'The requested ordering is not available for the particular query.',
      location: 'orderBy',
    });
  }
}

const restrictions = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
] as const;

function isRestricted(query: Call['query']): boolean {
  return query.showDeleted === false || restrictions.some((name) => query[name] !== undefined);
}

/** 7.1: 410 only when deletions since then may have been forgotten. */
function refuseOldUpdatedMin({ query, core }: Call, open: OpenCalendar): void {
  if (query.updatedMin === undefined || open.sync.minSeq === 0) return;
  if (query.updatedMin < core.clock() - deletionMemory) throw fail('updatedMinTooLongAgo');
}

function requestOf(
  call: Call,
  open: OpenCalendar,
  sync: SyncState | undefined,
  after: PageRequest['after'],
): PageRequest {
  const { query } = call;
  const scope = {
    call,
    view: viewOf(call, open),
    from: sync ? sync.from : query.timeMin,
    to: sync ? sync.to : query.timeMax,
    updatedMin: query.updatedMin,
    showDeleted: query.showDeleted === true || query.updatedMin !== undefined || sync !== undefined,
    accepts: filterOf(query, open),
  };
  return { open, scope, after, limit: Math.min(query.maxResults ?? defaultPage, maxPage) };
}

function pageOf(request: PageRequest, sync: SyncState | undefined): Promise<ItemPage> {
  const { query } = request.scope.call;
  const isExpanded = query.singleEvents === true;
  if (sync) return changesPage(request, sync.seq, isExpanded);
  // UIDs are not shown to those who see free/busy times only (8.7).
  if (query.iCalUID !== undefined && !atLeast(request.open.role, 'reader')) return Promise.resolve({ items: [] });
  const filter = {
    ...(query.iCalUID === undefined ? {} : { uid: query.iCalUID }),
    ...(query.q === undefined ? {} : { text: query.q }),
  };
  if (query.orderBy === 'updated') return updatedPage(request, filter, isExpanded);
  return isExpanded ? instancePage(request, filter) : seriesPage(request, filter);
}

interface Progress {
  /** Change number when the paging began. */
  seq: number;
  sync: SyncState | undefined;
}

/** 4.14, 7.4: more pages, or the token to go on from; an order or a search gives none. */
function nextTokens(
  call: Call,
  open: OpenCalendar,
  page: ItemPage,
  { seq, sync }: Progress,
): { page?: string; sync?: string } {
  if (page.next) return { page: sealPage(call, open, { seq, after: page.next }) };
  const { orderBy, q, iCalUID, privateExtendedProperty, sharedExtendedProperty, timeMin, timeMax } = call.query;
  if (orderBy ?? q ?? iCalUID ?? privateExtendedProperty ?? sharedExtendedProperty) return {};
  const window = sync ?? { from: timeMin, to: timeMax };
  // Later pages of an incremental list see all that happened meanwhile; those of a full one may not.
  return { sync: sealSync(call, open, { ...definedWindow(window), seq: sync ? open.sync.seq : seq }) };
}

function definedWindow({ from, to }: { from?: number | undefined; to?: number | undefined }): Omit<SyncState, 'seq'> {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** The etag of a list: what it was asked for and where everything stood that its answer depends on. */
export function listEtag({ query, path, core }: Call, open: OpenCalendar): string {
  const { calendar, entry, role, sync, viewer } = open;
  const day = Math.floor(core.clock() / 86_400_000);
  const state = [
    sync.epoch,
    sync.seq,
    calendar.key,
    calendar.revision,
    entry?.revision ?? 0,
    role,
    viewer.user?.key ?? '',
    leavesInvitationsOut(query, open),
  ];
  const hash = createHash('sha256').update(JSON.stringify([query, path.eventId ?? '', day, ...state]));
  return `"p3${hash.digest('base64url').slice(0, 22)}"`;
}

export async function pageBody(
  { open, scope }: PageRequest,
  page: ItemPage,
  etag: string,
  next: { page?: string; sync?: string },
): Promise<Body> {
  const updated = await scope.call.core.events.lastChange(open);
  const envelope = renderEventsPage(open, {
    etag,
    zone: scope.view.zone,
    updated,
    nextPageToken: next.page,
    nextSyncToken: next.sync,
  });
  return collectionBody(
    envelope,
    page.items.map((item) => item.body),
  );
}
