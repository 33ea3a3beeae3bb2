import { forbidden } from '../errors.js';
import type { SeriesDraft } from '../model/series.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { OpenCalendar } from '../services/open-calendar.js';
import { parseBody } from '../services/stored-series.js';
import { emailOf, guestsOf, isServedByOrganizer, organizerOf } from './address.js';
import type { PlannedWrite } from './planned-write.js';

/** RFC 6638 §3.2.4: what an iCalendar client may make of a meeting, before anybody is told about it. */
export async function requireSchedulable(tx: StoreWriter, write: PlannedWrite): Promise<void> {
  const { current, draft, options } = write;
  if (options.origin !== 'ical') return;
  const organizer = addressOf(draft);
  const others = draft.overrides.flatMap(({ patch }) => (patch.organizer ? [emailOf(patch.organizer)] : []));
  if (others.some((email) => email !== organizer))
    throw forbidden('All components of a meeting have the same organizer.', { code: 'same-organizer' });
  if (!current) return requireUnique(tx, write);
  const owner = write.open.owner.email;
  const isHandedOver = addressOf(current) === owner && organizer !== addressOf(current);
  // Without an organizer it is no meeting any more, unless guests are left that nobody would tell of it.
  const isMeetingStill = organizer !== '' || guestsOf(draft).some((email) => email !== owner);
  if (isHandedOver && isMeetingStill && guestsOf(current).length > 0)
    throw forbidden('The organizer of a meeting does not change.', { code: 'organizer-change' });
}

/**
 * caldav-sharing §5.5.5: on somebody else's calendar nobody organizes meetings but its owner. The server would invite nobody
 * to any other, while the client that made it relies on that.
 */
export function requireOwnersMeeting({ current, draft, options, open }: PlannedWrite): void {
  if (!current && !options.isImport && options.origin === 'ical') requireOwnerOrganizes(open, draft);
}

function requireOwnerOrganizes({ owner, viewer }: OpenCalendar, draft: SeriesDraft): void {
  if (viewer.user?.key === owner.key) return;
  const isMeeting = addressOf(draft) !== '' && guestsOf(draft).length > 0;
  if (!isMeeting || !isServedByOrganizer(draft) || addressOf(draft) === owner.email) return;
  throw forbidden('The organizer of a meeting is the owner of the calendar.', { code: 'valid-organizer' });
}

/**
 * The same for COPY and MOVE to another calendar. From a shared calendar those with whom it is shared take nothing away
 * (caldav-sharing §5.5.5); who acts for its owner, or owns it too, does.
 */
export async function requireTransferable(
  tx: StoreWriter,
  { from, to, series, isMove }: { from: OpenCalendar; to: OpenCalendar; series: SeriesDraft; isMove: boolean },
): Promise<void> {
  const { viewer } = from;
  const isSharee = from.role !== 'owner' && viewer.actsFor?.get(from.owner.key) !== 'writer';
  if (isMove && isSharee)
    throw forbidden('Only the owner moves an event out of a shared calendar.', { code: 'move-by-sharee' });
  if (from.owner.key !== to.owner.key) requireOwnerOrganizes(to, series);
  if (isMeeting(series)) await requireUnique(tx, { open: to, draft: series });
}

function addressOf(series: SeriesDraft): string {
  const organizer = organizerOf(series);
  return organizer ? emailOf(organizer) : '';
}

/** One object for each meeting among all calendars of a user (§3.2.4.1). */
async function requireUnique(tx: StoreWriter, { open, draft }: Pick<PlannedWrite, 'open' | 'draft'>): Promise<void> {
  if (draft.uid === undefined) return;
  const calendars = await tx.calendarsOwnedBy(open.owner.key);
  const elsewhere = calendars.filter(({ key }) => key !== open.calendar.key);
  const rows = await tx.seriesAcross(
    elsewhere.map(({ key }) => key),
    { uid: draft.uid },
  );
  const row = rows.find((found) => !found.isDeleted && isMeeting(parseBody(found)));
  if (!row) return;
  const { collectionName } = calendars.find(({ key }) => key === row.calendarKey)!;
  const info = { owner: open.owner.email, collection: collectionName, resourceName: row.resourceName };
  throw forbidden('Another calendar has this meeting already.', { code: 'unique-meeting', info });
}

function isMeeting(series: SeriesDraft): boolean {
  return series.master.isPrivateCopy !== true && organizerOf(series) !== undefined;
}
