import { createHash } from 'node:crypto';
import { atLeast, type CalendarListState, type Json, type OpenCalendar, type Role } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { collectionBody, jsonBody, type Body } from '../render/body.js';
import { entryEtag, renderCalendarListEntry, renderRemovedEntry } from '../render/calendar-list-entry.js';
import type { Answer, Call } from './call.js';
import { collectionEtag } from './collection-etag.js';
import { openCalendar } from './open.js';
import { pageOfSmall, syncStateOf } from './small-list.js';

const minimumRoles: Record<string, Role> = {
  freeBusyReader: 'freeBusy',
  reader: 'reader',
  writer: 'writer',
  owner: 'owner',
};

/** One line of the list. `name` is its place in the order. */
interface Item {
  name: string;
  etag: string;
  body: Body;
}

/** What a sync token says: the change number, and which calendars on the list were closed to the user at the time. */
interface Since {
  seq: number;
  closed: string[];
}

export async function getCalendarListEntry(call: Call): Promise<Answer> {
  return entryAnswer(await openListed(call));
}

/** A calendar that is on the caller's list; 404 otherwise. */
export async function openListed(call: Call): Promise<OpenCalendar> {
  const open = await openCalendar(call);
  if (!open.entry) throw fail('notFound');
  return open;
}

export function entryAnswer(open: OpenCalendar): Answer {
  return { status: 200, body: jsonBody(renderCalendarListEntry(open)), etag: entryEtag(open) };
}

/** The caller's own list: all of it, or with a sync token the entries changed since. */
export async function listCalendarList(call: Call): Promise<Answer> {
  refuseRestrictions(call);
  const since = readSince(call);
  const list = await call.core.calendars.listState(call.viewer, since?.seq);
  const wanted = since ? changedItems(list, since) : listedItems(call, list);
  const state = { seq: list.state.seq, closed: list.closed.map(shortName) };
  const { items, next } = pageOfSmall(call, 'calendarList', { items: wanted, nameOf: ({ name }) => name, state });
  const etag = collectionEtag(call, [list.state.seq, ...items.map((item) => item.etag)]);
  const bodies = items.map((item) => item.body);
  return {
    status: 200,
    body: collectionBody({ kind: 'calendar#calendarList', etag, ...next }, bodies),
    etag,
    isCollection: true,
  };
}

/** 7.8: with a sync token hidden and deleted entries are always in the answer. */
function refuseRestrictions({ query }: Call): void {
  if (query.syncToken === undefined) return;
  if (query.minAccessRole !== undefined || query.showDeleted === false || query.showHidden === false) {
    throw fail('syncTokenWithRequestRestrictions');
  }
}

function readSince(call: Call): Since | undefined {
  const state = syncStateOf(call, 'calendarList');
  if (state === undefined) return undefined;
  const { seq, closed } = (typeof state === 'object' && !Array.isArray(state) ? state : {}) as Record<string, Json>;
  if (typeof seq !== 'number' || !Array.isArray(closed)) throw fail('fullSyncRequired');
  return { seq, closed: closed.map(String) };
}

function listedItems({ query }: Call, { open, closed, removed }: CalendarListState): Item[] {
  const minimum = minimumRoles[query.minAccessRole ?? 'freeBusyReader']!;
  const live = open.filter((one) => atLeast(one.role, minimum) && (query.showHidden || one.entry?.isHidden !== true));
  const gone = query.showDeleted ? [...closed, ...removed.map(({ id }) => id)] : [];
  return [...live.map(liveItem), ...gone.map(goneItem)];
}

/**
 * 7.8: only changes of the user's own settings count, not those of the calendar itself; and a calendar that was opened
 * or closed to the user since has come or gone.
 */
function changedItems({ open, closed, removed }: CalendarListState, since: Since): Item[] {
  const isClosedThen = (id: string): boolean => since.closed.includes(shortName(id));
  const live = open.filter(({ entry, calendar }) => (entry?.seq ?? 0) > since.seq || isClosedThen(calendar.id));
  const gone = [...closed.filter((id) => !isClosedThen(id)), ...removed.map(({ id }) => id)];
  return [...live.map(liveItem), ...gone.map(goneItem)];
}

/** The primary calendar first, then by the user's own order (Apple's calendar-order), then by age. */
function liveItem(open: OpenCalendar): Item {
  const isPrimary = open.calendar.kind === 'primary' && open.owner.key === open.viewer.user?.key;
  const order = isPrimary ? 0 : 2 ** 40 + (open.entry?.order ?? 2 ** 39);
  const name = `${String(order).padStart(16, '0')}${open.calendar.key}`;
  return { name, etag: entryEtag(open), body: jsonBody(renderCalendarListEntry(open)) };
}

function goneItem(id: string): Item {
  const entry = renderRemovedEntry(id);
  return { name: `z${id}`, etag: id, body: jsonBody(entry) };
}

function shortName(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 10);
}
