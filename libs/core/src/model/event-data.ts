import type { Attendee, Organizer } from './people.js';
import type { Extras, JCalProperty, Json, Shadow } from './shadow.js';
import type { TimePoint } from './time-point.js';

export interface Description {
  text: string;
  /** Media type of `text`; absent = `text/plain`. */
  type?: string;
  /** The plain text that a client sent beside a styled description (RFC 9073 §6.5). */
  plain?: string;
}

export interface EventLocation {
  key?: string;
  name?: string;
  description?: string;
  /** RFC 4589 location types. */
  types?: string[];
  relativeTo?: 'start' | 'end';
  timeZone?: string;
  /** `lat,lon` in decimal text, as written. */
  coordinates?: string;
  altrep?: string;
  links?: Record<string, Json>;
  /** v2 `gd:where@rel`, last part: `alternate`, `parking`; and its label. */
  rel?: string;
  label?: string;
  extras?: Extras;
}

/** mapping.md §7: CONFERENCE, JSCalendar virtualLocations, v3 entry points. */
export interface VirtualLocation {
  key?: string;
  uri: string;
  name?: string;
  description?: string;
  /** RFC 7986 §6.3 features in lower case: audio, chat, feed, moderator, phone, screen, video. */
  features?: string[];
  /** v3 entryPointType and its codes (pin, accessCode, …). */
  entryPoint?: Record<string, string>;
  extras?: Extras;
}

export type AlarmAction = 'popup' | 'email' | 'sms' | 'audio' | 'none' | (string & {});

export type AlarmTrigger =
  /** ISO 8601 signed duration exactly as written (`-PT1H` and `-PT60M` are different texts). */
  | { offset: string; relativeTo?: 'start' | 'end' }
  /** `YYYY-MM-DDThh:mm:ssZ` */
  | { at: string }
  | /** A JSCalendar trigger of an unknown @type: kept, never fired. */
    { unknown: Record<string, Json> };

export interface Alarm {
  key?: string;
  action: AlarmAction;
  trigger: AlarmTrigger;
  repeat?: number;
  interval?: string;
  description?: string;
  summary?: string;
  /** Calendar user addresses of an e-mail alarm. */
  to?: Organizer[];
  attachments?: JCalProperty[];
  /** `YYYY-MM-DDThh:mm:ssZ` */
  acknowledged?: string;
  relatedTo?: Record<string, string[]>;
  /** VALARM properties the model has no name for. */
  properties?: JCalProperty[];
  extras?: Extras;
}

/** ATTACH, URL, LINK and IMAGE; v3 attachments and source; JSCalendar links. */
export interface Link {
  key?: string;
  /** Absolute URI; inline data is a `data:` URI. */
  href: string;
  /** `enclosure` = attachment (ATTACH), `icon` = IMAGE, `alternate` with `isEventUrl` = URL. */
  rel?: string;
  isEventUrl?: boolean;
  title?: string;
  contentType?: string;
  size?: number;
  display?: string;
  cid?: string;
  /** v3 `fileId` and `iconLink`. */
  fileId?: string;
  iconLink?: string;
  managedId?: string;
  extras?: Extras;
}

export interface Relation {
  uid: string;
  /** Lower case; empty = unspecified (RFC 8984), `parent` is written for iCalendar's default. */
  relations: string[];
  extras?: Extras;
}

export interface Color {
  /** v3 palette key "1".."11". */
  id?: string;
  /** CSS3 name or #rrggbb as written. */
  css?: string;
}

export interface Person {
  email?: string;
  name?: string;
}

/**
 * One occurrence's worth of content: the master, or a single event, or an override once resolved.
 * Every member is optional; absent means the default that mapping.md names. Nothing here depends on who looks.
 */
export interface EventData {
  start?: TimePoint;
  /** DTEND (exclusive). At most one of `end` and `duration`; neither = RFC 5545 §3.6.1's default. */
  end?: TimePoint;
  /** ISO 8601 duration exactly as written: `P1D` and `PT24H` differ when the clocks change. */
  duration?: string;
  /** JSCalendar showWithoutTime on something that is not a plain all-day event. */
  showWithoutTime?: boolean;

  title?: string;
  description?: Description;
  locale?: string;
  locations?: EventLocation[];
  virtualLocations?: VirtualLocation[];
  /** v3 conferenceData without its entryPoints. */
  conference?: Record<string, Json>;

  /** Absent = confirmed, and iCalendar gains no STATUS line. Tasks use `progress`. */
  status?: 'confirmed' | 'tentative' | 'cancelled' | (string & {});
  /** Absent = opaque. */
  transparency?: 'opaque' | 'transparent' | (string & {});
  /** Absent = the calendar decides. */
  visibility?: 'public' | 'private' | 'confidential';
  /** JSCalendar `secret`: not even the time is shown to others. */
  isSecret?: boolean;
  /** A CLASS or privacy value the model does not know; it counts as private. */
  visibilityLiteral?: string;

  organizer?: Organizer;
  attendees?: Attendee[];
  guestsCanModify?: boolean;
  guestsCanInviteOthers?: boolean;
  guestsCanSeeOtherGuests?: boolean;
  anyoneCanAddSelf?: boolean;
  isLocked?: boolean;
  isPrivateCopy?: boolean;

  /** True = the calendar's default reminders apply and `alarms` are ignored (absent and no alarms: none). */
  useDefaultAlarms?: boolean;
  alarms?: Alarm[];

  links?: Link[];
  keywords?: string[];
  /** URIs (RFC 9253 CONCEPT). */
  concepts?: string[];
  color?: Color;
  priority?: number;
  relatedTo?: Relation[];

  /** Named values visible wherever the event is shown (v3 extendedProperties.shared). */
  sharedProperties?: Record<string, string>;
  /** Named values of this calendar's copy only (v3 extendedProperties.private). */
  privateProperties?: Record<string, string>;
  gadget?: Record<string, Json>;
  /** v3 eventType other than `default`, and its properties object by name. */
  eventType?: string;
  eventTypeProperties?: Record<string, Json>;
  /** JSCalendar localizations by language tag. */
  localizations?: Record<string, Json>;

  /** Tasks (mapping.md §10). */
  due?: TimePoint;
  estimatedDuration?: string;
  percentComplete?: number;
  /** needs-action, in-process, completed, failed, cancelled */
  progress?: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  completedAt?: string;

  /** RFC 5545 §3.8.7.4. Absent = 0 and not written. */
  sequence?: number;
  /** Epoch milliseconds; CREATED. */
  created?: number;
  /** DTSTAMP and LAST-MODIFIED (`YYYY-MM-DDThh:mm:ssZ`) as an iCalendar client wrote them; dropped by any other write. */
  dtstamp?: string;
  lastModified?: string;

  shadow?: Shadow;
}

/** The members of an override that differ from the master; null = the master's value is taken away. */
export type EventPatch = { [Name in keyof EventData]?: EventData[Name] | null };
