import type { Viewer } from '../access/viewer.js';
import type { Limits } from '../limits.js';
import type { AclRule, Calendar, CalendarListEntry } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { EventData } from '../model/event-data.js';
import type { EventSeries, SeriesDraft, SeriesKind } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import type { Clock } from '../ports/environment.port.js';
import type { AclChanges, NewAclRule, SettingsState } from './small-collections.js';
import type { SeriesFilter } from '../ports/series-filter.port.js';
import type { SeriesHead, SeriesRef } from '../ports/store.port.js';
import type { Occurrence } from '../recurrence/api.js';
import type { CalendarChanges, CalendarPatch, EntryChanges, NewCalendar, TransferOptions } from './changes.js';
import type { CalendarListState, OpenCalendar } from './open-calendar.js';
import type { FreeBusyService } from './free-busy-api.js';
import type { InboxService } from './inbox-api.js';
import type { PeopleService } from './people.js';
import type { PropertyService } from './property-api.js';
import type { PushService } from '../push/api.js';
import type { SchedulingService } from '../scheduling/api.js';
import type { SharingService } from './sharing-api.js';
import type { RemovalOptions, SplitWriteOptions, WriteOptions } from './write-options.js';
import type { RenderCache } from './render-cache.js';
import type { UpkeepService } from './upkeep-service.js';

export type { CalendarListState, OpenCalendar };

/** Injection token for `Core` at the edge (Nest): `@Inject(CORE) core: Core`. */
export const CORE = Symbol('dayferry.core');

/** All that a protocol library may call. */
export interface Core {
  readonly calendars: CalendarService;
  readonly events: EventService;
  readonly freeBusy: FreeBusyService;
  readonly directory: DirectoryService;
  readonly inbox: InboxService;
  readonly people: PeopleService;
  readonly properties: PropertyService;
  readonly push: PushService;
  readonly scheduling: SchedulingService;
  readonly sharing: SharingService;
  readonly upkeep: UpkeepService;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Rendered bodies by series key, change number and variant. */
  readonly rendered: RenderCache;
  /** The same, ready to be sent. */
  readonly octets: RenderCache<Buffer>;
}

export interface CalendarService {
  /** By public id. NotFound when it does not exist or the viewer has no right at all on it. */
  open(viewer: Viewer, id: string): Promise<OpenCalendar>;
  /** The signed-in user's own list of calendars for events, primary first. Unauthenticated when nobody is signed in. */
  list(viewer: Viewer): Promise<OpenCalendar[]>;
  /** The same with what incremental lists need: `removed` since a change number. May be TokenExpired. */
  listState(viewer: Viewer, since?: number): Promise<CalendarListState>;
  /**
   * The calendars below one user's CalDAV or REST home: their own and, in one's own home, those subscribed to. NotFound for
   * a user who does not exist, and for one of whose calendars the viewer is shown none.
   * `segment` is the path segment: the collection name for own calendars, the calendar id for others.
   */
  home(viewer: Viewer, userEmail: string): Promise<{ segment: string; open: OpenCalendar }[]>;
  /** One of them; `segment` may be the collection name or the calendar id. In one's own home any that one may see. */
  openInHome(viewer: Viewer, userEmail: string, segment: string): Promise<OpenCalendar>;
  /** `more` belongs to the same transaction. */
  create(
    viewer: Viewer,
    calendar: NewCalendar,
    more?: Pick<CalendarPatch, 'entry' | 'properties'>,
  ): Promise<OpenCalendar>;
  /** All of the patch in one transaction, each part with the right that it needs by itself. */
  change(open: OpenCalendar, patch: CalendarPatch): Promise<OpenCalendar>;
  /** Owner only. `check` runs inside the transaction on the current state and may throw. */
  update(open: OpenCalendar, changes: CalendarChanges, check?: (current: Calendar) => void): Promise<OpenCalendar>;
  /** The viewer's own settings; puts the calendar on their list when it is not there. `check`: as in `update`. */
  updateEntry(
    open: OpenCalendar,
    changes: EntryChanges,
    check?: (current: CalendarListEntry | null) => void,
  ): Promise<OpenCalendar>;
  /** NotFound when it is not on the list; Forbidden `own-primary` for the viewer's own primary calendar. */
  unsubscribe(open: OpenCalendar, check?: (current: CalendarListEntry | null) => void): Promise<void>;
  /**
   * Owner only; Forbidden `primary` for a primary calendar. Its meetings end for everybody, as if each were deleted;
   * `options` counts as there.
   */
  remove(open: OpenCalendar, options?: RemovalOptions): Promise<void>;
  /** Owner only: deletes all events, with the same consequences. */
  clear(open: OpenCalendar, options?: RemovalOptions): Promise<void>;
  /** Owner only: a new secret for the private address, and the end of the one before. It is not kept: show it now. */
  resetLink(open: OpenCalendar): Promise<string>;
  /** Owner only: the end of the private address. */
  removeLink(open: OpenCalendar): Promise<void>;
  /** For whoever has the private address: a reader without a name. NotFound for a wrong secret as for a wrong id. */
  openByLink(id: string, secret: string): Promise<OpenCalendar>;
  /** Writers and owners. */
  acl(open: OpenCalendar): Promise<AclRule[]>;
  /** The rules of those calendars on which the viewer may see them, by calendar key, in one query. */
  aclOf(opens: OpenCalendar[]): Promise<Map<string, AclRule[]>>;
  /** Owner only: these are the rules now, beside the owner's own. All of them in one transaction; limits as `setAcl`. */
  replaceAcl(open: OpenCalendar, rules: NewAclRule[]): Promise<void>;
  /** Rules changed after `since` (absent: all that is remembered), removed ones with role `none`. May be TokenExpired. */
  aclChanges(open: OpenCalendar, since?: number): Promise<AclChanges>;
  /**
   * Owner only; role none removes the rule. Refuses to change the viewer's own access (Forbidden `own-access`), that of
   * the calendar's owner (`last-owner`), more than reading for everybody and scopes that name nobody (InvalidInput).
   * `check` runs inside the transaction on the rule as it is and may throw. The rule afterwards, or null without one.
   */
  setAcl(open: OpenCalendar, rule: NewAclRule, check?: (current: AclRule | null) => void): Promise<AclRule | null>;
}

