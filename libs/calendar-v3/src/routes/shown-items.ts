import type { OpenCalendar, SeriesHead, StoredInstance } from '@dayferry/core';
import { instanceItem } from './instance-items.js';
import { KeptItems } from './kept-items.js';
import type { ListItem, ListScope } from './list-item.js';
import { isShown, seriesItems, type SeriesItem } from './series-items.js';

export interface ShownSeries {
  head: SeriesHead;
  items: ListItem[];
}

/** What the list shows of these series, in their order; only of those that are not kept are the bodies read. */
export async function shownSeries(scope: ListScope, open: OpenCalendar, heads: SeriesHead[]): Promise<ShownSeries[]> {
  const { events } = scope.call.core;
  const shown = (items: SeriesItem[]): ListItem[] => items.filter((item) => isShown(scope, item));
  if (scope.accepts) {
    const all = await events.ofHeads(open, heads);
    return all.map((stored) => ({ head: stored.head, items: shown(seriesItems(scope, stored)) }));
  }
  const kept = new KeptItems(scope);
  const known = heads.map((head) => kept.find(head));
  const missing = heads.filter((_, i) => !known[i]);
  const made = new Map<string, SeriesItem[]>();
  for (const stored of missing.length > 0 ? await events.ofHeads(open, missing) : [])
    made.set(stored.head.key, kept.keep(stored.head, seriesItems(scope, stored)));
  return heads.map((head, i) => ({ head, items: shown(known[i] ?? made.get(head.key) ?? []) }));
}

/** What the list shows of these instances: of those that are kept, nothing is made but what puts them in order. */
export function shownInstances(scope: ListScope, instances: StoredInstance[]): ListItem[] {
  const kept = new KeptItems(scope);
  const itemOf = (instance: StoredInstance): SeriesItem[] => {
    const { head } = instance.stored;
    const make = (): SeriesItem[] => instanceItem(scope, instance.stored, instance.occurrence);
    if (scope.accepts) return make();
    return kept.find(head, instance.id) ?? kept.keep(head, make(), instance.id);
  };
  return instances.flatMap(itemOf).filter((item) => isShown(scope, item));
}
