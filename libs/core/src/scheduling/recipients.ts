import type { Calendar } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { SeriesDraft } from '../model/series.js';
import type { SeriesRow, StoreReader } from '../ports/store.port.js';
import { parseBody } from '../services/stored-series.js';
import { emailOf, organizerOf } from './address.js';

/** A guest who is a user or a room here. */
export interface Recipient {
  principal: Principal;
  /** Where a first invitation goes. */
  primary: Calendar;
  /** The copy, on whatever calendar of theirs it is. */
  held: SeriesRow | null;
  /** Their primary calendar has another event with this UID, which nobody else may touch. */
  isBlocked: boolean;
}

export interface Meeting {
  uid: string;
  organizerEmail: string;
}

/** Those of the addresses that belong to users or rooms here, with their copies; four queries for any number. */
export async function recipientsOf(reader: StoreReader, meeting: Meeting, emails: string[]): Promise<Recipient[]> {
  if (emails.length === 0) return [];
  const principals = (await reader.principalsByEmail(emails)).filter((principal) => principal.kind !== 'group');
  const calendars = await reader.calendarsOfOwners(principals.map((principal) => principal.key));
  const rows = await reader.seriesAcross(
    calendars.map((calendar) => calendar.key),
    { uid: meeting.uid },
  );
  return principals.flatMap((principal) => {
    const own = calendars.filter((calendar) => calendar.ownerKey === principal.key);
    const primary = own.find((calendar) => calendar.kind !== 'secondary');
    if (!primary) return [];
    const known = rows.filter((row) => own.some((calendar) => calendar.key === row.calendarKey));
    const held = known.find((row) => isOrganizedBy(parseBody(row), meeting.organizerEmail)) ?? null;
    return [{ principal, primary, held, isBlocked: !held && known.some((row) => row.calendarKey === primary.key) }];
  });
}

export function isOrganizedBy(series: SeriesDraft, email: string): boolean {
  const organizer = organizerOf(series);
  return organizer !== undefined && emailOf(organizer) === email;
}

export interface Organised {
  owner: Principal;
  calendar: Calendar;
  row: SeriesRow;
}

/** The organizer's own object of a meeting, when the organizer is a user here and has one; the primary calendar first. */
export async function organisedObject(reader: StoreReader, meeting: Meeting): Promise<Organised | null> {
  const owner = await reader.principalByEmail(meeting.organizerEmail);
  if (!owner) return null;
  const calendars = await reader.calendarsOfOwners([owner.key]);
  const rows = await reader.seriesAcross(
    calendars.map((calendar) => calendar.key),
    { uid: meeting.uid },
  );
  const own = rows.filter((row) => isOrganizedBy(parseBody(row), owner.email));
  const of = (row: SeriesRow): Calendar => calendars.find((calendar) => calendar.key === row.calendarKey)!;
  const row = own.find((item) => of(item).kind === 'primary') ?? own[0];
  return row ? { owner, calendar: of(row), row } : null;
}
