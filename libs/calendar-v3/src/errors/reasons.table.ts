import type { ErrorKind } from '@dayferry/core';

export interface Reason {
  status: number;
  domain: 'global' | 'calendar' | 'usageLimits';
  kind: ErrorKind;
  message: string;
  locationType?: 'parameter' | 'header';
  location?: string;
}

const bad = { status: 400, domain: 'global', kind: 'invalid-input' } as const;
const badEvent = { status: 400, domain: 'calendar', kind: 'invalid-input' } as const;
const forbidden = { status: 403, domain: 'global', kind: 'forbidden' } as const;

/** The reasons of Calendar API v3 errors, with the reference's texts where it has one. */
export const reasons = {
  badRequest: { ...bad, message: 'Bad Request' },
  invalid: { ...bad, message: 'Invalid Value' },
  invalidParameter: { ...bad, message: 'Invalid Value', locationType: 'parameter' },
  parseError: { ...bad, message: 'Parse Error' },
  required: { ...bad, message: 'Required' },
  channelIdNotUnique: { ...bad, message: 'Channel id not unique' },
  'push.webhookUrlNotHttps': { ...bad, message: 'WebHook callback must be HTTPS' },
  'push.webhookUrlNoHostOrAddress': { ...bad, message: 'WebHook callback has no host' },
  'push.webhookUrlUnauthorized': { ...bad, message: 'Unauthorized WebHook callback channel' },
  'push.channelTypeNotSupported': { ...bad, message: 'Channel type not supported' },
  cannotUseDefaultRemindersAndSpecifyOverride: {
    ...badEvent,
    message: 'Cannot specify both default reminders and overrides at the same time.',
  },
  eventTypeRestriction: { ...badEvent, message: 'The event type does not allow this operation.' },
  invalidEventType: { ...badEvent, message: 'Event type cannot be changed.' },
  malformedFocusTimeEvent: { ...badEvent, message: 'A focus time event is malformed.' },
  malformedOutOfOfficeEvent: { ...badEvent, message: 'An out of office event is malformed.' },
  malformedWorkingLocationEvent: { ...badEvent, message: 'A working location event is malformed.' },
  syncTokenWithRequestRestrictions: {
    ...badEvent,
    message: 'Sync token cannot be used with other request restrictions.',
  },
  illegalAccessRoleForDefault: { ...badEvent, message: 'Everybody may at most read a calendar.' },
  cannotChangeOrganizer: { ...badEvent, message: 'Cannot change the organizer of an event that others organize.' },
  cannotChangeOrganizerOfInstance: { ...badEvent, message: 'Cannot change the organizer of an instance.' },
  participantIsNeitherOrganizerNorAttendee: {
    ...bad,
    message: 'The owner of the calendar must either be the organizer or an attendee of an event that is imported.',
  },
  timeRangeTooLong: {
    ...badEvent,
    message: 'The requested time range is too long.',
    locationType: 'parameter',
    location: 'timeMax',
  },
  timeRangeEmpty: {
    ...badEvent,
    message: 'The specified time range is empty.',
    locationType: 'parameter',
    location: 'timeMax',
  },

  authError: {
    status: 401,
    domain: 'global',
    kind: 'unauthenticated',
    message: 'Invalid Credentials',
    locationType: 'header',
    location: 'Authorization',
  },
  loginRequired: {
    status: 401,
    domain: 'global',
    kind: 'unauthenticated',
    message: 'Login Required',
    locationType: 'header',
    location: 'Authorization',
  },

  forbidden: { ...forbidden, message: 'Forbidden' },
  insufficientPermissions: { ...forbidden, message: 'Insufficient Permission' },
  requiredAccessLevel: {
    ...forbidden,
    domain: 'calendar',
    message: 'You need to have writer access to this calendar.',
  },
  cannotDeletePrimaryCalendar: {
    ...forbidden,
    domain: 'calendar',
    message: 'The primary calendar of a user cannot be deleted.',
  },
  cannotChangeOwnerAcl: {
    ...forbidden,
    domain: 'calendar',
    message: 'The access level of the calendar owner cannot be changed.',
  },
  cannotChangeOwnAcl: { ...forbidden, domain: 'calendar', message: 'Cannot change your own access level.' },
  cannotChangeOwnPrimarySubscription: {
    ...forbidden,
    domain: 'calendar',
    message: 'The primary calendar of a user stays on the list.',
  },
  forbiddenForNonOrganizer: {
    ...forbidden,
    domain: 'calendar',
    message: 'Shared properties can only be changed by the organizer of the event.',
  },
  quotaExceeded: { ...forbidden, domain: 'usageLimits', message: 'Calendar usage limits exceeded.' },

  notFound: { status: 404, domain: 'global', kind: 'not-found', message: 'Not Found' },
  httpMethodNotAllowed: { status: 405, domain: 'global', kind: 'unsupported', message: 'Method Not Allowed' },
  duplicate: {
    status: 409,
    domain: 'global',
    kind: 'conflict',
    message: 'The requested identifier already exists.',
  },
  conflict: { status: 409, domain: 'global', kind: 'conflict', message: 'Conflict' },
  deleted: { status: 410, domain: 'global', kind: 'gone', message: 'Resource has been deleted' },
  fullSyncRequired: {
    status: 410,
    domain: 'calendar',
    kind: 'token-expired',
    message: 'Sync token is no longer valid, a full sync is required.',
    locationType: 'parameter',
    location: 'syncToken',
  },
  updatedMinTooLongAgo: {
    status: 410,
    domain: 'calendar',
    kind: 'token-expired',
    message: 'The requested minimum modification time lies too far in the past.',
    locationType: 'parameter',
    location: 'updatedMin',
  },
  conditionNotMet: {
    status: 412,
    domain: 'global',
    kind: 'precondition-failed',
    message: 'Precondition Failed',
    locationType: 'header',
    location: 'If-Match',
  },
  uploadTooLarge: { status: 413, domain: 'global', kind: 'too-large', message: 'The request is too large.' },
  rateLimitExceeded: { status: 429, domain: 'usageLimits', kind: 'rate-limited', message: 'Rate Limit Exceeded' },
  backendError: { status: 503, domain: 'global', kind: 'unavailable', message: 'Backend Error' },
} satisfies Record<string, Reason>;

export type ReasonName = keyof typeof reasons;

/** Codes of core's errors that have a v3 reason of their own; all others go by their kind. */
export const coreCodes: Record<string, ReasonName> = {
  'uid-conflict': 'duplicate',
  'id-conflict': 'duplicate',
  'insufficient-role': 'requiredAccessLevel',
  'channel-taken': 'channelIdNotUnique',
  'receiver-not-https': 'push.webhookUrlNotHttps',
  'receiver-no-host': 'push.webhookUrlNoHostOrAddress',
  'receiver-not-allowed': 'push.webhookUrlUnauthorized',
  'too-many-channels': 'quotaExceeded',
  'not-organizer': 'forbiddenForNonOrganizer',
  'insufficient-scope': 'insufficientPermissions',
  primary: 'cannotDeletePrimaryCalendar',
  'last-owner': 'cannotChangeOwnerAcl',
  'own-access': 'cannotChangeOwnAcl',
  'own-primary': 'cannotChangeOwnPrimarySubscription',
  'role-for-default': 'illegalAccessRoleForDefault',
  'time-range-empty': 'timeRangeEmpty',
  'too-many-calendars': 'quotaExceeded',
};
