import { requireWriteScope } from '../access/scopes.js';
import { signedIn, type Viewer } from '../access/viewer.js';
import { DayferryError, forbidden, notFound } from '../errors.js';
import type { Calendar, CalendarListEntry } from '../model/calendar.js';
import { calendarById, openCalendar } from './access.js';
import type { CalendarListState, OpenCalendar } from './api.js';
import type { EntryChanges } from './changes.js';
import { changeEntry } from './calendar-writes.js';
import { requireKnown } from './collection-token.js';
import type { CoreContext } from './context.js';
import { declineOnLeaving } from './share-answers.js';

/** The list and, by id, what is not on it any more. The state is read first, so a token made of it skips nothing. */
export async function listState(core: CoreContext, viewer: Viewer, since?: number): Promise<CalendarListState> {
  const user = signedIn(viewer);
  await core.directory.refresh();
  const { reader } = core.store;
  const state = await reader.collectionState(user.key, 'list');
  requireKnown(state, since);
  const entries = await reader.listEntries(user.key);
  const calendars = await reader.calendarsByKey(entries.map((entry) => entry.calendarKey));
  const open = await openReadable(core, viewer, calendars);
  const readable = new Set(open.map((one) => one.calendar.key));
  return {
    state,
    open: open.sort((a, b) => rank(a) - rank(b) || a.calendar.key.localeCompare(b.calendar.key)),
    closed: calendars.filter(({ key }) => !readable.has(key)).map(({ id }) => id),
    removed: await reader.removedEntries(user.key, since ?? -1),
  };
}

function rank(open: OpenCalendar): number {
  const isOwnPrimary = open.calendar.kind === 'primary' && open.owner.key === open.viewer.user?.key;
  return isOwnPrimary ? -1 : (open.entry?.order ?? 1_000_000);
}

/** Those of the calendars that the viewer has a right on; their change sequences are read in one query. */
export async function openReadable(core: CoreContext, viewer: Viewer, calendars: Calendar[]): Promise<OpenCalendar[]> {
  const states = await core.store.reader.syncStates(calendars.map((calendar) => calendar.key));
  const opened = await Promise.all(
    calendars.map((calendar) =>
      openCalendar(core, viewer, calendar, { sync: states.get(calendar.key) }).catch(nullIfHidden),
    ),
  );
  return opened.filter((open) => open !== null);
}

function nullIfHidden(error: unknown): null {
  if (error instanceof DayferryError && error.kind === 'not-found') return null;
  throw error;
}

type EntryCheck = (current: CalendarListEntry | null) => void;

export async function updateEntry(
  core: CoreContext,
  open: OpenCalendar,
  changes: EntryChanges,
  check?: EntryCheck,
): Promise<OpenCalendar> {
  const user = signedIn(open.viewer);
  requireWriteScope(open.viewer, 'list');
  await core.store.write(async (tx) => {
    check?.(await tx.listEntry(user.key, open.calendar.key));
    await changeEntry(tx, user.key, open.calendar.key, changes);
  });
  return openCalendar(core, open.viewer, await calendarById(core, open.calendar.id));
}

/** NotFound when the calendar is not on the viewer's list. */
export async function unsubscribe(core: CoreContext, open: OpenCalendar, check?: EntryCheck): Promise<void> {
  const user = signedIn(open.viewer);
  requireWriteScope(open.viewer, 'list');
  if (open.owner.key === user.key && open.calendar.kind === 'primary')
    throw forbidden('A primary calendar stays on the list.', { code: 'own-primary' });
  await core.store.write(async (tx) => {
    check?.(await tx.listEntry(user.key, open.calendar.key));
    if (!(await tx.removeListEntry(user.key, open.calendar.key))) throw notFound();
    await declineOnLeaving(core, tx, open);
  });
}
