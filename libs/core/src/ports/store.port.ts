import type { AclRule, Calendar, CalendarListEntry, SyncState } from '../model/calendar.js';
import type { Cover, InstanceReader, InstanceWriter, SeriesVersion } from './instances.port.js';
import type { SeriesFilter } from './series-filter.port.js';
import type { Credential, Organisation, Principal } from '../model/directory.js';
import type { SeriesKind } from '../model/series.js';
import type { InboxReader, InboxWriter } from './inbox.port.js';
import type { OutboxReader, OutboxWriter } from './outbox.port.js';
import type { SharingReader, SharingWriter } from './sharing.port.js';
import type { OauthReader, OauthWriter } from './oauth.port.js';
import type { SignInReader, SignInWriter } from './sign-in.port.js';

/** 0 = details for all readers, 1 = private or confidential, 2 = secret (JSCalendar). */
export type PrivacyLevel = 0 | 1 | 2;

/** The index row of a series: all that lists, sync and access decisions need, without its body. */
export interface SeriesHead {
  key: string;
  calendarKey: string;
  id: string;
  uid: string;
  resourceName: string;
  kind: SeriesKind;
  seq: number;
  scheduleRevision: number;
  /** Epoch milliseconds. */
  created: number;
  updated: number;
  /** Start of the first and end of the last occurrence, epoch milliseconds; widened by 14 h each way when zoneless. */
  startUtc: number;
  endUtc: number;
  /** True when [startUtc, endUtc) is the one occurrence exactly; false = expand to know (recurring, zoneless, task). */
  isExact: boolean;
  isDeleted: boolean;
  privacy: PrivacyLevel;
  /** Octets of the stored iCalendar text. */
  icalSize: number;
  /** Set by core, never stored: this viewer sees times only, which makes it another representation. */
  isRedacted?: boolean;
}

/** What a series is stored as. `body` is the canonical record as JSON, `ical` the text CalDAV gives out. */
export interface SeriesRow extends SeriesHead {
  body: string;
  ical: string;
}

/** Text for `q` searches: title, description, places, people; lower case. */
export interface SeriesWrite extends SeriesRow {
  searchText: string;
  /** What the time index is to hold of it. */
  cover: Cover;
}

export type SeriesRef = { key: string } | { id: string } | { uid: string } | { name: string };

/** What has a change sequence of its own beside the events of a calendar. Every write to one of them raises it. */
export type SmallCollection = 'acl' | 'list' | 'settings' | 'inbox';

export interface CollectionState {
  seq: number;
  /** Removals up to this change number have been forgotten. */
  minSeq: number;
}

/** A property that a client made up, on one resource; its value is XML as the protocol wrote it. */
export interface ResourceProperty {
  /** A calendar's or a user's key. */
  scopeKey: string;
  /** A series' key, or `self` for the calendar; in a user's scope the name of one of their collections. */
  resourceKey: string;
  /** Clark name. */
  name: string;
  value: string;
}

/** Everything that reads. The same methods run on the read-only side and inside a write. */
export interface StoreReader
  extends InboxReader, InstanceReader, OutboxReader, OauthReader, SharingReader, SignInReader {
  /**
   * Raised by every committed write to principals, groups, credentials, calendars, ACL rules or list entries (not by
   * `touchCredential`), so that caches of those are exact on every replica.
   */
  directoryVersion(): Promise<number>;
  organisationByDomain(domain: string): Promise<Organisation | null>;
  /** By domain. */
  organisations(): Promise<Organisation[]>;
  principal(key: string): Promise<Principal | null>;
  principalsByKey(keys: string[]): Promise<Principal[]>;
  principalByEmail(email: string): Promise<Principal | null>;
  /** Those that exist, in one query. */
  principalsByEmail(emails: string[]): Promise<Principal[]>;
  principals(kind?: Principal['kind']): Promise<Principal[]>;
  /** Users, groups and resources of one organisation, by address. */
  principalsOf(organisationKey: string): Promise<Principal[]>;
  membersOf(groupKey: string): Promise<Principal[]>;
  /** Owners of the primary calendars on which one of these scopes has a right of its own, and that right. */
  primariesSharedWith(emails: string[]): Promise<{ owner: Principal; role: AclRule['role'] }[]>;
  /** E-mail addresses of the groups that a user is in. */
  groupsOf(userKey: string): Promise<string[]>;
  /** Names of the settings changed after this change number. */
  settingChanges(userKey: string, since: number): Promise<string[]>;
  credentialsOf(userKey: string): Promise<Credential[]>;
  credentialByHash(hash: string): Promise<Credential | null>;

  calendarById(id: string): Promise<Calendar | null>;
  calendarsById(ids: string[]): Promise<Calendar[]>;
  calendarsByKey(keys: string[]): Promise<Calendar[]>;
  calendarsOwnedBy(userKey: string): Promise<Calendar[]>;
  /** The same for several users, in one query. */
  calendarsOfOwners(userKeys: string[]): Promise<Calendar[]>;
  calendarByCollection(ownerKey: string, collectionName: string): Promise<Calendar | null>;
  /** All rules of these calendars, in one query. */
  aclRules(calendarKeys: string[]): Promise<AclRule[]>;
  /** Rules changed after this change number; one that was taken away has the role `none`. */
  aclChanges(calendarKey: string, since: number): Promise<AclRule[]>;
  listEntries(userKey: string): Promise<CalendarListEntry[]>;
  listEntry(userKey: string, calendarKey: string): Promise<CalendarListEntry | null>;
  /** Calendars that left the list after this change number, by public id. */
  removedEntries(userKey: string, since: number): Promise<{ id: string; seq: number }[]>;
  /** `ownerKey`: the calendar for `acl`, the user for the others. */
  collectionState(ownerKey: string, collection: SmallCollection): Promise<CollectionState>;
  syncStates(calendarKeys: string[]): Promise<Map<string, SyncState>>;

  /** Made-up properties below some scopes, of some or all resources there, of some or all names. */
  resourceProperties(
    scopeKeys: string[],
    some?: { resourceKeys?: string[]; names?: string[] },
  ): Promise<ResourceProperty[]>;
  /** Octets of all of them, or of those of one resource. */
  resourcePropertiesSize(scopeKey: string, resourceKey?: string): Promise<number>;

  /** One series with its body; deleted ones only by key or id. */
  series(calendarKey: string, ref: SeriesRef): Promise<SeriesRow | null>;
  /** Of the live series that have these resource names, in no particular order. */
  versionsByName(calendarKey: string, names: string[]): Promise<SeriesVersion[]>;
  /** Live series by key, in one query, in no particular order. */
  seriesByKey(calendarKey: string, keys: string[]): Promise<SeriesRow[]>;
  /** What `series` finds on each of these calendars, in one query. */
  seriesAcross(calendarKeys: string[], ref: SeriesRef): Promise<SeriesRow[]>;
  /** What passes the filter, in its order; most of it is in memory, so no more is read of it. */
  versions(calendarKey: string, filter: SeriesFilter): Promise<SeriesVersion[]>;
  /** Deleted ones too, in no particular order. */
  headsByKey(calendarKey: string, keys: string[]): Promise<SeriesHead[]>;
  /** Those with `since < seq <= upTo`, deleted ones included, oldest change first. */
  changes(calendarKey: string, since: number, upTo: number, limit: number): Promise<SeriesVersion[]>;
}

