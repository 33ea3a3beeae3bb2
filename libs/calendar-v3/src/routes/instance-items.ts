import {
  expand,
  instanceStamp,
  resolve,
  type EventData,
  type EventSeries,
  type Occurrence,
  type StoredSeries,
} from '@dayferry/core';
import { hasInstances, instanceBody, updatedOf } from './event-source.js';
import type { ListItem, ListScope } from './list-item.js';
import { isShown, masterItems, type ItemPlace, type SeriesItem } from './series-items.js';

/** Endless series are listed this far beyond now, or beyond the start of the window when that is later. */
export const horizon = 5 * 366 * 86_400_000;

/** The instances of one series in the window, by their start, as far as the list shows them. */
export function instanceItems(scope: ListScope, stored: StoredSeries): ListItem[] {
  const items = hasInstances(stored.series)
    ? occurrencesOf(scope, stored.series).flatMap((occurrence) => instanceItem(scope, stored, occurrence))
    : masterItems(scope, stored);
  return items.filter((item) => isShown(scope, item));
}

/** All occurrences in the window, cancelled ones too. */
export function occurrencesOf({ call, view, from, to }: ListScope, series: EventSeries): Occurrence[] {
  const end = to ?? Math.max(call.core.clock(), from ?? 0) + horizon;
  const options = { zone: view.open.calendar.timeZone, limits: call.core.limits, includeCancelled: true, to: end };
  return expand(series, { ...options, ...(from === undefined ? {} : { from }) }).occurrences;
}

/** One instance; a single event is its own only one. */
export function instanceItem(place: ItemPlace, stored: StoredSeries, occurrence: Occurrence): SeriesItem[] {
  const { head, series } = stored;
  if (!hasInstances(series)) return masterItems(place, stored);
  const updated = occurrence.override ? updatedOf(series, occurrence.override) : head.updated;
  return [
    {
      id: `${head.id}_${instanceStamp(occurrence.recurrenceId, series.timeZones)}`,
      updated,
      body: instanceBody(place.call, place.view, stored, occurrence),
      isHidden: isGone(stored, occurrence),
      seq: head.seq,
      data: () => resolve(series, occurrence),
    },
  ];
}

function isGone({ head, series }: StoredSeries, occurrence: Occurrence): boolean {
  return head.isDeleted || occurrence.isExcluded === true || statusOf(series, occurrence) === 'cancelled';
}

function statusOf({ master }: EventSeries, { override }: Occurrence): EventData['status'] {
  const own = override?.patch.status;
  return own === undefined ? master.status : (own ?? undefined);
}
