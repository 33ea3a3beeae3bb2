import { instanceStamp, type EventSeries, type StoredSeries, type TimePoint } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { hasInstances, instanceBody } from './event-source.js';
import { occurrenceAt } from './find-event.js';
import { instanceItems, occurrencesOf } from './instance-items.js';
import { cancelledItem, tombstoneItem, type ListItem, type ListScope } from './list-item.js';
import { isAccepted, seriesItems } from './series-items.js';

/** What an incremental list says of one changed series (7.7). `scope` shows deleted ones. */
export function changedItems(scope: ListScope, stored: StoredSeries, since: number, isExpanded: boolean): ListItem[] {
  const { head, series } = stored;
  if (head.kind !== 'event' || scope.accepts?.(series.master) === false) return [];
  // What was taken away since then is not known any more.
  if ((series.tracedSince ?? 0) > since) throw fail('fullSyncRequired');
  return isExpanded ? expandedItems(scope, stored, since) : plainItems(scope, stored, since);
}

/** The master, and of its exceptions those that changed, are excluded, or are no exceptions any more. */
function plainItems(scope: ListScope, stored: StoredSeries, since: number): ListItem[] {
  if (stored.head.isDeleted && !stored.series.isMasterMissing) return [tombstoneItem(stored)];
  const reverted = pointsReverted(stored.series, since);
  // The window of the initial list is left aside: what has moved out of it is known to the client.
  const changed = seriesItems(scope, stored).filter((item) => item.seq > since && isAccepted(scope, item));
  const listed = new Set(changed.map((item) => item.id));
  const plain = reverted.map((point) => revertedItem(scope, stored, point)).filter((item) => !listed.has(item.id));
  return [...changed, ...plain];
}

function pointsReverted({ traces }: EventSeries, since: number): TimePoint[] {
  return (traces ?? []).filter((trace) => trace.seq > since).flatMap((trace) => trace.reverted ?? []);
}

/** An instance like all others again, or one that the pattern no longer has. */
function revertedItem(scope: ListScope, stored: StoredSeries, point: TimePoint): ListItem {
  const { series, head } = stored;
  const stamp = instanceStamp(point, series.timeZones);
  try {
    const occurrence = occurrenceAt(scope.call.core, scope.view.open, series, stamp);
    return {
      id: `${head.id}_${stamp}`,
      updated: head.updated,
      body: instanceBody(scope.call, scope.view, stored, occurrence),
    };
  } catch {
    return cancelledItem(scope, stored, point);
  }
}

/** All instances in the window, and as cancelled those that earlier versions had there. */
function expandedItems(scope: ListScope, stored: StoredSeries, since: number): ListItem[] {
  const current = currentItems(scope, stored);
  const listed = new Set(current.map((item) => item.id));
  const vanished = formerPoints(scope, stored.series, since).map((point) => cancelledItem(scope, stored, point));
  return [
    ...current,
    ...vanished.filter((item) => !listed.has(item.id) && listed.add(item.id)),
    ...formerSingle(stored, since),
  ];
}

function currentItems(scope: ListScope, stored: StoredSeries): ListItem[] {
  const isSingle = !hasInstances(stored.series);
  return isSingle && stored.head.isDeleted ? [tombstoneItem(stored)] : instanceItems(scope, stored);
}

/** Places of instances that earlier versions of the series had in the window, or had changed. */
function formerPoints(scope: ListScope, series: EventSeries, since: number): TimePoint[] {
  const traces = (series.traces ?? []).filter((trace) => trace.seq > since);
  const patterns = traces.flatMap(({ former }) => (former?.recurrence ? [former] : []));
  const expanded = patterns.flatMap(({ recurrence, ...times }) => {
    const former: EventSeries = { ...series, master: times, overrides: [], ...(recurrence ? { recurrence } : {}) };
    return occurrencesOf(scope, former).map((occurrence) => occurrence.recurrenceId);
  });
  return [...expanded, ...traces.flatMap((trace) => trace.reverted ?? [])];
}

/** A single event that became a series: its own id is gone from an expanded list. */
function formerSingle(stored: StoredSeries, since: number): ListItem[] {
  const traces = (stored.series.traces ?? []).filter((trace) => trace.seq > since && trace.former);
  const wasSingle = traces.some((trace) => trace.former?.recurrence === undefined);
  return wasSingle && hasInstances(stored.series) ? [tombstoneItem(stored)] : [];
}
