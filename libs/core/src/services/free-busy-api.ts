import type { Viewer } from '../access/viewer.js';
import type { CalendarListEntry } from '../model/calendar.js';
import type { SeriesDraft } from '../model/series.js';
import type { Busy, BusyWindow, CalendarBusy } from '../recurrence/busy-time.js';
import type { OpenCalendar } from './open-calendar.js';

/**
 * Busy times. Whoever may at least see free/busy sees all of them: private and secret events count, transparent,
 * cancelled and declined ones do not, nor do tasks and journals. Times at which somebody is not there by their VAVAILABILITY
 * components count too (RFC 7953 §5). Nothing but times and types comes out.
 */
export interface FreeBusyService {
  /** One answer for each id, in the order asked; `notFound` for calendars that do not exist or show this viewer nothing. */
  query(viewer: Viewer, ids: string[], window: BusyWindow): Promise<CalendarBusy[]>;
  /** Of a calendar that is open already. */
  of(open: OpenCalendar, window: BusyWindow): Promise<Busy>;
  /**
   * Of a person, from those of their own calendars that show the viewer at least busy times. NotFound for whoever the viewer knows nothing of, Forbidden
   * for people of the viewer's organisation who show nothing.
   */
  ofPerson(viewer: Viewer, email: string, window: BusyWindow, about?: AboutPerson): Promise<Busy>;
}

export interface AboutPerson {
  /** Whether a calendar stands for the person's time, by their own settings for it. Absent: all do. */
  counts?: (entry: CalendarListEntry) => boolean;
  /** A property in which the person says when they are there: the first of these names, and how to read it. */
  property?: { resource: string; names: string[]; read(value: string, calendarZone: string): SeriesDraft };
}
