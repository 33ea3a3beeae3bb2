import { forbidden } from '../errors.js';
import type { SeriesDraft } from '../model/series.js';
import type { StoreWriter } from '../ports/store.port.js';
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
  const isHandedOver = addressOf(current) === write.open.owner.email && organizer !== addressOf(current);
  if (isHandedOver && organizer !== '' && guestsOf(current).length > 0)
    throw forbidden('The organizer of a meeting does not change.', { code: 'organizer-change' });
}

/**
 * caldav-sharing §5.5.5: on somebody else's calendar nobody organizes meetings but its owner. The server would invite nobody
 * to any other, while the client that made it relies on that.
 */
export function requireOwnersMeeting({ current, draft, options, open: { owner, viewer } }: PlannedWrite): void {
  const isOwn = viewer.user?.key === owner.key;
  if (current || isOwn || options.isImport || options.origin !== 'ical') return;
  const isMeeting = addressOf(draft) !== '' && guestsOf(draft).length > 0;
  if (!isMeeting || !isServedByOrganizer(draft) || addressOf(draft) === owner.email) return;
  throw forbidden('The organizer of a meeting is the owner of the calendar.', { code: 'valid-organizer' });
}

function addressOf(series: SeriesDraft): string {
  const organizer = organizerOf(series);
  return organizer ? emailOf(organizer) : '';
}

/** One object for each meeting among all calendars of a user (§3.2.4.1). */
async function requireUnique(tx: StoreWriter, { open, draft }: PlannedWrite): Promise<void> {
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
