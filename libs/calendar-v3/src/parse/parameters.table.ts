/**
 * How a query parameter is read. `count` is an integer from 1 on, cut at its maximum instead of refused; of a `second`
 * the reference ignores the milliseconds, of a `moment` not.
 */
export type ParameterRule =
  | { kind: 'boolean' | 'text' | 'texts' | 'second' | 'moment' | 'zone' }
  | { kind: 'integer'; minimum: number; maximum: number }
  | { kind: 'count' }
  | { kind: 'choice' | 'choices'; values: readonly string[] };

export const eventTypes = ['birthday', 'default', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'] as const;

/** Calendar API v3, discovery document revision 20260225: the query parameters of the methods served here. */
export const parameterRules = {
  alwaysIncludeEmail: { kind: 'boolean' },
  colorRgbFormat: { kind: 'boolean' },
  conferenceDataVersion: { kind: 'integer', minimum: 0, maximum: 1 },
  destination: { kind: 'text' },
  eventTypes: { kind: 'choices', values: eventTypes },
  iCalUID: { kind: 'text' },
  maxAttendees: { kind: 'integer', minimum: 1, maximum: 2_147_483_647 },
  maxResults: { kind: 'count' },
  minAccessRole: { kind: 'choice', values: ['freeBusyReader', 'owner', 'reader', 'writer'] },
  orderBy: { kind: 'choice', values: ['startTime', 'updated'] },
  originalStart: { kind: 'text' },
  pageToken: { kind: 'text' },
  privateExtendedProperty: { kind: 'texts' },
  q: { kind: 'text' },
  sendNotifications: { kind: 'boolean' },
  sendUpdates: { kind: 'choice', values: ['all', 'externalOnly', 'none'] },
  sharedExtendedProperty: { kind: 'texts' },
  showDeleted: { kind: 'boolean' },
  showHidden: { kind: 'boolean' },
  showHiddenInvitations: { kind: 'boolean' },
  singleEvents: { kind: 'boolean' },
  supportsAttachments: { kind: 'boolean' },
  syncToken: { kind: 'text' },
  text: { kind: 'text' },
  timeMax: { kind: 'second' },
  timeMin: { kind: 'second' },
  timeZone: { kind: 'zone' },
  updatedMin: { kind: 'moment' },
} as const satisfies Record<string, ParameterRule>;

export type ParameterName = keyof typeof parameterRules;
