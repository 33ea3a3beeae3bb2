import { etagOf, instanceStamp, type EventData, type StoredSeries, type TimePoint } from '@dayferry/core';
import { jsonBody, type Body } from '../render/body.js';
import { renderCancelledInstance, renderTombstone } from '../render/event.js';
import type { EventView } from '../render/view.js';
import type { Call } from './call.js';

/** One item of an events collection, rendered when it is written. */
export interface ListItem {
  id: string;
  /** Epoch milliseconds. */
  updated: number;
  body: Body;
}

/** What of a calendar a list is about. Epoch milliseconds. */
export interface ListScope {
  call: Call;
  view: EventView;
  from?: number | undefined;
  to?: number | undefined;
  updatedMin?: number | undefined;
  /** Cancelled single events and masters too (7.2). */
  showDeleted: boolean;
  /** eventTypes and extended properties; absent = everything passes, and no body needs to be read for it. */
  accepts?: ((data: EventData) => boolean) | undefined;
}

/** 6.10: all that there is of an instance that was taken out. */
export function cancelledItem({ view }: Pick<ListScope, 'view'>, stored: StoredSeries, point: TimePoint): ListItem {
  const { series, head, sees } = stored;
  const stamp = instanceStamp(point, series.timeZones);
  const id = `${head.id}_${stamp}`;
  const instance = { seriesId: head.id, originalStart: point };
  const source = {
    data: series.master,
    series,
    sees,
    id,
    etag: `${etagOf(head)}-${stamp}`,
    updated: head.updated,
    instance,
  };
  return { id, updated: head.updated, body: jsonBody(renderCancelledInstance(view, source)) };
}

/** 7.7: a deleted event in an incremental list. */
export function tombstoneItem({ head }: StoredSeries): ListItem {
  return { id: head.id, updated: head.updated, body: jsonBody(renderTombstone({ id: head.id, etag: etagOf(head) })) };
}
