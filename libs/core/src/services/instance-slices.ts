import type { Expansion } from '../recurrence/api.js';
import { OPEN_END, OPEN_START } from '../recurrence/bounds.js';
import type { InstanceFound, InstancesFound } from '../ports/instances.port.js';
import type { SeriesFilter } from '../ports/series-filter.port.js';
import type { InstanceQuery, OpenCalendar, StoredInstance, StoredSeries } from './api.js';
import { changeLogOf } from './calendar-log.js';
import type { ChangeLog } from './change-log.js';
import type { CoreContext } from './context.js';
import { ofHeads } from './event-reads.js';
import { expandOrCut } from './expand-or-cut.js';
import { inZone, isPlain } from './indexed-instance.js';
import { filterFor, passes } from './series-filter.js';
import { headsOf } from './series-heads.js';
import { currentRows } from './series-rows.js';
import { byStart, indexedInstance, toInstance } from './stored-instance.js';
import { toStored } from './stored-series.js';
import { deletedHeads } from './window-heads.js';

const day = 86_400_000;
const hour = 3_600_000;
/** Open-ended queries list endless series up to here: this long after the later of now and the window's start. */
export const horizon = 5 * 366 * day;

export interface Slice {
  /** By start, then by key. */
  items: StoredInstance[];
  isTruncated: boolean;
}

interface Span {
  from: number;
  to: number;
  /** What began before `from` and runs into it has been listed. */
  isLater: boolean;
  /** Where endless series end. */
  end: number;
}

/**
 * All instances of a calendar in the window, by start, in slices of time that grow, so that a page reads about as much
 * as it shows. With `isWhole` in one slice.
 */
export async function* slices(
  core: CoreContext,
  open: OpenCalendar,
  query: InstanceQuery,
  isWhole: boolean,
): AsyncGenerator<Slice> {
  const [low, high] = rangeOf(query);
  const begin = isWhole ? low : await firstStart(core, open, low);
  const end = Math.max(core.clock(), query.from ?? 0) + horizon;
  let [from, left] = [low, query.limit ?? Infinity];
  for (let length = day; from < high;) {
    const to = isWhole ? high : Math.min(high, Math.max(begin, from) + length);
    const span = { from, to, isLater: from > low, end };
    const read = await slice(core, open, query, span);
    const reached = isWhole || read.cut <= from ? to : Math.min(to, read.cut);
    const found = reached < to ? upTo(read, reached) : read;
    yield found;
    left -= found.items.length;
    // The caller has left some out, and goes on.
    if (left <= 0) left = query.limit ?? Infinity;
    length = reached < to ? day : nextLength(length, found.items.length, left);
    from = reached;
  }
}

/** Long enough for what is left of the page, as densely as the calendar has been filled so far. */
function nextLength(length: number, found: number, left: number): number {
  return Math.min(4 * length, Math.max(hour, (length * 1.5 * left) / Math.max(1, found)));
}

/** A later page begins where the one before it ended. */
function rangeOf({ from = OPEN_START, to = OPEN_END, after }: InstanceQuery): [low: number, high: number] {
  return [Math.max(from, after?.start ?? OPEN_START), to];
}

/** A series had more instances in the slice than one answer may hold: the slice ends where it did, the next goes on. */
function upTo({ items }: Slice, reached: number): Slice {
  return { items: items.filter(({ startUtc }) => startUtc < reached), isTruncated: false };
}

/** A list without a beginning, or from long ago, begins with the calendar's first series. */
async function firstStart(core: CoreContext, { calendar }: OpenCalendar, low: number): Promise<number> {
  const [version] = await core.store.reader.versions(calendar.key, { orderBy: 'start', limit: 1 });
  const [first] = version ? await headsOf(core, calendar.key, [version]) : [];
  return Math.max(low, first?.startUtc ?? low);
}

/** `cut`: from here on some series is not in it. */
async function slice(
  core: CoreContext,
  open: OpenCalendar,
  query: InstanceQuery,
  span: Span,
): Promise<Slice & { cut: number }> {
  let [isTruncated, cut] = [false, Infinity];
  const { plain, others, places } = await searchIn(core, open, query, span);
  const items = indexedIn(core, open, { query, span, plain, places });
  for (const stored of others) {
    const found = expandIn(core, open, { stored, query, span });
    isTruncated ||= found.isTruncated;
    if (found.isTruncated) cut = Math.min(cut, found.occurrences.at(-1)?.startUtc ?? Infinity);
    for (const occurrence of found.occurrences)
      if (isIn(span, query, occurrence.startUtc, occurrence.endUtc)) items.push(toInstance(stored, occurrence));
  }
  return { items: items.sort(byStart), isTruncated, cut };
}

