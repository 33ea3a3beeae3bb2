import type { InstancePosition, InstanceQuery, OpenCalendar, SeriesQuery } from '@dayferry/core';
import { instanceItems } from './instance-items.js';
import type { ListItem, ListScope } from './list-item.js';
import { shownInstances, shownSeries } from './shown-items.js';

/** A page of a list. */
export interface ItemPage {
  items: ListItem[];
  /** Where the next page begins; absent on the last one. */
  next?: (string | number)[];
}

export interface PageRequest {
  open: OpenCalendar;
  scope: ListScope;
  limit: number;
  /** Where the page begins; empty for the first. */
  after: (string | number)[];
}

type Filter = Pick<SeriesQuery, 'uid' | 'text'>;

/** A filter may leave nothing of a batch: after so many, a short page with a token is better than a long wait. */
const maxBatches = 8;

function queryOf({ scope }: PageRequest, filter: Filter): SeriesQuery & InstanceQuery {
  const { from, to, updatedMin, view } = scope;
  return {
    kinds: ['event'],
    zone: view.zone,
    ...filter,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(updatedMin === undefined ? {} : { updatedMin }),
  };
}

/**
 * Masters and exceptions, in the stable order of the series' keys. Position: the key of the last series that is done,
 * then, when a page ended inside a series, that series and the id of its last item.
 */
export async function seriesPage(request: PageRequest, filter: Filter): Promise<ItemPage> {
  const { scope, open, limit } = request;
  let [done = '', inside = '', lastId = ''] = request.after.map(String);
  const items: ListItem[] = [];
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const query = { ...queryOf(request, filter), includeDeleted: scope.showDeleted, orderBy: 'key' as const, limit };
    const after = done === '' ? {} : { after: { value: done, key: done } };
    const heads = await scope.call.core.events.heads(open, { ...query, ...after });
    for (const { head, items: all } of await shownSeries(scope, open, heads)) {
      // A master's id is the beginning of its exceptions' ids, so the ids of a series are in order.
      for (const item of head.key === inside ? all.filter(({ id }) => id > lastId) : all) {
        if (items.length === limit) return { items, next: [done, inside, lastId] };
        items.push(item);
        [inside, lastId] = [head.key, item.id];
      }
      done = head.key;
    }
    if (heads.length < limit) return { items };
    if (items.length === limit) break;
  }
  return { items, next: [done] };
}

/** Single instances by start. Position: start and key of the last one. */
export async function instancePage(request: PageRequest, filter: Filter & { seriesKey?: string }): Promise<ItemPage> {
  const { scope, open, limit } = request;
  const items: ListItem[] = [];
  let after = positionOf(request.after);
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const query = { ...queryOf(request, filter), includeCancelled: scope.showDeleted, limit: limit - items.length };
    const page = await scope.call.core.events.instances(open, { ...query, ...continuing(query.from, after) });
    items.push(...shownInstances(scope, page.items));
    after = page.next;
    if (!after) return { items };
    if (items.length >= limit) break;
  }
  return { items, next: [after!.start, after!.key] };
}

/** Each page expands from where the one before ended, so no limit on the instances of one answer is ever reached. */
function continuing(
  from: number | undefined,
  after: InstancePosition | undefined,
): Pick<InstanceQuery, 'after' | 'from'> {
  return after ? { after, from: Math.max(from ?? after.start, after.start) } : {};
}

function positionOf([start, key]: (string | number)[]): InstancePosition | undefined {
  return typeof start === 'number' && typeof key === 'string' ? { start, key } : undefined;
}

/**
 * orderBy=updated: exceptions have a time of their own, so the order is known only once all are there. Position: time
 * and id of the last item.
 */
export async function updatedPage(request: PageRequest, filter: Filter, isExpanded: boolean): Promise<ItemPage> {
  const { scope, open, limit } = request;
  const { events } = scope.call.core;
  const heads = await events.heads(open, { ...queryOf(request, filter), includeDeleted: scope.showDeleted });
  const all = isExpanded
    ? (await events.ofHeads(open, heads)).flatMap((stored) => instanceItems(scope, stored))
    : (await shownSeries(scope, open, heads)).flatMap(({ items }) => items);
  all.sort((a, b) => a.updated - b.updated || (a.id < b.id ? -1 : 1));
  const [time = -Infinity, id = ''] = request.after;
  const start = all.findIndex((item) => item.updated > Number(time) || (item.updated === time && item.id > String(id)));
  const items = start < 0 ? [] : all.slice(start, start + limit);
  const last = items.at(-1);
  return last && start + items.length < all.length ? { items, next: [last.updated, last.id] } : { items };
}
