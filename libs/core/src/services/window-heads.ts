import type { EventSeries } from '../model/series.js';
import type { InstanceState, SeriesVersion } from '../ports/instances.port.js';
import type { SeriesFilter } from '../ports/series-filter.port.js';
import type { SeriesHead } from '../ports/store.port.js';
import { OPEN_END, OPEN_START } from '../recurrence/bounds.js';
import { expandOrCut } from './expand-or-cut.js';
import { overlapsRange } from '../recurrence/time-range.js';
import { toUtc } from '../time/convert.js';
import { civilText } from '../time/civil.js';
import type { OpenCalendar, SeriesQuery } from './api.js';
import type { CoreContext } from './context.js';
import { filterFor } from './series-filter.js';
import { headsOf } from './series-heads.js';
import { rowsOf } from './series-rows.js';
import { parseBody } from './stored-series.js';

interface Search {
  zone: string;
  from: number;
  to: number;
  /** Instances up to this state count. */
  state: InstanceState;
  filter: SeriesFilter;
}

/**
 * Heads of the series that occur in the window, in the query's order, without its cursor and limit. Remembered by the
 * calendar's change number: many clients ask for the same week again and again, and pages of a list for the same window.
 */
export async function headsInWindow(
  core: CoreContext,
  open: OpenCalendar,
  query: SeriesQuery,
  state: InstanceState = query.includeCancelled ? 1 : 0,
): Promise<SeriesHead[]> {
  const { after: _after, limit: _limit, includeCancelled: _cancelled, ...wanted } = query;
  const search: Search = {
    zone: query.zone ?? open.calendar.timeZone,
    from: query.from ?? OPEN_START,
    to: query.to ?? OPEN_END,
    state,
    filter: filterFor(open, wanted),
  };
  const key = [open.calendar.key, open.sync.epoch, open.sync.seq, JSON.stringify(search)].join('|');
  const known = core.matches.get(key);
  if (known) return known;
  const live = await liveHeads(core, open, search);
  const all = query.includeDeleted ? [...live, ...(await deletedHeads(core, open, search))] : live;
  const heads = all.sort(inOrder(query));
  core.matches.set(key, heads);
  return heads;
}

/** A deleted series is found by its bounds: nothing of it takes place any more. */
export async function deletedHeads(
  core: CoreContext,
  { calendar }: OpenCalendar,
  { filter }: { filter: SeriesFilter },
): Promise<SeriesHead[]> {
  const versions = await core.store.reader.versions(calendar.key, { ...filter, onlyDeleted: true });
  return headsOf(core, calendar.key, versions);
}

async function liveHeads(core: CoreContext, { calendar }: OpenCalendar, search: Search): Promise<SeriesHead[]> {
  const { from, to, state, filter, zone } = search;
  const withTasks = !filter.kinds || filter.kinds.includes('task') || filter.kinds.includes('availability');
  const { sure, walls, uncovered } = await core.store.reader.seriesIn(
    calendar.key,
    { from, to, state, withTasks },
    filter,
  );
  const versions = new Map(sure.map(({ key, seq }) => [key, seq]));
  const utc = (wall: number): number => toUtc({ local: civilText(wall), zone: null }, zone);
  for (const { key, seq, start, end } of walls)
    if (!versions.has(key) && overlaps(search, utc(start), utc(end))) versions.set(key, seq);
  const unsure = uncovered.filter(({ key }) => !versions.has(key));
  const heads = await headsOf(
    core,
    calendar.key,
    [...versions].map(([key, seq]) => ({ key, seq })),
  );
  return unsure.length === 0 ? heads : [...heads, ...(await occurring(core, calendar.key, unsure, search))];
}

function overlaps({ from, to }: Pick<Search, 'from' | 'to'>, start: number, end: number): boolean {
  return start < to && (end > from || start >= from);
}

/** What the index does not cover is asked of the engine. */
async function occurring(
  core: CoreContext,
  calendarKey: string,
  unsure: SeriesVersion[],
  search: Search,
): Promise<SeriesHead[]> {
  const rows = await rowsOf(core, calendarKey, unsure);
  return [...rows.values()].filter((row) => !row.isDeleted && occurs(core, parseBody(row), search));
}

function occurs(core: CoreContext, series: EventSeries, { from, to, zone, state }: Search): boolean {
  const range = { ...(from > OPEN_START ? { from } : {}), ...(to < OPEN_END ? { to } : {}) };
  const { limits } = core;
  if (state === 1 || series.kind === 'task' || series.kind === 'availability')
    return overlapsRange(series, range, { zone, limits });
  const options = { ...range, zone, limits: { ...limits, instancesPerAnswer: 1 }, includeCancelled: state === 2 };
  return expandOrCut(series, options).occurrences.length > 0;
}

function inOrder({ orderBy = 'key', descending }: SeriesQuery): (a: SeriesHead, b: SeriesHead) => number {
  const sign = descending ? -1 : 1;
  const value = (head: SeriesHead): number => valueOf(head, orderBy) as number;
  return (a, b) => sign * ((orderBy === 'key' ? 0 : value(a) - value(b)) || (a.key < b.key ? -1 : 1));
}

export function valueOf(head: SeriesHead, orderBy: NonNullable<SeriesQuery['orderBy']>): number | string {
  return { key: head.key, updated: head.updated, start: head.startUtc }[orderBy];
}

/** The page of sorted heads that cursor and limit name. */
export function pageOfHeads(
  heads: SeriesHead[],
  { after, limit, orderBy = 'key', descending }: SeriesQuery,
): SeriesHead[] {
  const sign = descending ? -1 : 1;
  const compare = (a: number | string, b: number | string): number => (a === b ? 0 : a < b ? -sign : sign);
  const isAfter = (head: SeriesHead): boolean =>
    !after || (compare(valueOf(head, orderBy), after.value) || compare(head.key, after.key)) > 0;
  const rest = after ? heads.filter(isAfter) : heads;
  return limit === undefined ? rest : rest.slice(0, limit);
}
