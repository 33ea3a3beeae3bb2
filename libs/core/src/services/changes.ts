import type { Calendar, CalendarListEntry, ComponentName } from '../model/calendar.js';
import type { EventSeries, SeriesDraft } from '../model/series.js';

export interface NewCalendar {
  title: string;
  description?: string;
  location?: string;
  timeZone?: string;
  components?: ComponentName[];
  /** Last path segment in the owner's CalDAV home; taken = Conflict `name-conflict`. Made up when absent. */
  collectionName?: string;
  color?: string;
  properties?: Calendar['properties'];
}

export type CalendarChanges = Partial<
  Pick<Calendar, 'title' | 'description' | 'location' | 'timeZone' | 'components' | 'collectionName' | 'properties'>
>;
export type EntryChanges = Partial<Omit<CalendarListEntry, 'userKey' | 'calendarKey' | 'revision' | 'seq'>>;

/** Sets a made-up property, or removes it (null). `value` is XML; `name` a Clark name. */
export interface PropertyChange {
  name: string;
  value: string | null;
}

/** Changes of one calendar for everybody, of the viewer's own view of it, and of its made-up properties. */
export interface CalendarPatch {
  calendar?: CalendarChanges;
  entry?: EntryChanges;
  properties?: PropertyChange[];
}

export interface PropertySelection {
  resourceKeys?: string[];
  names?: string[];
}

export interface TransferOptions {
  mode: 'copy' | 'move';
  /** Holds the transfer to the rules of iCalendar clients for meetings and for shared calendars. */
  origin?: 'ical';
  /** Resource name at the destination; default: the same. */
  name?: string;
  /** False: PreconditionFailed when there is something under that name. */
  overwrite: boolean;
  /** Run inside the transaction before anything is written; may throw. */
  check?: (source: EventSeries) => void;
  checkTarget?: (target: EventSeries | null) => void;
  /** What of the content is another at the destination; its text is then rendered anew. */
  change?: (source: EventSeries) => SeriesDraft;
}
