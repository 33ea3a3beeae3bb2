import type { Json } from '@dayferry/core';
import { fail, invalidParameter } from '../errors/fail.js';
import { openToken } from '../parse/token.js';
import { sealToken } from '../render/token.js';
import type { Call } from './call.js';

const defaultPage = 100;
const maxPage = 250;

/** A collection that is small enough to be read whole: rules, calendar lists, settings. */
export interface SmallList<T> {
  items: T[];
  /** Unique; the items are paged in the order of their names. */
  nameOf: (item: T) => string;
  /** What the sync token at the end of the paging says. */
  state: Json;
}

export interface SmallPage<T> {
  items: T[];
  next: { nextPageToken: string } | { nextSyncToken: string };
}

/** One page. A page begins behind a name, so that items which come and go meanwhile shift nothing. */
export function pageOfSmall<T>(call: Call, what: string, { items, nameOf, state }: SmallList<T>): SmallPage<T> {
  const start = startOf(call, what);
  const begun = start ? start.state : state;
  const sorted = items
    .filter((item) => !start || nameOf(item) > start.after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = sorted.slice(0, Math.min(call.query.maxResults ?? defaultPage, maxPage));
  const last = page.at(-1);
  if (last === undefined || page.length === sorted.length)
    return { items: page, next: { nextSyncToken: sealToken('sync', begun, ownerOf(call, what)) } };
  return { items: page, next: { nextPageToken: sealToken('page', [nameOf(last), begun], bindingOf(call, what)) } };
}

/** The state in the request's sync token; undefined without one, 410 for one that was not made for this list. */
export function syncStateOf(call: Call, what: string): Json | undefined {
  const { syncToken } = call.query;
  if (syncToken === undefined) return undefined;
  const state = openToken('sync', syncToken, ownerOf(call, what));
  if (state === null) throw fail('fullSyncRequired');
  return state;
}

function startOf(call: Call, what: string): { after: string; state: Json } | undefined {
  const { pageToken } = call.query;
  if (pageToken === undefined) return undefined;
  const token = openToken('page', pageToken, bindingOf(call, what));
  if (!Array.isArray(token) || typeof token[0] !== 'string')
    throw invalidParameter('pageToken', 'Invalid page token value.');
  return { after: token[0], state: token[1]! };
}

/** A token is good for whom it was made for. */
function ownerOf({ viewer, path }: Call, what: string): string {
  return JSON.stringify([what, viewer.user?.key ?? '', path.calendarId ?? '']);
}

/** 4.14: a page token goes with the same other parameters. */
function bindingOf(call: Call, what: string): string {
  const { maxResults: _maxResults, pageToken: _pageToken, ...others } = call.query;
  return ownerOf(call, what) + JSON.stringify(Object.entries(others).sort());
}