/** A series as this viewer may see it. Cheap to hold: the body is parsed when `series` is first read. */
export interface StoredSeries {
  readonly head: SeriesHead;
  /** `busy`: times only; `series` and `ical` are already redacted. */
  readonly sees: 'full' | 'busy';
  readonly series: EventSeries;
  /** iCalendar text, byte for byte as PUT while nothing else has written since. */
  readonly ical: string;
}

export interface SeriesQuery extends Omit<SeriesFilter, 'hideSecret' | 'hidePrivate' | 'words' | 'excludedWords'> {
  /** Free text: words are ANDed, "a phrase", -excluded; case-insensitive (gdata-protocol.md §4.3). */
  text?: string;
  /** IANA zone in which all-day and floating events meet the window; default: the calendar's. */
  zone?: string;
  /** Instances that an override cancels count as well: their components are there (RFC 4791 §9.9). */
  includeCancelled?: boolean;
}

export interface InstanceQuery {
  from?: number;
  to?: number;
  zone?: string;
  kinds?: SeriesKind[];
  uid?: string;
  text?: string;
  updatedMin?: number;
  /** Also instances that were cancelled or excluded, and deleted series. */
  includeCancelled?: boolean;
  /** Just this series. */
  seriesKey?: string;
  /** Continue after this instance, in (start, key) order. */
  after?: InstancePosition;
  limit?: number;
}

/** Where a page ends: an instance's `startUtc` and `key`. */
export interface InstancePosition {
  start: number;
  key: string;
}

export interface StoredInstance {
  readonly stored: StoredSeries;
  /** The occurrence's, epoch milliseconds. */
  readonly startUtc: number;
  readonly occurrence: Occurrence;
  /** `<series id>_<stamp>` for a recurring series, the series id otherwise. */
  readonly id: string;
  /** Tells instances with one start apart, and orders them: the series' key with the stamp. */
  readonly key: string;
  /** The occurrence's content: master with its patch, start and end put in. */
  readonly data: EventData;
}

export interface InstancePage {
  items: StoredInstance[];
  /** More follow: pass as `after`. */
  next?: InstancePosition;
  /** The step or instance budget ended the expansion before the window did. */
  isTruncated: boolean;
}

export interface ChangePage {
  /** Oldest change first; a deleted series has `head.isDeleted`. */
  items: StoredSeries[];
  /** Everything up to this change number is in this page or was before it. */
  upTo: number;
  hasMore: boolean;
}

export interface WriteResult {
  stored: StoredSeries;
  outcome: 'created' | 'updated' | 'unchanged';
}

export interface SeriesWriteItem {
  ref: SeriesRef | null;
  change: (current: EventSeries | null, ical: string | null) => SeriesDraft | Promise<SeriesDraft>;
  options: WriteOptions;
}

export interface TransferResult {
  stored: StoredSeries;
  /** `replaced`: something else had that name and is gone. */
  outcome: 'created' | 'replaced';
}

/** Both parts of a series that was split. */
export interface SplitResult {
  before: WriteResult;
  after: WriteResult;
}

