import type { EventData, EventPatch, Person } from './event-data.js';
import type { JCalComponent, JCalProperty } from './shadow.js';
import type { TimePoint } from './time-point.js';

export type SeriesKind = 'event' | 'task' | 'journal' | 'availability';

/** RDATE: an extra occurrence, or a period (RFC 5545 §3.3.9) when it has an end or a duration. */
export interface RecurrenceDate {
  start: TimePoint;
  end?: TimePoint;
  duration?: string;
}

/** Rules are the literal value of the property (`FREQ=WEEKLY;BYDAY=MO`), part order and case as written. */
export interface Recurrence {
  rules: string[];
  exrules: string[];
  rdates: RecurrenceDate[];
  exdates: TimePoint[];
}

/** An instance that differs from the rest of its series: changed, moved or cancelled (`patch.status`). */
export interface Override {
  /** The start that the series gave this instance, in the form the writer used. */
  recurrenceId: TimePoint;
  /** RFC 5545 §3.2.13: this and all later instances. */
  isThisAndFuture?: boolean;
  patch: EventPatch;
  /** Change number of the write that last changed this override; 0 in a draft. */
  seq: number;
  /** Epoch milliseconds of that write; never goes backwards. */
  updated: number;
}

/** When somebody is there (RFC 7953 §3.1): inside the master's span, everything but the available times counts as `type`. */
export interface Availability {
  type: 'busy' | 'tentative' | 'unavailable';
  /** RFC 5545 §3.8.1.9: 1 is the highest, 9 the lowest but 0. */
  priority: number;
  /** False: it holds from its start on, or always where it has no start. */
  hasEnd: boolean;
  /** By UID; times only. */
  available: SeriesDraft[];
  /** The component as it was written, and the VTIMEZONEs beside it. */
  component: JCalComponent;
  zones: JCalComponent[];
}

/** What a protocol's parser hands to core: a series before it has an identity and a place in a calendar. */
export interface SeriesDraft {
  kind: SeriesKind;
  uid?: string;
  /** JSCalendar showed the uid as `urn:uuid:…`. */
  uidHasUrnPrefix?: boolean;
  master: EventData;
  /** An invitation to single instances only: there are overrides, and `master` is empty. */
  isMasterMissing?: boolean;
  recurrence?: Recurrence;
  overrides: Override[];
  /** Of the kind `availability`, and of no other. */
  availability?: Availability;
  /** VTIMEZONEs in jCal by `/<tzid>`, for zones that are not IANA's; and verbatim ones that a client sent. */
  timeZones?: Record<string, JCalComponent>;
  /** VCALENDAR properties other than VERSION (PRODID, CALSCALE, X-WR-…), for the iCalendar view only. */
  calendarProperties?: JCalProperty[];
  /** JSCalendar prodId. */
  prodId?: string;
}

/** What one write took away, so that incremental lists can name instances that are gone (v3 events.list, syncToken). */
export interface Trace {
  /** Change number of that write. */
  seq: number;
  /** Instances that had a change or an exclusion of their own, and have none now. */
  reverted?: TimePoint[];
  /** How the series recurred before; exclusions are left out. */
  former?: { start?: TimePoint; end?: TimePoint; duration?: string; recurrence?: Recurrence };
}

/** The unit of storage: one per UID per calendar. Identity never changes during its life. */
export interface EventSeries extends SeriesDraft {
  /** Internal, unique in the whole store. */
  key: string;
  calendarKey: string;
  /** Public event id, `[a-v0-9]{5,1024}`, the same in v2 and v3. */
  id: string;
  uid: string;
  /** Last path segment in CalDAV, decoded. */
  resourceName: string;
  /** Change number of the last write (DESIGN: one change sequence). */
  seq: number;
  /** Raised by changes other than attendee replies (RFC 6638 §3.2.10). */
  scheduleRevision: number;
  /** Epoch milliseconds of the first and of the last write on this server; `updated` never goes backwards. */
  created: number;
  updated: number;
  /** Who made it here; set once, read-only in every protocol. */
  creator?: Person;
  /** Who changed it last in this calendar, if anybody has; not whose change of another copy it follows. */
  updater?: Person;
  /** Change number and time of the last write that changed what all instances inherit, master or pattern; absent = creation. */
  masterSeq?: number;
  masterUpdated?: number;
  /** Oldest first; only the latest few. */
  traces?: Trace[];
  /** Traces of writes up to this change number have been forgotten. */
  tracedSince?: number;
}
