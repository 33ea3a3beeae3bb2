import { sightOf } from '../access/redaction.js';
import type { Viewer } from '../access/viewer.js';
import { DayferryError, notFound } from '../errors.js';
import type { SeriesVersion } from '../ports/instances.port.js';
import type { SeriesHead, SeriesRef, SeriesRow } from '../ports/store.port.js';
import type { ChangePage, OpenCalendar, SeriesQuery, StoredSeries } from './api.js';
import { listState } from './calendar-list.js';
import type { CoreContext } from './context.js';
import { headsOf } from './series-heads.js';
import { rowsOf } from './series-rows.js';
import { canSearch, filterFor } from './series-filter.js';
import { toStored } from './stored-series.js';
import { headsInWindow, pageOfHeads } from './window-heads.js';

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

/** On the first calendar of the viewer's list that shows it to them; one query for all of them. */
export async function findListed(
  core: CoreContext,
  viewer: Viewer,
  ref: SeriesRef,
): Promise<{ open: OpenCalendar; stored: StoredSeries }> {
  const { open: listed } = await listState(core, viewer);
  const keys = listed.map(({ calendar }) => calendar.key);
  const rows = new Map((await core.store.reader.seriesAcross(keys, ref)).map((row) => [row.calendarKey, row]));
  for (const open of listed) {
    const row = rows.get(open.calendar.key);
    const stored = row && !row.isDeleted ? toStored(open, row, core.renderer) : null;
    if (stored) return { open, stored };
  }
  throw notFound();
}

export async function findByName(
  core: CoreContext,
  open: OpenCalendar,
  names: string[],
): Promise<Map<string, StoredSeries>> {
  const versions = await core.store.reader.versionsByName(open.calendar.key, names);
  const rows = [...(await rowsOf(core, open.calendar.key, versions)).values()];
  const live = rows.filter((row) => !row.isDeleted);
  return new Map(visible(core, open, live).map((stored) => [stored.head.resourceName, stored]));
}

function visible(core: CoreContext, open: OpenCalendar, rows: SeriesRow[]): StoredSeries[] {
  return rows.map((row) => toStored(open, row, core.renderer)).filter((stored) => stored !== null);
}

export async function queryHeads(core: CoreContext, open: OpenCalendar, query: SeriesQuery): Promise<SeriesHead[]> {
  return (await matching(core, open, query)).flatMap((head) => seenHead(open, head));
}

async function matching(core: CoreContext, open: OpenCalendar, query: SeriesQuery): Promise<SeriesHead[]> {
  if (!canSearch(open, query)) return [];
  if (query.from !== undefined || query.to !== undefined)
    return pageOfHeads(await headsInWindow(core, open, query), query);
  const { key } = open.calendar;
  return headsOf(core, key, await core.store.reader.versions(key, filterFor(open, query)));
}

export async function querySeries(core: CoreContext, open: OpenCalendar, query: SeriesQuery): Promise<StoredSeries[]> {
  return ofHeads(core, open, await matching(core, open, query));
}

/** The series of these heads as they are now, in their order. */
export async function ofHeads(
  core: CoreContext,
  open: OpenCalendar,
  heads: Pick<SeriesHead, 'key' | 'seq' | 'isDeleted'>[],
): Promise<StoredSeries[]> {
  const rows = await rowsOf(core, open.calendar.key, heads);
  return visible(
    core,
    open,
    heads.flatMap(({ key, isDeleted }) => {
      const row = rows.get(key);
      return row?.isDeleted === isDeleted ? [row] : [];
    }),
  );
}

function seenHead(open: OpenCalendar, head: SeriesHead): SeriesHead[] {
  const sees = sightOf(open.role, head.privacy);
  if (sees === 'hidden') return [];
  return sees === 'busy' ? [{ ...head, isRedacted: true }] : [head];
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
  const { versions, hasMore } = await wholeChanges(core, open, since, limit ?? 1_000_000);
  return { items: await withBodies(core, open, versions), upTo: hasMore ? versions.at(-1)!.seq : seq, hasMore };
}

/** One change number may be on many series (a calendar was cleared): a page ends between change numbers, not inside. */
async function wholeChanges(
  core: CoreContext,
  open: OpenCalendar,
  since: number,
  limit: number,
): Promise<{ versions: SeriesVersion[]; hasMore: boolean }> {
  const read = (upTo: number, most: number): Promise<SeriesVersion[]> =>
    core.store.reader.changes(open.calendar.key, since, upTo, most);
  const versions = await read(open.sync.seq, limit + 1);
  if (versions.length <= limit) return { versions, hasMore: false };
  const next = versions.pop()!.seq;
  const whole = versions.filter(({ seq }) => seq !== next);
  if (whole.length > 0) return { versions: whole, hasMore: true };
  return { versions: await read(next, 1_000_000), hasMore: next < open.sync.seq };
}

/** Secret series look deleted to those who may not know of them: they may have been visible before. */
async function withBodies(core: CoreContext, open: OpenCalendar, versions: SeriesVersion[]): Promise<StoredSeries[]> {
  const rows = await rowsOf(core, open.calendar.key, versions);
  return versions.flatMap(({ key }) => {
    const row = rows.get(key);
    return row ? [toStored(open, row, core.renderer) ?? gone(core, open, row)] : [];
  });
}

function gone(core: CoreContext, open: OpenCalendar, row: SeriesRow): StoredSeries {
  return toStored({ ...open, role: 'freeBusy' }, { ...row, isDeleted: true, privacy: 1 }, core.renderer)!;
}
