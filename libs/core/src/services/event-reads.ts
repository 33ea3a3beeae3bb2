import { seesAll, sightOf } from '../access/redaction.js';
import { atLeast } from '../access/roles.js';
import { DayferryError, invalidInput, notFound } from '../errors.js';
import type { SeriesFilter, SeriesHead, SeriesRef, SeriesRow } from '../ports/store.port.js';
import type { ChangePage, OpenCalendar, SeriesQuery, StoredSeries } from './api.js';
import type { CoreContext } from './context.js';
import { parseBody, toStored } from './stored-series.js';
import { parseTextQuery } from './text-query.js';

export async function findSeries(
  core: CoreContext,
  open: OpenCalendar,
  ref: SeriesRef,
  options?: { includeDeleted?: boolean },
): Promise<StoredSeries> {
  const row = await core.store.reader.series(open.calendar.key, ref);
  const stored = row && (!row.isDeleted || options?.includeDeleted) ? toStored(open, row, core.renderer) : null;
  if (!stored) throw notFound();
  return stored;
}

export async function findByName(
  core: CoreContext,
  open: OpenCalendar,
  names: string[],
): Promise<Map<string, StoredSeries>> {
  const rows = await core.store.reader.seriesByName(open.calendar.key, names);
  const kept = rows.map((row) => remembered(core, row));
  return new Map(visible(core, open, kept).map((stored) => [stored.head.resourceName, stored]));
}

function visible(core: CoreContext, open: OpenCalendar, rows: SeriesRow[]): StoredSeries[] {
  return rows.map((row) => toStored(open, row, core.renderer)).filter((stored) => stored !== null);
}

/** The store's filter for this viewer: a search must not tell a reader what a private event is about. */
export function filterFor(open: OpenCalendar, query: SeriesQuery): SeriesFilter {
  const { text, zone: _zone, ...rest } = query;
  if (query.from !== undefined && query.to !== undefined && query.to <= query.from) {
    throw invalidInput('timeMax', 'The specified time range is empty.', { code: 'time-range-empty' });
  }
  const hidden = { hideSecret: !seesAll(open.role), hidePrivate: text !== undefined && !atLeast(open.role, 'writer') };
  return { ...rest, ...hidden, ...(text === undefined ? {} : parseTextQuery(text)) };
}

/** A free/busy reader must not learn titles by searching for them. */
export function canSearch(open: OpenCalendar, query: { text?: string | undefined }): boolean {
  return query.text === undefined || atLeast(open.role, 'reader');
}

export async function queryHeads(core: CoreContext, open: OpenCalendar, query: SeriesQuery): Promise<SeriesHead[]> {
  if (!canSearch(open, query)) return [];
  const isWindow = query.from !== undefined || query.to !== undefined;
  const heads = isWindow
    ? await matchedHeads(core, open, query)
    : await core.store.reader.heads(open.calendar.key, filterFor(open, query));
  return heads.flatMap((head) => seenHead(open, head));
}

/** Heads in a window, remembered by the calendar's change number: many clients ask for the same week again and again. */
async function matchedHeads(core: CoreContext, open: OpenCalendar, query: SeriesQuery): Promise<SeriesHead[]> {
  const filter = filterFor(open, query);
  const zone = query.zone ?? open.calendar.timeZone;
  const key = [open.calendar.key, open.sync.epoch, open.sync.seq, zone, JSON.stringify(filter)].join('|');
  const known = core.matches.get(key);
  if (known) return known;
  const candidates = await core.store.reader.heads(open.calendar.key, filter);
  const { heads } = await matching(core, open, query, candidates);
  core.matches.set(key, heads);
  return heads;
}

export async function querySeries(core: CoreContext, open: OpenCalendar, query: SeriesQuery): Promise<StoredSeries[]> {
  if (!canSearch(open, query)) return [];
  if (query.from === undefined && query.to === undefined) {
    return visible(core, open, await core.store.reader.rows(open.calendar.key, filterFor(open, query)));
  }
  if (query.limit === undefined) return ofHeads(core, open, await matchedHeads(core, open, query));
  const found: StoredSeries[] = [];
  // Candidates that do not match leave gaps: a page is filled up, so that a short one means the end.
  for (let after = query.after; ;) {
    const candidates = await core.store.reader.heads(
      open.calendar.key,
      filterFor(open, { ...query, ...(after ? { after } : {}) }),
    );
    found.push(...(await matchingSeries(core, open, query, candidates)));
    const { limit } = query;
    if (limit === undefined || candidates.length < limit || found.length >= limit) return found.slice(0, limit);
    after = positionOf(candidates.at(-1)!, query.orderBy);
  }
}

function positionOf(head: SeriesHead, orderBy: SeriesQuery['orderBy']): NonNullable<SeriesQuery['after']> {
  const value = { key: head.key, updated: head.updated, start: head.startUtc }[orderBy ?? 'key'];
  return { value, key: head.key };
}

async function matchingSeries(
  core: CoreContext,
  open: OpenCalendar,
  query: SeriesQuery,
  candidates: SeriesHead[],
): Promise<StoredSeries[]> {
  const { heads, rows } = await matching(core, open, query, candidates);
  return ofHeads(core, open, heads, rows);
}