function isIn({ from, to, isLater }: Span, query: InstanceQuery, start: number, end: number): boolean {
  if (start >= to || (isLater && start < from)) return false;
  return end > (query.from ?? -Infinity) || start >= (query.from ?? -Infinity);
}

interface Search {
  /** By key: series whose instances the time index has, and says all about. */
  plain: Map<string, StoredSeries>;
  /** Those that may occur; the engine says where. */
  others: StoredSeries[];
  places: InstanceFound[];
}

/** The time index says which series occur, and where; of those that it does not cover, which may. */
async function searchIn(core: CoreContext, open: OpenCalendar, query: InstanceQuery, span: Span): Promise<Search> {
  const { after: _after, limit: _limit, includeCancelled, seriesKey: _series, ...wanted } = query;
  const filter = filterFor(open, { ...wanted, from: undefined, to: undefined });
  const log = changeLogOf(core, open);
  const since = log.asOf;
  const { words, excludedWords } = filter;
  const withTasks = !query.kinds || query.kinds.includes('task');
  const window = { from: span.from, to: span.to, state: includeCancelled ? 2 : 0, withTasks } as const;
  const found = await core.store.reader.instancesIn(open.calendar.key, { ...window, words, excludedWords, since });
  log.add(found.changed, open.sync.seq);
  const bounds = boundsOf(span.from, span.to);
  const gone = includeCancelled ? await deletedHeads(core, open, { filter: { ...filter, ...bounds } }) : [];
  const sorted = await sort(core, open, { found, since, log, filter });
  return { ...sorted, others: [...sorted.others, ...(await ofHeads(core, open, gone))], places: found.instances };
}

interface Found {
  found: InstancesFound;
  /** What did not change after this is as the index has it. */
  since: number;
  log: ChangeLog;
  filter: SeriesFilter;
}

/** The live series of what was found, as this viewer sees them. */
async function sort(
  core: CoreContext,
  open: OpenCalendar,
  { found, since, log, filter }: Found,
): Promise<Omit<Search, 'places'>> {
  const uncovered = new Set(found.uncovered.map(({ seriesKey }) => seriesKey));
  const changed = new Map(found.changed.map(({ seriesKey, seq }) => [seriesKey, seq]));
  const keys = new Set(uncovered);
  for (const { seriesKey } of found.instances) keys.add(seriesKey);
  const search: Omit<Search, 'places'> = { plain: new Map(), others: [] };
  for (const row of await currentRows(core, open.calendar.key, keys, log)) {
    const { key } = row;
    const stored = !row.isDeleted && passes(row, filter) && toStored(open, row, core.renderer);
    if (!stored) continue;
    // A series that was written while this was read is asked of the engine, as it is now.
    const isAsFound = changed.has(key) ? row.seq === changed.get(key) : row.seq <= since;
    if (isAsFound && !uncovered.has(key) && isPlain(stored.series)) search.plain.set(key, stored);
    else search.others.push(stored);
  }
  return search;
}

function boundsOf(from: number, to: number): { from?: number; to?: number } {
  return { ...(from > OPEN_START ? { from } : {}), ...(to < OPEN_END ? { to } : {}) };
}

interface Asked {
  stored: StoredSeries;
  query: InstanceQuery;
  span: Span;
}

/** Of the plain series, nearly sorted. */
function indexedIn(
  { limits }: CoreContext,
  { calendar }: OpenCalendar,
  { query, span, plain, places }: Omit<Asked, 'stored'> & Pick<Search, 'plain' | 'places'>,
): StoredInstance[] {
  const zone = query.zone ?? calendar.timeZone;
  const items: StoredInstance[] = [];
  for (const found of places) {
    const stored = plain.get(found.seriesKey);
    if (!stored) continue;
    const place = inZone(found, zone);
    if (isIn(span, query, place.start, place.end)) items.push(indexedInstance(stored, place, limits));
  }
  return items;
}

function expandIn(core: CoreContext, { calendar }: OpenCalendar, { stored, query, span }: Asked): Expansion {
  const to = stored.head.endUtc >= OPEN_END ? Math.min(span.to, span.end) : span.to;
  if (to <= span.from) return { occurrences: [], isTruncated: false };
  return expandOrCut(stored.series, {
    ...boundsOf(span.from, to),
    zone: query.zone ?? calendar.timeZone,
    limits: core.limits,
    ...(query.includeCancelled ? { includeCancelled: true } : {}),
  });
}
