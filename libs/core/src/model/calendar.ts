import type { Json } from './shadow.js';

export type Role = 'none' | 'freeBusy' | 'reader' | 'writer' | 'owner';

export type ScopeType = 'user' | 'group' | 'domain' | 'default';

/** One grant on one calendar; `value` is an e-mail address, a domain name, or empty for `default`. */
export interface AclRule {
  calendarKey: string;
  scopeType: ScopeType;
  scopeValue: string;
  role: Role;
  /** Change number of its last write among the calendar's rules; given by the store. */
  seq?: number;
}

export type CalendarKind = 'primary' | 'secondary' | 'resource';

/** Component kinds a calendar takes (CALDAV:supported-calendar-component-set). */
export type ComponentName = 'VEVENT' | 'VTODO' | 'VJOURNAL' | 'VAVAILABILITY';

export interface Calendar {
  key: string;
  /** Public id: the owner's e-mail address (primary) or `<random>@group.<host>`. */
  id: string;
  ownerKey: string;
  kind: CalendarKind;
  title: string;
  description?: string;
  location?: string;
  /** IANA name. */
  timeZone: string;
  components: ComponentName[];
  /** Last path segment in the owner's CalDAV home, decoded. */
  collectionName: string;
  /** Epoch milliseconds. */
  created: number;
  updated: number;
  timesCleaned: number;
  /** Raised by every change of the calendar's own properties; its ETag. */
  revision: number;
  /** Properties that only one protocol knows, by protocol-qualified name (Clark name for WebDAV). */
  properties: Record<string, Json>;
  /** SHA-256, in hex, of the secret in the calendar's private address; absent = it has none. */
  linkHash?: string;
}

export interface DefaultReminder {
  method: 'popup' | 'email' | 'sms';
  minutes: number;
}

/** One user's own settings for a calendar on their list (v3 calendarList, mapping.md §11). */
export interface CalendarListEntry {
  userKey: string;
  calendarKey: string;
  /** v3 palette key "1".."24". */
  colorId?: string;
  /** #rrggbb or #rrggbbaa as written. */
  color?: string;
  foregroundColor?: string;
  isHidden: boolean;
  isSelected: boolean;
  titleOverride?: string;
  order?: number;
  /** Raised by every change of this entry. */
  revision: number;
  /** Change number of its last write in the user's list; given by the store. */
  seq?: number;
  defaultReminders: DefaultReminder[];
  notifications: { type: string; method: string }[];
  /** Personal WebDAV properties by Clark name. */
  properties: Record<string, Json>;
}

/** calendar_sync: where a calendar's change sequence stands. A token of another epoch, or ahead of seq, is invalid. */
export interface SyncState {
  epoch: string;
  seq: number;
  /** Changes up to this number have been forgotten. */
  minSeq: number;
}
