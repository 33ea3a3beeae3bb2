import {
  etagOf,
  etagOfInstance,
  instanceStamp,
  isRecurring,
  resolve,
  type EventSeries,
  type Occurrence,
  type Override,
  type StoredSeries,
} from '@dayferry/core';
import { renderCancelledInstance, renderEvent } from '../render/event.js';
import { cachedBody, toText, type Body } from '../render/body.js';
import { renderRecurrence } from '../render/recurrence.js';
import { variantOf, type EventSource, type EventView } from '../render/view.js';
import type { JsonObject } from '../parse/json.js';
import type { Call } from './call.js';

/** A series' master, or a single event. */
export function masterSource(stored: StoredSeries): EventSource {
  const { series, head } = stored;
  return {
    data: series.master,
    series,
    sees: stored.sees,
    id: head.id,
    etag: etagOf(head),
    updated: head.updated,
    isDeleted: head.isDeleted,
    recurrence: renderRecurrence(series),
  };
}

/** One instance of a recurring series, changed or not. */
export function instanceSource(stored: StoredSeries, occurrence: Occurrence): EventSource {
  const { series, head } = stored;
  const { override, recurrenceId } = occurrence;
  const stamp = instanceStamp(recurrenceId, series.timeZones);
  return {
    data: resolve(series, occurrence),
    series,
    sees: stored.sees,
    id: `${head.id}_${stamp}`,
    etag: etagOfInstance(head, series, occurrence),
    updated: override ? updatedOf(series, override) : head.updated,
    isDeleted: head.isDeleted || occurrence.isExcluded === true,
    instance: { seriesId: head.id, originalStart: recurrenceId },
  };
}

/** A record as its writer sees it: whole, whoever reads it otherwise. */
export function wholeSource(
  series: EventSeries,
  { id, isDeleted, occurrence }: { id: string; isDeleted: boolean; occurrence?: Occurrence },
): EventSource {
  const common = { series, sees: 'full' as const, id, etag: '', updated: series.updated };
  if (!occurrence) return { ...common, data: series.master, isDeleted, recurrence: renderRecurrence(series) };
  return {
    ...common,
    data: resolve(series, occurrence),
    isDeleted: isDeleted || occurrence.isExcluded === true,
    instance: { seriesId: id, originalStart: occurrence.recurrenceId },
  };
}

/** An exception is as old as its own last change, or as the master's, of which it shows what it does not change. */
export function updatedOf({ masterUpdated = 0 }: EventSeries, { updated }: Override): number {
  return Math.max(updated, masterUpdated);
}

export function isCancelled(source: Pick<EventSource, 'data' | 'isDeleted'>): boolean {
  return source.isDeleted === true || source.data.status === 'cancelled';
}

/** True for a series whose instances have ids of their own. */
export function hasInstances(series: EventSeries): boolean {
  return isRecurring(series);
}

/** An instance as its JSON says it: a cancelled one is hardly more than its place in the pattern. */
export function renderInstance(view: EventView, source: EventSource): JsonObject {
  return isCancelled(source) ? renderCancelledInstance(view, source) : renderEvent(view, source);
}

/**
 * The body of one event, from the cache of texts when it has been rendered before: a series' change number is in the
 * key, so nothing there goes stale. `part` names what of the series it is.
 */
export function eventBody(
  call: Call,
  view: EventView,
  stored: StoredSeries,
  { part, make }: { part: string; make: () => JsonObject },
): Body {
  const { key, seq, isDeleted } = stored.head;
  const variant = variantOf(view, stored.sees);
  const state = isDeleted ? 'd' : '';
  return cachedBody((form) =>
    call.core.rendered.get(`${key}:${seq}:${variant}:${part}${state}:${form}`, () => toText(make(), form)),
  );
}

export function masterBody(call: Call, view: EventView, stored: StoredSeries): Body {
  return eventBody(call, view, stored, { part: 'm', make: () => renderEvent(view, masterSource(stored)) });
}

export function instanceBody(call: Call, view: EventView, stored: StoredSeries, occurrence: Occurrence): Body {
  const stamp = instanceStamp(occurrence.recurrenceId, stored.series.timeZones);
  return eventBody(call, view, stored, {
    part: `i${stamp}`,
    make: () => renderInstance(view, instanceSource(stored, occurrence)),
  });
}
