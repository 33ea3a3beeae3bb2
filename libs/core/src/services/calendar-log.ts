import { ChangeLog, mostChanges } from './change-log.js';
import type { CoreContext } from './context.js';
import type { OpenCalendar } from './open-calendar.js';

/** The log of a calendar: the one that is kept, or a new one where that knows too much or too little. */
export function changeLogOf(core: CoreContext, { calendar, sync }: OpenCalendar): ChangeLog {
  const key = `${calendar.key}|${sync.epoch}`;
  const known = core.changeLogs.get(key);
  if (known && !known.isFull && sync.seq - known.asOf < mostChanges) return known;
  const log = new ChangeLog(sync.seq);
  core.changeLogs.set(key, log);
  return log;
}
