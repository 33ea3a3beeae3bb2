import type { Expansion, Occurrence } from '../recurrence/api.js';
import { OPEN_END, OPEN_START } from '../recurrence/bounds.js';
import { isRecurring } from '../recurrence/series.js';
import { resolve } from '../recurrence/resolve.js';
import { instanceStamp } from '../recurrence/stamp.js';
import type { EventData } from '../model/event-data.js';
import type { InstanceQuery, OpenCalendar, StoredInstance, StoredSeries } from './api.js';
import type { CoreContext } from './context.js';
import { ofHeads } from './event-reads.js';
import { expandOrCut } from './expand-or-cut.js';
import { headsInWindow } from './window-heads.js';

const day = 86_400_000;
/** Open-ended queries list endless series up to here: this long after the later of now and the window's start. */
export const horizon = 5 * 366 * day;

class Instance implements StoredInstance {
  private resolved: EventData | undefined;

  constructor(
    readonly stored: StoredSeries,
    readonly occurrence: Occurrence,
    readonly id: string,
  ) {}

  get data(): EventData {
    return (this.resolved ??= resolve(this.stored.series, this.occurrence));
  }
}

export function toInstance(stored: StoredSeries, occurrence: Occurrence): StoredInstance {
  const { id } = stored.head;
  const { series } = stored;
  const stamp = (): string => instanceStamp(occurrence.recurrenceId, series.timeZones);
  return new Instance(stored, occurrence, isRecurring(series) ? `${id}_${stamp()}` : id);
}

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
  let from = low;
  for (let length = day; from < high; length *= 4) {
    const to = isWhole ? high : Math.min(high, Math.max(begin, from) + length);
    const span = { from, to, isLater: from > low, end };
    const read = await slice(core, open, query, span);
    const reached = isWhole || read.cut <= from ? to : Math.min(to, read.cut);
    yield reached < to ? upTo(read, reached) : read;
    if (reached < to) length = day / 4;
    from = reached;
  }
}

/** A later page begins where the one before it ended. */
function rangeOf({ from = OPEN_START, to = OPEN_END, after }: InstanceQuery): [low: number, high: number] {
  return [Math.max(from, after?.start ?? OPEN_START), to];
}

/** A series had more instances in the slice than one answer may hold: the slice ends where it did, the next goes on. */
function upTo({ items }: Slice, reached: number): Slice {
  return { items: items.filter(({ occurrence }) => occurrence.startUtc < reached), isTruncated: false };
}

/** A list without a beginning, or from long ago, begins with the calendar's first series. */
async function firstStart({ store }: CoreContext, { calendar }: OpenCalendar, low: number): Promise<number> {
  const [first] = await store.reader.heads(calendar.key, { orderBy: 'start', limit: 1 });
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
  for (const stored of await seriesIn(core, open, query, span)) {
    const found = expandIn(core, open, { stored, query, span });
    isTruncated ||= found.isTruncated;
    if (found.isTruncated) cut = Math.min(cut, found.occurrences.at(-1)?.startUtc ?? Infinity);
    for (const occurrence of found.occurrences)
      if (isIn(occurrence, span, query)) items.push(toInstance(stored, occurrence));
  }
  items.sort((a, b) => a.occurrence.startUtc - b.occurrence.startUtc || (a.id < b.id ? -1 : 1));
  return { items, isTruncated, cut };
}

function isIn({ startUtc, endUtc }: Occurrence, { from, to, isLater }: Span, query: InstanceQuery): boolean {
  if (startUtc >= to || (isLater && startUtc < from)) return false;
  return endUtc > (query.from ?? -Infinity) || startUtc >= (query.from ?? -Infinity);
}

/** The time index says which series occur; only those are expanded. */
async function seriesIn(
  core: CoreContext,
  open: OpenCalendar,
  query: InstanceQuery,
  span: Span,
): Promise<StoredSeries[]> {
  const { after: _after, limit: _limit, includeCancelled = false, seriesKey: _series, ...wanted } = query;
  const window = { ...wanted, ...boundsOf(span.from, span.to) };
  const search = includeCancelled ? { ...window, includeDeleted: true } : window;
  return ofHeads(core, open, await headsInWindow(core, open, search, includeCancelled ? 2 : 0));
}

function boundsOf(from: number, to: number): { from?: number; to?: number } {
  return { ...(from > OPEN_START ? { from } : {}), ...(to < OPEN_END ? { to } : {}) };
}

interface Asked {
  stored: StoredSeries;
  query: InstanceQuery;
  span: Span;
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
