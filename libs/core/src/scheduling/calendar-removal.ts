import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SeriesRow, StoreWriter } from '../ports/store.port.js';
import type { OpenCalendar } from '../services/api.js';
import type { CoreContext } from '../services/context.js';
import { parseBody } from '../services/stored-series.js';
import type { RemovalOptions } from '../services/write-options.js';
import { scheduleRemoval } from './plan.js';

/** Bodies that are read, and held, at a time. */
const pageSize = 500;

/**
 * RFC 6638 §3.2.3.2: a calendar that goes takes its meetings along as if each were deleted: cancelled for their guests, or
 * declined by the guest whose copies they are. In the caller's transaction, while the calendar is still there.
 */
export async function removeMeetings(
  core: CoreContext,
  tx: StoreWriter,
  open: OpenCalendar,
  options: RemovalOptions,
): Promise<void> {
  const { key } = open.calendar;
  const versions = await tx.versions(key, { orderBy: 'key' });
  for (let at = 0; at < versions.length; at += pageSize) {
    const keys = versions.slice(at, at + pageSize).map((version) => version.key);
    const meetings = (await tx.seriesByKey(key, keys)).filter(mayBeMeeting);
    for (const row of meetings) {
      await scheduleRemoval(core, tx, { open, series: parseBody(row), options });
      // SQLite answers within a turn of the event loop: others are served between two meetings.
      await nextTurn();
    }
  }
}

/** Spares the reading of what has no organizer. */
function mayBeMeeting({ body, isDeleted }: SeriesRow): boolean {
  return !isDeleted && body.includes('"organizer"');
}