/** The series of these heads, in their order; `rows` are those that are at hand already. */
export async function ofHeads(
  core: CoreContext,
  open: OpenCalendar,
  heads: SeriesHead[],
  rows = new Map<string, SeriesRow>(),
): Promise<StoredSeries[]> {
  await readMissing(core, open, heads, rows);
  const found = heads.flatMap((head) => {
    const row = rows.get(head.key);
    return !row || (row.isDeleted && !head.isDeleted) ? [] : [row];
  });
  return visible(core, open, found);
}

/** Rows from memory by key and change number, and from the store what is not there. */
async function readMissing(
  core: CoreContext,
  open: OpenCalendar,
  heads: SeriesHead[],
  rows: Map<string, SeriesRow>,
): Promise<void> {
  const missing: string[] = [];
  for (const { key, seq } of heads) {
    const known = rows.get(key) ?? core.rows.get(`${key}:${seq}`);
    if (known) rows.set(key, known);
    else missing.push(key);
  }
  for (const row of await core.store.reader.seriesByKey(open.calendar.key, missing))
    rows.set(row.key, remembered(core, row));
}

/** The row as it is in memory already, with what was made of it; else it is kept from now on. */
function remembered(core: CoreContext, row: SeriesRow): SeriesRow {
  const at = `${row.key}:${row.seq}`;
  const known = core.rows.get(at);
  if (!known) core.rows.set(at, row);
  return known ?? row;
}

function seenHead(open: OpenCalendar, head: SeriesHead): SeriesHead[] {
  const sees = sightOf(open.role, head.privacy);
  if (sees === 'hidden') return [];
  return sees === 'busy' ? [{ ...head, isRedacted: true }] : [head];
}

interface Matches {
  heads: SeriesHead[];
  /** Bodies that had to be read to know. */
  rows: Map<string, SeriesRow>;
}

/** Keeps the candidates that really occur in the window; reads bodies only of those not yet known. */
async function matching(
  core: CoreContext,
  open: OpenCalendar,
  query: SeriesQuery,
  candidates: SeriesHead[],
): Promise<Matches> {
  const [from, to] = [query.from ?? -Infinity, query.to ?? Infinity];
  const zone = query.zone ?? open.calendar.timeZone;
  const known = candidates.map((head) =>
    head.isExact || head.isDeleted ? true : core.occurrences.occursIn(head, zone, from, to),
  );
  const unknown = candidates.filter((_, i) => known[i] === null).map((head) => head.key);
  const read = await core.store.reader.seriesByKey(open.calendar.key, unknown);
  const rows = new Map(read.map((row) => [row.key, row]));
  const heads = candidates.filter((head, i) => known[i] ?? learns(core, rows.get(head.key), zone, { from, to }));
  return { heads, rows };
}

function learns(
  core: CoreContext,
  row: SeriesRow | undefined,
  zone: string,
  window: { from: number; to: number },
): boolean {
  return row !== undefined && core.occurrences.learn(row, parseBody(row), zone, window);
}

/** Everything changed after `since`, oldest first (RFC 6578 §3.4; v3 syncToken). */
export async function changesSince(
  core: CoreContext,
  open: OpenCalendar,
  since: number,
  limit?: number,
): Promise<ChangePage> {
  const { seq, minSeq } = open.sync;
  if (!Number.isSafeInteger(since) || since > seq || since < minSeq) {
    throw new DayferryError('token-expired', 'Sync token is no longer valid, a full sync is required.');
  }
  const { heads, hasMore } = await wholeChanges(core, open, since, limit ?? 1_000_000);
  return { items: await withBodies(core, open, heads), upTo: hasMore ? heads.at(-1)!.seq : seq, hasMore };
}

/** One change number may be on many series (a calendar was cleared): a page ends between change numbers, not inside. */
async function wholeChanges(
  core: CoreContext,
  open: OpenCalendar,
  since: number,
  limit: number,
): Promise<{ heads: SeriesHead[]; hasMore: boolean }> {
  const read = (upTo: number, most: number): Promise<SeriesHead[]> =>
    core.store.reader.changes(open.calendar.key, since, upTo, most);
  const heads = await read(open.sync.seq, limit + 1);
  if (heads.length <= limit) return { heads, hasMore: false };
  const next = heads.pop()!.seq;
  const whole = heads.filter((head) => head.seq !== next);
  if (whole.length > 0) return { heads: whole, hasMore: true };
  return { heads: await read(next, 1_000_000), hasMore: next < open.sync.seq };
}

/** Secret series look deleted to those who may not know of them: they may have been visible before. */
async function withBodies(core: CoreContext, open: OpenCalendar, heads: SeriesHead[]): Promise<StoredSeries[]> {
  const rows = await core.store.reader.seriesByKey(
    open.calendar.key,
    heads.map((head) => head.key),
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return heads.flatMap((head) => {
    const row = byKey.get(head.key);
    if (!row) return [];
    return [toStored(open, row, core.renderer) ?? gone(core, open, row)];
  });
}

function gone(core: CoreContext, open: OpenCalendar, row: SeriesRow): StoredSeries {
  return toStored({ ...open, role: 'freeBusy' }, { ...row, isDeleted: true, privacy: 1 }, core.renderer)!;
}
