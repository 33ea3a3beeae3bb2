import type { StoredSeries } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { changedItems } from './changed-items.js';
import type { ListItem } from './list-item.js';
import { invalidPage } from './list-state.js';
import type { ItemPage, PageRequest } from './list-pages.js';

/** Where an incremental list stands: the last series touched, and how many of its items are out. */
interface Position {
  seq: number;
  key: string;
  count: number;
}

/**
 * 7.7: everything changed since a sync token, oldest change first. A series that changes between two pages comes again
 * under its new change number, so nothing is lost between them. One that changes after `open` was read is listed as well,
 * though it comes again in the next list: that one has only its instances of later changes.
 */
export async function changesPage(request: PageRequest, since: number, isExpanded: boolean): Promise<ItemPage> {
  const { open, scope, limit } = request;
  if (since > open.sync.seq) throw fail('fullSyncRequired');
  const withoutEnd = { ...open, sync: { ...open.sync, seq: Number.MAX_SAFE_INTEGER } };
  const start = positionOf(request.after);
  const items: ListItem[] = [];
  for (let from = start ? start.seq - 1 : since; ;) {
    const page = await scope.call.core.events.changes(withoutEnd, from, limit);
    for (const stored of inOrder(page.items)) {
      const skip = skipOf(stored, start);
      const own = skip === Infinity ? [] : changedItems(scope, stored, since, isExpanded).slice(skip);
      const room = limit - items.length;
      items.push(...own.slice(0, room));
      if (own.length > room) return { items, next: [stored.head.seq, stored.head.key, skip + room] };
    }
    if (!page.hasMore) return { items };
    if (items.length === limit) return { items, next: endOf(page.items) };
    from = page.upTo;
  }
}

function inOrder(list: StoredSeries[]): StoredSeries[] {
  return [...list].sort((a, b) => a.head.seq - b.head.seq || (a.head.key < b.head.key ? -1 : 1));
}

/** How many items of a series were on earlier pages; infinite for one that is done. */
function skipOf({ head }: StoredSeries, position: Position | undefined): number {
  if (!position || head.seq > position.seq) return 0;
  if (head.seq < position.seq || head.key < position.key) return Infinity;
  return head.key === position.key ? position.count : 0;
}

function endOf(list: StoredSeries[]): (string | number)[] {
  const { head } = inOrder(list).at(-1)!;
  return [head.seq, head.key, Number.MAX_SAFE_INTEGER];
}

function positionOf([seq, key, count]: (string | number)[]): Position | undefined {
  if (seq === undefined) return undefined;
  if (typeof seq !== 'number' || typeof key !== 'string' || typeof count !== 'number') throw invalidPage();
  return { seq, key, count };
}
