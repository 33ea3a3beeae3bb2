import type { Viewer } from '../access/viewer.js';
import type { Calendar, CalendarListEntry, Role, SyncState } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';

/** A calendar that this viewer may at least see the busy times of. Every event call takes one. */
export interface OpenCalendar {
  viewer: Viewer;
  calendar: Calendar;
  owner: Principal;
  /** freeBusy, reader, writer or owner; never none. Cut down to reader when the credential may not write. */
  role: Role;
  /** The viewer's own list entry, if the calendar is on their list. */
  entry: CalendarListEntry | null;
  /** Read before anything else, so a token made from it never skips a change. */
  sync: SyncState;
}
