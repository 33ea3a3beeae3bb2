import { notFound } from '../errors.js';
import type { EventData } from '../model/event-data.js';
import type { TimePoint } from '../model/time-point.js';
import type { Occurrence } from '../recurrence/api.js';
import { OPEN_END } from '../recurrence/bounds.js';
import { expand } from '../recurrence/expand.js';
import { occurrenceOf } from '../recurrence/occurrence.js';
import { resolve } from '../recurrence/resolve.js';
import { isRecurring } from '../recurrence/series.js';
import { instanceStamp } from '../recurrence/stamp.js';
import type { InstancePage, InstanceQuery, OpenCalendar, SeriesQuery, StoredInstance, StoredSeries } from './api.js';
import type { CoreContext } from './context.js';
import { querySeries } from './event-reads.js';

/** Open-ended queries list endless series up to here: this long after the later of now and the window's start. */
export const horizon = 5 * 366 * 86_400_000;

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
  return new Instance(
    stored,
    occurrence,
    isRecurring(stored.series) ? `${id}_${instanceStamp(occurrence.recurrenceId)}` : id,
  );
}

/** All instances in the window by (start, id), one page; series are merged. */
export async function queryInstances(
  core: CoreContext,
  open: OpenCalendar,
  query: InstanceQuery,
): Promise<InstancePage> {
  const end = Math.max(core.clock(), query.from ?? 0) + horizon;
  const candidates = await candidatesOf(core, open, query);
  let isTruncated = false;
  const all: StoredInstance[] = [];
  for (const stored of candidates) {
    const to = query.to ?? (stored.head.endUtc >= OPEN_END ? end : undefined);
    const expansion = expand(stored.series, {
      ...(query.from === undefined ? {} : { from: query.from }),
      ...(to === undefined ? {} : { to }),
      zone: query.zone ?? open.calendar.timeZone,
      limits: core.limits,
      ...(query.includeCancelled ? { includeCancelled: true } : {}),
    });
    isTruncated ||= expansion.isTruncated;
    for (const occurrence of expansion.occurrences)
      if (isAfter(stored, occurrence, query)) all.push(toInstance(stored, occurrence));
  }
  return { ...page(all, query), isTruncated };
}

async function candidatesOf(core: CoreContext, open: OpenCalendar, query: InstanceQuery): Promise<StoredSeries[]> {
  const { after: _after, limit: _limit, includeCancelled, seriesKey, ...rest } = query;
  if (seriesKey !== undefined) {
    const rows = await core.store.reader.seriesByKey(open.calendar.key, [seriesKey]);
    return rows.length > 0
      ? querySeries(core, open, { uid: rows[0]!.uid, includeDeleted: true }).then(only(seriesKey))
      : [];
  }
  const window: SeriesQuery = rest;
  return querySeries(core, open, includeCancelled ? { ...window, includeDeleted: true } : window);
}

function only(key: string): (list: StoredSeries[]) => StoredSeries[] {
  return (list) => list.filter((stored) => stored.head.key === key);
}

function isAfter(stored: StoredSeries, occurrence: Occurrence, query: InstanceQuery): boolean {
  if (!query.after || occurrence.startUtc > query.after.start) return true;
  if (occurrence.startUtc < query.after.start) return false;
  return toInstance(stored, occurrence).id > query.after.id;
}

function page(all: StoredInstance[], query: InstanceQuery): Pick<InstancePage, 'items' | 'next'> {
  all.sort((a, b) => a.occurrence.startUtc - b.occurrence.startUtc || (a.id < b.id ? -1 : 1));
  const limit = query.limit ?? all.length;
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return all.length > limit && last ? { items, next: { start: last.occurrence.startUtc, id: last.id } } : { items };
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
