import { createHash } from 'node:crypto';
import type { Viewer } from '../access/viewer.js';
import type { Calendar } from '../model/calendar.js';
import { actorOf, auditEntry } from './audit.js';
import type { CoreContext } from './context.js';

const day = 86_400_000;

/**
 * Writes down that an administrator looks into calendars that only their office opens to them: a line for each calendar
 * and day (UTC), whatever is asked of it and of whichever replica. Before it is shown: what cannot be written down is not
 * read.
 */
export async function noteRootReading(
  core: CoreContext,
  viewer: Viewer,
  calendars: readonly Pick<Calendar, 'key' | 'id'>[],
): Promise<void> {
  const { store, clock, rootReadings: noted } = core;
  const actor = actorOf(viewer);
  const today = Math.floor(clock() / day);
  const nameOf = ({ key }: Pick<Calendar, 'key'>): string => `${actor} ${key} ${today}`;
  const fresh = calendars.filter((calendar) => !noted.has(nameOf(calendar)));
  if (fresh.length === 0) return;
  await store.write(async (tx) => {
    for (const calendar of fresh) {
      const hash = createHash('sha256')
        .update(`calendar-opened ${nameOf(calendar)}`)
        .digest('hex');
      if (!(await tx.useNonce(hash, (today + 1) * day))) continue;
      await tx.appendAudit(auditEntry(core, { action: 'calendar-opened', actor, subject: calendar.id }));
    }
  });
  for (const calendar of fresh) noted.set(nameOf(calendar), true);
}
