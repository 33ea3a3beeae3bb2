import type { Viewer } from '../access/viewer.js';
import type { Calendar, CalendarListEntry, Role, SyncState } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { CollectionState } from '../ports/store.port.js';

/** A calendar that this viewer may at least see the busy times of. Every event call takes one. */
export interface OpenCalendar {
  viewer: Viewer;
  calendar: Calendar;
  owner: Principal;
  /** freeBusy, reader, writer or owner; never none. Cut down to reader when the credential may not write. */
  role: Role;
  /** The viewer administers the owner's organisation, and is no owner by a rule. */
  isByAdministration: boolean;
  /** The viewer's own list entry, if the calendar is on their list. */
  entry: CalendarListEntry | null;
  /** Read before anything else, so a token made from it never skips a change. */
  sync: SyncState;
}

/** A user's calendar list with its change sequence. */
export interface CalendarListState {
  state: CollectionState;
  /** As `list` has it. */
  open: OpenCalendar[];
  /** Ids of calendars that are on the list and on which the user has no right any more. */
  closed: string[];
  /** Calendars that were taken off the list, or deleted. */
  removed: { id: string; seq: number }[];
}
