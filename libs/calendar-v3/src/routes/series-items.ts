import {
  instanceStamp,
  occurrenceOf,
  resolve,
  toUtc,
  type EventData,
  type Occurrence,
  type Override,
  type StoredSeries,
  type TimePoint,
} from '@dayferry/core';
import { instanceBody, isCancelled, masterBody, updatedOf } from './event-source.js';
import { cancelledItem, type ListItem, type ListScope } from './list-item.js';

/** A master, an exception or an instance, with what decides whether a list shows it. */
export interface SeriesItem extends ListItem {
  /** A master that was deleted or cancelled; exceptions are listed all the same (6.10). */
  isHidden: boolean;
  /** Its last change; an excluded instance always counts as changed, since nobody notes when it was excluded. */
  seq: number;
  /** Where an exception lies in time, and where the instance that it stands for would. Epoch milliseconds. */
  spans?: [start: number, end: number][];
  /** For filters that need more than this; gone from what is kept. */
  data?: () => EventData;
}

/** Where an item is shown: all that its text depends on besides the series. */
export type ItemPlace = Pick<ListScope, 'call' | 'view'>;

/** All of a series without expansion: its master and, as items of their own, its exceptions (6.9 to 6.11), by id. */
export function seriesItems(place: ItemPlace, stored: StoredSeries): SeriesItem[] {
  const { head } = stored;
  const master = masterItems(place, stored);
  return head.isDeleted && master.length > 0 ? master : [...master, ...exceptionItems(place, stored)];
}

export function isShown(scope: ListScope, item: SeriesItem): boolean {
  if (item.isHidden && !scope.showDeleted) return false;
  return item.updated >= (scope.updatedMin ?? 0) && isInWindow(scope, item) && isAccepted(scope, item);
}

export function isAccepted({ accepts }: ListScope, { data }: SeriesItem): boolean {
  return !accepts || !data || accepts(data());
}

/** A series' master, or a single event; nothing where only some instances are known. */
export function masterItems({ call, view }: ItemPlace, stored: StoredSeries): SeriesItem[] {
  const { head, series } = stored;
  if (series.isMasterMissing) return [];
  return [
    {
      id: head.id,
      updated: head.updated,
      body: masterBody(call, view, stored),
      isHidden: isCancelled({ data: series.master, isDeleted: head.isDeleted }),
      seq: head.seq,
      data: () => series.master,
    },
  ];
}

/** Changed, cancelled and excluded instances by their place. */
function exceptionItems(place: ItemPlace, stored: StoredSeries): SeriesItem[] {
  const { series } = stored;
  const exdates = series.recurrence?.exdates ?? [];
  if (series.overrides.length + exdates.length === 0) return [];
  const stampOf = (point: TimePoint): string => instanceStamp(point, series.timeZones);
  const overridden = new Set(series.overrides.map((override) => stampOf(override.recurrenceId)));
  const excluded = exdates.filter((point) => !overridden.has(stampOf(point)));
  const items = [
    ...series.overrides.map((override) => overrideItem(place, stored, override)),
    ...excluded.map((point) => excludedItem(place, stored, point)),
  ];
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function overrideItem(place: ItemPlace, stored: StoredSeries, override: Override): SeriesItem {
  const { head, series } = stored;
  const occurrence = occurrenceOfOverride(place, stored, override);
  return {
    id: `${head.id}_${instanceStamp(override.recurrenceId, series.timeZones)}`,
    updated: updatedOf(series, override),
    body: instanceBody(place.call, place.view, stored, occurrence),
    isHidden: false,
    seq: Math.max(override.seq, series.masterSeq ?? 0),
    spans: spansOf(place, stored, override.recurrenceId, override),
    data: () => resolve(series, occurrence),
  };
}

function occurrenceOfOverride({ call, view }: ItemPlace, { series }: StoredSeries, override: Override): Occurrence {
  const options = { zone: view.open.calendar.timeZone, limits: call.core.limits, includeCancelled: true };
  // An override is an instance by itself, whatever the rule says (RFC 5545 §3.8.4.4).
  return occurrenceOf(series, override.recurrenceId, options)!;
}

function excludedItem(place: ItemPlace, stored: StoredSeries, point: TimePoint): SeriesItem {
  return {
    ...cancelledItem(place, stored, point),
    isHidden: false,
    seq: Infinity,
    spans: spansOf(place, stored, point),
    data: () => stored.series.master,
  };
}

function spansOf(
  { view }: ItemPlace,
  { series }: StoredSeries,
  place: TimePoint,
  override?: Override,
): [start: number, end: number][] {
  const utc = (point: TimePoint): number => toUtc(point, view.zone, series.timeZones);
  const length = lengthOf(series.master, utc);
  const start = utc(override?.patch.start ?? place);
  const end = override?.patch.end ? utc(override.patch.end) : start + length;
  return [
    [start, end],
    [utc(place), utc(place) + length],
  ];
}

function lengthOf({ start, end }: EventData, utc: (point: TimePoint) => number): number {
  return start && end ? utc(end) - utc(start) : 86_400_000;
}

/** An exception concerns a window when it lies there, or when the instance it stands for would. */
function isInWindow({ from = -Infinity, to = Infinity }: ListScope, { spans }: Pick<SeriesItem, 'spans'>): boolean {
  return !spans || spans.some(([start, end]) => start < to && (end > from || (start === end && start === from)));
}
