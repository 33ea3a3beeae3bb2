import { LRUCache } from 'lru-cache';
import type { OpenCalendar } from './api.js';
import type { CoreContext } from './context.js';
import { headsOf } from './series-heads.js';

/** By calendar and change number: the same until the next write. */
const known = new LRUCache<string, number>({ max: 20_000 });

/** When any event of the calendar changed last, deletions included, or the calendar itself; epoch milliseconds. */
export async function lastChange(core: CoreContext, { calendar, sync }: OpenCalendar): Promise<number> {
  const key = `${calendar.key}:${sync.epoch}:${sync.seq}`;
  const newest = known.get(key) ?? (await newestEvent(core, calendar.key));
  known.set(key, newest);
  return Math.max(calendar.updated, newest);
}

async function newestEvent(core: CoreContext, calendarKey: string): Promise<number> {
  const versions = await core.store.reader.versions(calendarKey, {
    kinds: ['event'],
    includeDeleted: true,
    orderBy: 'updated',
    descending: true,
    limit: 1,
  });
  const [newest] = await headsOf(core, calendarKey, versions);
  return newest?.updated ?? 0;
}
