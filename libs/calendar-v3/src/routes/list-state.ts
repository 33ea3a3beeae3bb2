import type { Json, OpenCalendar } from '@dayferry/core';
import { fail, invalidParameter } from '../errors/fail.js';
import { openToken } from '../parse/token.js';
import { sealToken } from '../render/token.js';
import { leavesInvitationsOut } from './list-filter.js';
import type { Call } from './call.js';

/** Where a page of events begins. */
export interface PageState {
  /** Change number at the start of the paging: the sync token at its end is made of it. */
  seq: number;
  /** The position that the page before ended at; what it consists of is each list's own. */
  after: (string | number)[];
}

/** What an incremental list continues from. */
export interface SyncState {
  seq: number;
  /** The window of the initial list. */
  from?: number;
  to?: number;
}

/** Parameters that a page token is bound to; maxResults may change between pages (4.14). */
const boundToPages = [
  'singleEvents',
  'orderBy',
  'timeMin',
  'timeMax',
  'timeZone',
  'updatedMin',
  'showDeleted',
  'iCalUID',
  'q',
  'eventTypes',
  'privateExtendedProperty',
  'sharedExtendedProperty',
  'syncToken',
  'originalStart',
] as const;

/**
 * Parameters that a sync token is bound to (7.7). timeZone and maxAttendees only change how an event is shown, so they
 * may differ; the window is in the token, for it must not be repeated with one.
 */
const boundToSync = ['singleEvents', 'eventTypes'] as const;

function bindingOf(call: Call, open: OpenCalendar, names: readonly (keyof Call['query'])[]): string {
  const who = [
    open.viewer.user?.key ?? '',
    open.calendar.key,
    open.role,
    open.sync.epoch,
    call.path.eventId ?? '',
    leavesInvitationsOut(call.query, open),
  ];
  return JSON.stringify([...who, ...names.map((name) => call.query[name] ?? null)]);
}

export function sealPage(call: Call, open: OpenCalendar, { seq, after }: PageState): string {
  return sealToken('page', [seq, ...after], bindingOf(call, open, boundToPages));
}

/** Undefined on the first page; 400 for a token of other parameters, another calendar or another user. */
export function readPage(call: Call, open: OpenCalendar): PageState | undefined {
  if (call.query.pageToken === undefined) return undefined;
  const state = openToken('page', call.query.pageToken, bindingOf(call, open, boundToPages));
  if (!Array.isArray(state) || !state.every(isPosition)) throw invalidPage();
  const [seq, ...after] = state;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) throw invalidPage();
  return { seq, after };
}

function isPosition(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

export function invalidPage(): Error {
  return invalidParameter('pageToken', 'Invalid page token value.');
}

export function sealSync(call: Call, open: OpenCalendar, { seq, from, to }: SyncState): string {
  return sealToken('sync', [seq, from ?? null, to ?? null], bindingOf(call, open, boundToSync));
}

/** 410 for a token that is not of this user, calendar, role, store epoch and parameters. */
export function readSync(call: Call, open: OpenCalendar, text: string): SyncState {
  const state = openToken('sync', text, bindingOf(call, open, boundToSync));
  const [seq, from, to] = Array.isArray(state) ? state : [];
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) throw fail('fullSyncRequired');
  return { seq, ...(typeof from === 'number' ? { from } : {}), ...(typeof to === 'number' ? { to } : {}) };
}