/** Everything that writes; exists only inside `Store.write`. */
export interface StoreWriter
  extends StoreReader, InboxWriter, InstanceWriter, OutboxWriter, OauthWriter, SharingWriter, SignInWriter {
  saveOrganisation(organisation: Organisation): Promise<void>;
  savePrincipal(principal: Principal): Promise<void>;
  removePrincipal(key: string): Promise<void>;
  setGroupMembers(groupKey: string, memberKeys: string[]): Promise<void>;
  saveCredential(credential: Credential): Promise<void>;
  removeCredential(key: string): Promise<boolean>;
  touchCredential(key: string, lastUsed: number): Promise<void>;

  /** Inserts the calendar and its calendar_sync row. Conflict when the id or the owner's collection name is taken. */
  insertCalendar(calendar: Calendar, sync: SyncState): Promise<void>;
  /** Guarded by `revision = calendar.revision - 1`; false when another write came first. */
  updateCalendar(calendar: Calendar): Promise<boolean>;
  removeCalendar(key: string): Promise<void>;
  saveAclRule(rule: AclRule): Promise<void>;
  removeAclRule(calendarKey: string, scopeType: AclRule['scopeType'], scopeValue: string): Promise<boolean>;
  saveListEntry(entry: CalendarListEntry): Promise<void>;
  removeListEntry(userKey: string, calendarKey: string): Promise<boolean>;

  saveResourceProperty(property: ResourceProperty): Promise<void>;
  removeResourceProperty(scopeKey: string, resourceKey: string, name: string): Promise<void>;
  /** Those of one resource, or all below the scope. Removing a calendar, a user or all series takes theirs along. */
  removeResourceProperties(scopeKey: string, resourceKey?: string): Promise<void>;

  /** Raises the calendar's change number by one relative statement and returns it; NotFound when the calendar is gone. */
  nextSeq(calendarKey: string): Promise<number>;
  /** Conflict (`uid-conflict`, `name-conflict` or `id-conflict`) when another series has it. */
  insertSeries(row: SeriesWrite): Promise<void>;
  /** Guarded by the old change number; false when another write came first. */
  updateSeries(row: SeriesWrite, expectedSeq: number): Promise<boolean>;
  /** Marks all live series of a calendar deleted under `seq` (v3 calendars.clear). */
  tombstoneAll(calendarKey: string, seq: number, updated: number): Promise<number>;
  /** Forgets tombstones with seq <= upTo and raises minSeq to it. */
  forgetTombstones(calendarKey: string, upTo: number): Promise<number>;
  /**
   * After the database was put back from a backup: every sync token that was ever handed out is invalid, and no version of
   * anything that is written from now on has the number of one that was lost.
   */
  renewSequences(epoch: string): Promise<void>;
}

/** Implemented by libs/storage. */
export interface Store {
  readonly reader: StoreReader;
  /**
   * One unit of work: `fn` runs in one transaction, which is repeated whole on a conflict or deadlock (bounded, then
   * Unavailable). A `conflict` with code `lost-race` thrown by `fn` is such a conflict too. An error inside makes the
   * commit unreachable. `fn` must have no effects but through its argument.
   */
  write<T>(fn: (tx: StoreWriter) => Promise<T>): Promise<T>;
  /** Throws Unavailable when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
