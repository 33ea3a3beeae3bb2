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
import { eventBody, instanceSource, masterBody, renderInstance, updatedOf } from './event-source.js';
import { cancelledItem, traitsOf, type ListItem, type ListScope } from './list-item.js';

/** A series without expansion: its master and, as items of their own, its exceptions (6.9 to 6.11, 7.2). */
export function seriesItems(scope: ListScope, stored: StoredSeries): ListItem[] {
  if (stored.head.isDeleted) return scope.showDeleted ? masterItems(scope, stored) : [];
  return [...masterItems(scope, stored), ...exceptionItems(scope, stored)];
}

export function masterItems(scope: ListScope, stored: StoredSeries): ListItem[] {
  const { head } = stored;
  const { hasMaster, isCancelled } = traitsOf(scope, stored);
  if (!hasMaster || (isCancelled && !scope.showDeleted)) return [];
  if (head.updated < (scope.updatedMin ?? 0) || scope.accepts?.(stored.series.master) === false) return [];
  return [{ id: head.id, updated: head.updated, body: masterBody(scope.call, scope.view, stored) }];
}

/** Changed, cancelled and excluded instances by their place; with `since` only changes after that change number. */
export function exceptionItems(scope: ListScope, stored: StoredSeries, since = -1): ListItem[] {
  if (!traitsOf(scope, stored).hasExceptions) return [];
  const { series } = stored;
  const stampOf = (point: TimePoint): string => instanceStamp(point, series.timeZones);
  const overridden = new Set(series.overrides.map((override) => stampOf(override.recurrenceId)));
  const excluded = (series.recurrence?.exdates ?? []).filter((point) => !overridden.has(stampOf(point)));
  const changed = series.overrides.filter((override) => Math.max(override.seq, series.masterSeq ?? 0) > since);
  const items = [
    ...changed.flatMap((override) => overrideItem(scope, stored, override)),
    ...excluded.flatMap((point) => excludedItem(scope, stored, point)),
  ];
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function overrideItem(scope: ListScope, stored: StoredSeries, override: Override): ListItem[] {
  const { call, view, accepts } = scope;
  const updated = updatedOf(stored.series, override);
  if (updated < (scope.updatedMin ?? 0) || !isInWindow(scope, stored, override.recurrenceId, override)) return [];
  const stamp = instanceStamp(override.recurrenceId, stored.series.timeZones);
  const occurrence = (): Occurrence => occurrenceOfOverride(scope, stored, override);
  if (accepts && !accepts(resolve(stored.series, occurrence()))) return [];
  const make = () => renderInstance(view, instanceSource(stored, occurrence()));
  return [
    { id: `${stored.head.id}_${stamp}`, updated, body: eventBody(call, view, stored, { part: `i${stamp}`, make }) },
  ];
}

function occurrenceOfOverride({ call, view }: ListScope, { series }: StoredSeries, override: Override): Occurrence {
  const options = { zone: view.open.calendar.timeZone, limits: call.core.limits, includeCancelled: true };
  // An override is an instance by itself, whatever the rule says (RFC 5545 §3.8.4.4).
  return occurrenceOf(series, override.recurrenceId, options)!;
}

function excludedItem(scope: ListScope, stored: StoredSeries, point: TimePoint): ListItem[] {
  if (stored.head.updated < (scope.updatedMin ?? 0) || !isInWindow(scope, stored, point)) return [];
  if (scope.accepts?.(stored.series.master) === false) return [];
  return [cancelledItem(scope, stored, point)];
}

/** An exception concerns a window when it lies there, or when the instance it stands for would. */
function isInWindow(
  { view, from, to }: ListScope,
  { series }: StoredSeries,
  place: TimePoint,
  override?: Override,
): boolean {
  if (from === undefined && to === undefined) return true;
  const utc = (point: TimePoint): number => toUtc(point, view.zone, series.timeZones);
  const length = lengthOf(series.master, utc);
  const start = utc(override?.patch.start ?? place);
  const end = override?.patch.end ? utc(override.patch.end) : start + length;
  const overlaps = (s: number, e: number): boolean =>
    s < (to ?? Infinity) && (e > (from ?? -Infinity) || (s === e && s === from));
  return overlaps(start, end) || overlaps(utc(place), utc(place) + length);
}

function lengthOf({ start, end }: EventData, utc: (point: TimePoint) => number): number {
  return start && end ? utc(end) - utc(start) : 86_400_000;
}
