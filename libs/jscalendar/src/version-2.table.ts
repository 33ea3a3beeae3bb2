/**
 * Members of RFC 8984 that JSCalendar 2.0 has dropped or keeps for itself (draft-ietf-calext-jscalendarbis, A.2.1 and
 * A.2.2). In 2.0 they are refused under their own name, and shown and read under ours: what one version cannot say is
 * not lost by the other. `description` of places is reserved by the draft's appendix but used in its examples: it stays.
 */
export const dropped = {
  object: [
    'recurrenceRules',
    'excludedRecurrenceRules',
    'timeZones',
    'replyTo',
    'requestStatus',
    'sentBy',
    'localizations',
    'useDefaultAlerts',
    'progressUpdated',
  ],
  Link: ['cid'],
  Location: ['relativeTo', 'timeZone'],
  Participant: [
    'sendTo',
    'locationId',
    'language',
    'progressUpdated',
    'scheduleSequence',
    'scheduleUpdated',
    'scheduleAgent',
    'scheduleForceSend',
    'scheduleStatus',
    'invitedBy',
    'participationComment',
  ],
} as const satisfies Record<string, readonly string[]>;

export type DroppedFrom = keyof typeof dropped;

/** Members of Event and Task that only 2.0 has. */
export const added = [
  'version',
  'recurrenceRule',
  'mainLocationId',
  'organizerCalendarAddress',
  'endTimeZone',
] as const;

/** What a Participant may say only together with its calendarAddress (§3.4.5). */
export const needAddress = [
  'kind',
  'roles',
  'participationStatus',
  'expectReply',
  'sentBy',
  'delegatedTo',
  'delegatedFrom',
  'memberOf',
  'progress',
] as const;

/** What ORGANIZER says by itself: a participant with more is an attendee too (draft on conversion, §3.6). */
export const saidByOrganizer = ['@type', 'calendarAddress', 'name', 'email', 'sentBy', 'roles'] as const;

/** Names that a member must not differ from in letter case alone, whatever version has it (§1.7.1). */
export const memberNames = (
  '@type acknowledged action alerts byDay byHour byMinute byMonth byMonthDay bySecond bySetPosition byWeekNo byYearDay ' +
  'calendarAddress categories color contentType coordinates count created day delegatedFrom delegatedTo description ' +
  'descriptionContentType display due duration email endTimeZone entries estimatedDuration excluded ' +
  'excludedRecurrenceRules expectReply features firstDayOfWeek freeBusyStatus frequency href interval invitedBy keywords ' +
  'kind language links locale localizations locationId locationTypes locations mainLocationId memberOf method name ' +
  'nthOfPeriod offset organizerCalendarAddress participants participationComment participationStatus percentComplete ' +
  'priority privacy prodId progress progressUpdated recurrenceId recurrenceIdTimeZone recurrenceOverrides ' +
  'recurrenceRule recurrenceRules rel relatedTo relation relativeTo replyTo requestStatus roles rscale scheduleAgent ' +
  'scheduleForceSend scheduleSequence scheduleStatus scheduleUpdated sendTo sentBy sequence showWithoutTime size skip ' +
  'source start status timeZone timeZones title trigger uid until updated uri useDefaultAlerts version virtualLocations when'
).split(' ');
