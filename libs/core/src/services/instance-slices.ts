import type { Expansion } from '../recurrence/api.js';
import { OPEN_END, OPEN_START } from '../recurrence/bounds.js';
import type { InstanceFound } from '../ports/instances.port.js';
import type { InstanceQuery, OpenCalendar, StoredInstance, StoredSeries } from './api.js';
import type { CoreContext } from './context.js';
import { ofHeads } from './event-reads.js';
import { expandOrCut } from './expand-or-cut.js';
import { grouped } from './grouped.js';
import { inZone, isPlain } from './indexed-instance.js';
import { filterFor } from './series-filter.js';
import { headsOf } from './series-heads.js';
import { byStart, indexedInstance, toInstance } from './stored-instance.js';
import { deletedHeads } from './window-heads.js';

const day = 86_400_000;
const hour = 3_600_000;
/** Open-ended queries list endless series up to here: this long after the later of now and the window's start. */
export const horizon = 5 * 366 * day;

export interface Slice {
  /** By start, then by id. */
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
  const items: StoredInstance[] = [];
  let [isTruncated, cut] = [false, Infinity];
  const { series, places } = await searchIn(core, open, query, span);
  for (const stored of series) {
    const known = places.get(stored.head.key);
    if (known?.[0]!.seq === stored.head.seq && isPlain(stored.series)) {
      addIndexed(core, open, { stored, query, span, places: known }, items);
      continue;
    }
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
  series: StoredSeries[];
  /** By series: its instances, where the time index has all of them. */
  places: Map<string, InstanceFound[]>;
}

/** The time index says which series occur, and where; of those that it does not cover, which may. */
async function searchIn(core: CoreContext, open: OpenCalendar, query: InstanceQuery, span: Span): Promise<Search> {
  const { after: _after, limit: _limit, includeCancelled, seriesKey: _series, ...wanted } = query;
  const filter = filterFor(open, { ...wanted, from: undefined, to: undefined });
  const withTasks = !query.kinds || query.kinds.includes('task');
  const window = { from: span.from, to: span.to, state: includeCancelled ? 2 : 0, withTasks } as const;
  const { instances, uncovered } = await core.store.reader.instancesIn(open.calendar.key, window, filter);
  const places = grouped(instances, ({ seriesKey }) => seriesKey);
  for (const { seriesKey } of uncovered) places.delete(seriesKey);
  const live = [...[...places.values()].map(([first]) => first!), ...uncovered];
  const heads = live.map(({ seriesKey, seq }) => ({ key: seriesKey, seq, isDeleted: false }));
  const bounds = boundsOf(span.from, span.to);
  const gone = includeCancelled ? await deletedHeads(core, open, { filter: { ...filter, ...bounds } }) : [];
  return { series: await ofHeads(core, open, [...heads, ...gone]), places };
}

function boundsOf(from: number, to: number): { from?: number; to?: number } {
  return { ...(from > OPEN_START ? { from } : {}), ...(to < OPEN_END ? { to } : {}) };
}

interface Asked {
  stored: StoredSeries;
  query: InstanceQuery;
  span: Span;
}

/** Of a plain series. */
function addIndexed(
  { limits }: CoreContext,
  { calendar }: OpenCalendar,
  { stored, query, span, places }: Asked & { places: InstanceFound[] },
  items: StoredInstance[],
): void {
  const zone = query.zone ?? calendar.timeZone;
  for (const found of places) {
    const place = inZone(found, zone);
    if (isIn(span, query, place.start, place.end)) items.push(indexedInstance(stored, place, limits));
  }
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
