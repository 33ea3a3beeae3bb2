export { nobody, signedIn, type Viewer } from './access/viewer.js';
export { seesPrivateParts } from './access/redaction.js';
export { atLeast, requireRole } from './access/roles.js';
export { mayWrite, requireWriteScope, type Area } from './access/scopes.js';
export {
  conflict,
  DayferryError,
  forbidden,
  invalidInput,
  notFound,
  preconditionFailed,
  tooLarge,
  unauthenticated,
  unavailable,
  type ErrorDetail,
  type ErrorKind,
} from './errors.js';
export { randomIds } from './ids.js';
export { defaultLimits, type Limits } from './limits.js';
export { mergeData } from './merge/data.js';
export { plainTextOf } from './merge/plain-text.js';
export { isPlainObject, isSame } from './merge/equality.js';
export { mainLocation } from './merge/identity.table.js';
export { withExclusion, withOverride } from './merge/overrides.js';
export { applyPatch, diffData } from './merge/patch.js';
export { emptyRecurrence, mergeSeries } from './merge/series.js';
export type {
  AclRule,
  Calendar,
  CalendarKind,
  CalendarListEntry,
  ComponentName,
  DefaultReminder,
  Role,
  ScopeType,
  SyncState,
} from './model/calendar.js';
export type {
  Credential,
  CredentialKind,
  LegacyDoor,
  Organisation,
  Principal,
  PrincipalKind,
  ProtocolName,
} from './model/directory.js';
export type {
  Alarm,
  AlarmAction,
  AlarmTrigger,
  Color,
  Description,
  EventData,
  EventLocation,
  EventPatch,
  Link,
  Person,
  Relation,
  VirtualLocation,
} from './model/event-data.js';
export type { Attendee, AttendeeKind, AttendeeRole, Organizer, ParticipationStatus } from './model/people.js';
export type {
  Availability,
  EventSeries,
  Override,
  Recurrence,
  RecurrenceDate,
  SeriesDraft,
  SeriesKind,
  Trace,
} from './model/series.js';
export type { Delegation, ShareInvitation, ShareNotice, ShareNoticeContent, SharedRole } from './model/sharing.js';
export type { Extras, JCalComponent, JCalProperty, Json, Shadow } from './model/shadow.js';
export { isDate, isFloating, UTC, type TimePoint } from './model/time-point.js';
export type { Clock, ICalendarRenderer, IdSource } from './ports/environment.port.js';
export type {
  BusyFound,
  BusyInstance,
  Cover,
  IndexWindow,
  InstanceFound,
  InstanceReader,
  InstanceSearch,
  InstancesFound,
  InstanceRow,
  InstanceWriter,
  SeriesFound,
  Uncovered,
  SeriesVersion,
} from './ports/instances.port.js';
export type { InboxMessage, InboxReader, InboxWriter, MessageMethod } from './ports/inbox.port.js';
export type { SeriesFilter } from './ports/series-filter.port.js';
export type {
  DueChannel,
  OutboxMessage,
  OutboxReader,
  OutboxWriter,
  PushChannel,
  WatchedResource,
} from './ports/outbox.port.js';
export type {
  CollectionState,
  PrivacyLevel,
  ResourceProperty,
  SeriesHead,
  SeriesRef,
  SeriesRow,
  SeriesWrite,
  SmallCollection,
  Store,
  StoreReader,
  StoreWriter,
} from './ports/store.port.js';
export type { ExpandOptions, Expansion, Occurrence, Window } from './recurrence/api.js';
export {
  CORE,
  type CalendarListState,
  type CalendarService,
  type ChangePage,
  type Core,
  type DirectoryService,
  type EventService,
  type InstancePage,
  type InstancePosition,
  type InstanceQuery,
  type OpenCalendar,
  type SeriesQuery,
  type SeriesWriteItem,
  type StoredInstance,
  type SplitResult,
  type StoredSeries,
  type TransferResult,
  type WriteResult,
} from './services/api.js';
export type { AboutPerson, FreeBusyService } from './services/free-busy-api.js';
export type { InboxChanges, InboxService } from './services/inbox-api.js';
export {
  mergeBusy,
  withoutTypes,
  type Busy,
  type BusyInterval,
  type BusyType,
  type BusyWindow,
  type CalendarBusy,
} from './recurrence/busy-time.js';
export type { InvitationAnswer, ShareChange, Sharee, SharingService } from './services/sharing-api.js';
export type { UpkeepService } from './services/upkeep-service.js';
export type { AclChanges, NewAclRule, SettingsState } from './services/small-collections.js';
export type {
  CalendarChanges,
  CalendarPatch,
  EntryChanges,
  NewCalendar,
  PropertyChange,
  PropertySelection,
  TransferOptions,
} from './services/changes.js';
export type { CoreDependencies } from './services/context.js';
export { insertCalendar, newEntry } from './services/calendar-writes.js';
export type { Notice, RemovalOptions, WriteOptions } from './services/write-options.js';
export { createCore } from './services/create-core.js';
export { etagOf, etagOfInstance, inheritedSeq, scheduleTagOf } from './services/etag.js';
export {
  addCalendar,
  changeOrganisation,
  createPrincipal,
  removePrincipal,
  renamePrincipal,
  setMembers,
  type NewPrincipal,
} from './services/provision.js';
export { setAclByCommand } from './services/acl.js';
export type { PeopleService } from './services/people.js';
export type { PropertyService } from './services/property-api.js';
export { giveWay } from './services/give-way.js';
export { AnswerCache } from './services/answer-cache.js';
export type { RenderCache } from './services/render-cache.js';
export { quickAdd } from './quick-add/quick-add.js';
export { isPrivateAddress } from './push/address-rules.js';
export type { ChannelWish, PushService } from './push/api.js';
export { deliveryTopic, type Delivery, type SchedulingService } from './scheduling/api.js';
export { hidesInvitations, isUnanswered } from './scheduling/invitation.js';
export { mailTopic, type MailMessage } from './scheduling/message.js';
export { expand } from './recurrence/expand.js';
export { unavailableIn } from './recurrence/availability.js';
export { bounds, OPEN_END, OPEN_START } from './recurrence/bounds.js';
export { firstOccurrence, lastOccurrence, nextOccurrence, type LastSought, type Sought } from './recurrence/next.js';
export { occurrenceOf } from './recurrence/occurrence.js';
export { joinSeries } from './recurrence/join.js';
export { splitSeries, type SplitOptions, type SplitParts } from './recurrence/split.js';
export { contentAt, resolve, timesAt } from './recurrence/resolve.js';
export { parseRule, type Rule } from './recurrence/rule.js';
export { isRecurring } from './recurrence/series.js';
export {
  alarmOverlaps,
  alarmTriggers,
  overlapsRange,
  type TimeSetting,
  type Trigger,
} from './recurrence/time-range.js';
export { instanceStamp, parseStamp, sameRecurrenceId } from './recurrence/stamp.js';
export { httpDate } from './time/http-date.js';
export { addDays, civilMillis, civilText } from './time/civil.js';
export { fromUtc, inZone, localInZone, offsetMinutesAt, toUtc } from './time/convert.js';
export {
  addDuration,
  durationBetween,
  durationMinutes,
  endOf,
  formatDuration,
  parseDuration,
} from './time/duration.js';
export { formatOffset, formatUtcMillis, formatUtcSeconds, parseUtc } from './time/instants.js';
export { assertLocal, assertTimePoint } from './time/time-point.js';
export { sameRules, vtimezoneFor } from './time/vtimezone.js';
export { canonicalZone, isKnownZone } from './time/zones.js';
export { readJson, readJsonObject, type JsonObject } from './json/read-json.js';
export { auditEntry, auditOthers, commandLine } from './services/audit.js';
export type {
  AuditAction,
  AuditEntry,
  AuditQuery,
  BrowserSession,
  FailureCount,
  SignInReader,
  SignInWriter,
} from './ports/sign-in.port.js';
export type { OauthEnding, OauthReader, OauthRecord, OauthSelection, OauthWriter } from './ports/oauth.port.js';
