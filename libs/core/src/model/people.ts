import type { Extras } from './shadow.js';

/** mapping.md §6. Values outside the closed list are kept as the client wrote them, in lower case. */
export type ParticipationStatus =
  'needs-action' | 'accepted' | 'declined' | 'tentative' | 'delegated' | 'completed' | 'in-process' | (string & {});

/** RFC 5545 §3.2.16 ROLE without its prefix and suffix. */
export type AttendeeRole = 'chair' | 'required' | 'optional' | 'informational' | (string & {});

export type AttendeeKind = 'individual' | 'group' | 'resource' | 'room' | 'unknown' | (string & {});

export interface Organizer {
  /** Calendar user address: a URI, `mailto:` in nearly every case. */
  address: string;
  name?: string;
  sentBy?: string;
  email?: string;
  language?: string;
  directory?: string;
  /** Parameters or members that the model has no name for. */
  extras?: Extras;
}

export interface Attendee {
  /** JSCalendar's participant id as its client chose it. Absent: JSCalendar derives one from the address. */
  key?: string;
  /** Calendar user address: a URI, `mailto:` in nearly every case. Absent for a JSCalendar participant without one. */
  address?: string;
  name?: string;
  /** The EMAIL parameter, when it differs from a `mailto:` address. */
  email?: string;
  /** Absent = required participant. */
  role?: AttendeeRole;
  /** Absent = needs-action. */
  status?: ParticipationStatus;
  /** CUTYPE. Absent = individual. */
  kind?: AttendeeKind;
  rsvp?: boolean;
  additionalGuests?: number;
  comment?: string;
  delegatedTo?: string[];
  delegatedFrom?: string[];
  memberOf?: string[];
  sentBy?: string;
  language?: string;
  directory?: string;
  scheduleAgent?: string;
  scheduleStatus?: string[];
  scheduleSequence?: number;
  /** Epoch milliseconds. */
  scheduleUpdated?: number;
  /** v2 `gd:who@rel` beyond attendee and organizer: `performer`, `speaker`. */
  participantType?: string;
  /** The person of `contact` role only (JSCalendar), not invited. */
  isContact?: boolean;
  locationKey?: string;
  extras?: Extras;
}
