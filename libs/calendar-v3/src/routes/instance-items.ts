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
import { masterItems } from './series-items.js';

/** Endless series are listed this far beyond now, or beyond the start of the window when that is later. */
export const horizon = 5 * 366 * 86_400_000;

/** The instances of one series in the window, by their start; a single event is its own only instance. */
export function instanceItems(scope: ListScope, stored: StoredSeries): ListItem[] {
  const { series } = stored;
  if (!hasInstances(series)) return masterItems(scope, stored);
  return occurrencesOf(scope, series).flatMap((occurrence) => instanceItem(scope, stored, occurrence));
}

/** All occurrences in the window, cancelled ones too. */
export function occurrencesOf({ call, view, from, to }: ListScope, series: EventSeries): Occurrence[] {
  const end = to ?? Math.max(call.core.clock(), from ?? 0) + horizon;
  const options = { zone: view.open.calendar.timeZone, limits: call.core.limits, includeCancelled: true, to: end };
  return expand(series, { ...options, ...(from === undefined ? {} : { from }) }).occurrences;
}

/** One instance, or nothing when the list does not show it. */
export function instanceItem(scope: ListScope, stored: StoredSeries, occurrence: Occurrence): ListItem[] {
  const { call, view } = scope;
  const { head, series } = stored;
  if (!hasInstances(series)) return masterItems(scope, stored);
  const updated = occurrence.override ? updatedOf(series, occurrence.override) : head.updated;
  if (updated < (scope.updatedMin ?? 0) || (!scope.showDeleted && isGone(stored, occurrence))) return [];
  if (scope.accepts && !scope.accepts(resolve(series, occurrence))) return [];
  const id = `${head.id}_${instanceStamp(occurrence.recurrenceId, series.timeZones)}`;
  return [{ id, updated, body: instanceBody(call, view, stored, occurrence) }];
}

function isGone({ head, series }: StoredSeries, occurrence: Occurrence): boolean {
  return head.isDeleted || occurrence.isExcluded === true || statusOf(series, occurrence) === 'cancelled';
}

function statusOf({ master }: EventSeries, { override }: Occurrence): EventData['status'] {
  const own = override?.patch.status;
  return own === undefined ? master.status : (own ?? undefined);
}
