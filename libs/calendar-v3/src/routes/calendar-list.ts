import { atLeast, type OpenCalendar, type Role } from '@dayferry/core';
import { fail, invalidParameter } from '../errors/fail.js';
import { openToken } from '../parse/token.js';
import { collectionBody, jsonBody, present } from '../render/body.js';
import { entryEtag, renderCalendarListEntry } from '../render/calendar-list-entry.js';
import { entriesEtag, fingerprint, type Fingerprint } from '../render/calendar-list-state.js';
import { sealToken } from '../render/token.js';
import type { Answer, Call } from './call.js';
import { openCalendar } from './open.js';

const defaultPage = 100;
const maxPage = 250;

const minimumRoles: Record<string, Role> = {
  freeBusyReader: 'freeBusy',
  reader: 'reader',
  writer: 'writer',
  owner: 'owner',
};

export async function getCalendarListEntry(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  if (!open.entry) throw fail('notFound');
  return { status: 200, body: jsonBody(renderCalendarListEntry(open)), etag: entryEtag(open) };
}

/** The caller's own list: all of it, or with a sync token the entries changed since. */
export async function listCalendarList(call: Call): Promise<Answer> {
  refuseRestrictions(call);
  const all = await call.core.calendars.list(call.viewer);
  const since = call.query.syncToken === undefined ? undefined : readSyncToken(call, call.query.syncToken, all);
  const wanted = all.filter((open) => isWanted(call, open, since));
  const start = startOf(call, wanted);
  const items = wanted.slice(start, start + Math.min(call.query.maxResults ?? defaultPage, maxPage));
  const last = items.at(-1);
  const hasMore = start + items.length < wanted.length && last !== undefined;
  const next = hasMore ? { nextPageToken: pageToken(call, last) } : { nextSyncToken: syncToken(call, all) };
  const etag = entriesEtag(all, items);
  const envelope = present({ kind: 'calendar#calendarList', etag, ...next });
  const bodies = items.map((open) => jsonBody(renderCalendarListEntry(open)));
  return { status: 200, body: collectionBody(envelope, bodies), etag, isCollection: true };
}

/** 7.8: with a sync token hidden and deleted entries are always in the answer. */
function refuseRestrictions({ query }: Call): void {
  if (query.syncToken === undefined) return;
  if (query.minAccessRole !== undefined || query.showDeleted === false || query.showHidden === false) {
    throw fail('syncTokenWithRequestRestrictions');
  }
}

function isWanted(call: Call, open: OpenCalendar, since: Fingerprint | undefined): boolean {
  if (since) return since.get(fingerprint.nameOf(open)) !== fingerprint.versionOf(open);
  const minimum = minimumRoles[call.query.minAccessRole ?? 'freeBusyReader']!;
  return atLeast(open.role, minimum) && (call.query.showHidden === true || open.entry?.isHidden !== true);
}

/** The order of the list is stable: a page begins after the last entry of the page before it. */
function startOf(call: Call, wanted: OpenCalendar[]): number {
  if (call.query.pageToken === undefined) return 0;
  const state = openToken('page', call.query.pageToken, bindingOf(call));
  const index = typeof state === 'string' ? wanted.findIndex((open) => open.calendar.key === state) : -1;
  if (index < 0) throw invalidParameter('pageToken', 'Invalid page token value.');
  return index + 1;
}

function pageToken(call: Call, last: OpenCalendar): string {
  return sealToken('page', last.calendar.key, bindingOf(call));
}

function bindingOf({ viewer, query }: Call): string {
  return JSON.stringify([
    viewer.user?.key ?? '',
    query.minAccessRole ?? '',
    query.showHidden ?? '',
    query.syncToken ?? '',
  ]);
}

function syncToken(call: Call, all: OpenCalendar[]): string {
  return sealToken('sync', fingerprint.write(all), call.viewer.user?.key ?? '');
}

/**
 * A list has no change sequence of its own; the token says which entries there were, in which version. One that is gone
 * cannot be named any more, so the client starts afresh (410).
 */
function readSyncToken(call: Call, text: string, all: OpenCalendar[]): Fingerprint {
  const state = openToken('sync', text, call.viewer.user?.key ?? '');
  const known = typeof state === 'string' ? fingerprint.read(state) : null;
  if (!known) throw fail('fullSyncRequired');
  const present = new Set(all.map((open) => fingerprint.nameOf(open)));
  for (const name of known.keys()) if (!present.has(name)) throw fail('fullSyncRequired');
  return known;
}