export interface EventService {
  /** NotFound unless the viewer may see it. Deleted series are found by id or key with `includeDeleted`. */
  find(open: OpenCalendar, ref: SeriesRef, options?: { includeDeleted?: boolean }): Promise<StoredSeries>;
  /** On the first calendar of the viewer's own list that shows it to them. NotFound; Unauthenticated without a user. */
  findListed(viewer: Viewer, ref: SeriesRef): Promise<{ open: OpenCalendar; stored: StoredSeries }>;
  /** Those of the named resources that exist, by name. */
  findByName(open: OpenCalendar, names: string[]): Promise<Map<string, StoredSeries>>;
  /** Series with at least one occurrence in the window; exact, not by index bounds only. */
  query(open: OpenCalendar, query: SeriesQuery): Promise<StoredSeries[]>;
  /** Heads only, for listings that name resources and ETags. */
  heads(open: OpenCalendar, query: SeriesQuery): Promise<SeriesHead[]>;
  /** When any event changed last, deletions included, or the calendar itself; epoch milliseconds. */
  lastChange(open: OpenCalendar): Promise<number>;
  /** The series of these heads as they are now, in their order; those that are gone are left out. */
  ofHeads(open: OpenCalendar, heads: SeriesHead[]): Promise<StoredSeries[]>;
  instances(open: OpenCalendar, query: InstanceQuery): Promise<InstancePage>;
  /**
   * All instances of the calendar in the window by (start, id), series merged, read as they are asked for. The next one
   * after an instant is the first of `{ from: instant }` that does not begin before it.
   */
  stream(open: OpenCalendar, query: Omit<InstanceQuery, 'limit' | 'seriesKey'>): AsyncIterable<StoredInstance>;
  /** The instance with this original start, or NotFound. */
  instance(open: OpenCalendar, stored: StoredSeries, recurrenceId: TimePoint): Promise<StoredInstance>;
  /** TokenExpired when `since` is ahead of the calendar or before what it still remembers. */
  changes(open: OpenCalendar, since: number, limit?: number): Promise<ChangePage>;
  /**
   * Creates or changes one series. `change` gets the current record and its stored iCalendar text (null when there is
   * none at `ref`; `ref` null = always create) and returns the new content; it may run more than once. Nothing is
   * written when nothing changes.
   */
  write(
    open: OpenCalendar,
    ref: SeriesRef | null,
    change: (current: EventSeries | null, ical: string | null) => SeriesDraft | Promise<SeriesDraft>,
    options: WriteOptions,
  ): Promise<WriteResult>;
  /**
   * "This and following": the series ends before its first instance at or after `at`, and goes on from there as a new
   * series (`options.id`, `options.resourceName`, `options.change`), linked by `next` and `first` relations; in one transaction. InvalidInput
   * `invalid-split` when nothing lies on one side, or the rules cannot go on from that instance.
   */
  split(open: OpenCalendar, ref: SeriesRef, at: TimePoint, options: SplitWriteOptions): Promise<SplitResult>;
  /** The inverse: `next`, linked as the continuation of `ref`, becomes part of it again and is deleted. */
  join(open: OpenCalendar, ref: SeriesRef, next: SeriesRef, options: WriteOptions): Promise<WriteResult>;
  /** `write` for several series in one transaction: all of them, or none and the first error. For imports. */
  writeMany(open: OpenCalendar, items: SeriesWriteItem[]): Promise<WriteResult[]>;
  /**
   * Copies or moves one series, with its made-up properties, in one transaction. Both keep the UID and the text; a move
   * keeps the id as well. Conflict `uid-conflict` when the destination has that UID under another name, or another UID under that name; Forbidden when
   * source and destination are the same resource, or the viewer does not see the series whole.
   */
  transfer(from: OpenCalendar, ref: SeriesRef, to: OpenCalendar, options: TransferOptions): Promise<TransferResult>;
  /**
   * Deletes one series. For an organizer's event the guests' copies go with it; deleting a guest's copy declines. `origin`
   * counts as in `write` where `notify` is absent.
   */
  remove(
    open: OpenCalendar,
    ref: SeriesRef,
    check?: (current: EventSeries) => void,
    options?: RemovalOptions,
  ): Promise<void>;
}

export interface DirectoryService {
  /** The viewer for a user that signed in; `calendars`: ids of the only ones that are open to it. */
  viewer(user: Principal, scopes: Iterable<string>, calendars?: Iterable<string>): Promise<Viewer>;
  byEmail(email: string): Promise<Principal | null>;
  /** The viewer's own. Unauthenticated when nobody is signed in; may be TokenExpired. */
  settings(viewer: Viewer, since?: number): Promise<SettingsState>;
}
