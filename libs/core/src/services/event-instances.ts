import { notFound } from '../errors.js';
import type { TimePoint } from '../model/time-point.js';
import { OPEN_END } from '../recurrence/bounds.js';
import { expand } from '../recurrence/expand.js';
import { occurrenceOf } from '../recurrence/occurrence.js';
import type { InstancePage, InstanceQuery, OpenCalendar, StoredInstance, StoredSeries } from './api.js';
import type { CoreContext } from './context.js';
import { querySeries } from './event-reads.js';
import { horizon, slices } from './instance-slices.js';
import { canSearch } from './series-filter.js';
import { byStart, toInstance } from './stored-instance.js';

/** All instances in the window by (start, key), one page; series are merged. */
export async function queryInstances(
  core: CoreContext,
  open: OpenCalendar,
  query: InstanceQuery,
): Promise<InstancePage> {
  if (!canSearch(open, query)) return { items: [], isTruncated: false };
  if (query.seriesKey !== undefined) return ofOneSeries(core, open, query, query.seriesKey);
  const limit = query.limit ?? Infinity;
  const items: StoredInstance[] = [];
  let isTruncated = false;
  for await (const slice of slices(core, open, query, limit === Infinity)) {
    isTruncated ||= slice.isTruncated;
    for (const item of slice.items) if (isAfter(item, query)) items.push(item);
    if (items.length > limit) break;
  }
  return { ...page(items, limit), isTruncated };
}

/** The same without end, one after the other: no more is read than is asked for. */
export async function* streamInstances(
  core: CoreContext,
  open: OpenCalendar,
  query: Omit<InstanceQuery, 'limit' | 'seriesKey'>,
): AsyncGenerator<StoredInstance> {
  if (!canSearch(open, query)) return;
  for await (const { items } of slices(core, open, query, false))
    for (const item of items) if (isAfter(item, query)) yield item;
}

function isAfter(item: StoredInstance, { after }: InstanceQuery): boolean {
  return !after || item.startUtc > after.start || (item.startUtc === after.start && item.key > after.key);
}

function page(sorted: StoredInstance[], limit: number): Pick<InstancePage, 'items' | 'next'> {
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return sorted.length > limit && last ? { items, next: { start: last.startUtc, key: last.key } } : { items };
}

async function ofOneSeries(
  core: CoreContext,
  open: OpenCalendar,
  query: InstanceQuery,
  seriesKey: string,
): Promise<InstancePage> {
  const [row] = await core.store.reader.seriesByKey(open.calendar.key, [seriesKey]);
  const found = row ? await querySeries(core, open, { uid: row.uid, includeDeleted: true }) : [];
  const stored = found.find(({ head }) => head.key === seriesKey);
  if (!stored) return { items: [], isTruncated: false };
  const end = Math.max(core.clock(), query.from ?? 0) + horizon;
  const to = query.to ?? (stored.head.endUtc >= OPEN_END ? end : undefined);
  const { occurrences, isTruncated } = expand(stored.series, {
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(to === undefined ? {} : { to }),
    zone: query.zone ?? open.calendar.timeZone,
    limits: core.limits,
    ...(query.includeCancelled ? { includeCancelled: true } : {}),
  });
  const items = occurrences.map((occurrence) => toInstance(stored, occurrence)).filter((item) => isAfter(item, query));
  items.sort(byStart);
  return { ...page(items, query.limit ?? Infinity), isTruncated };
}

export function instanceAt(
  core: CoreContext,
  open: OpenCalendar,
  stored: StoredSeries,
  recurrenceId: TimePoint,
): StoredInstance {
  const options = { zone: open.calendar.timeZone, limits: core.limits, includeCancelled: true };
  const occurrence = occurrenceOf(stored.series, recurrenceId, options);
  if (!occurrence) throw notFound();
  return toInstance(stored, occurrence);
}
