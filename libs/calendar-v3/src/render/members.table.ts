/**
 * The members of the resources served here, for partial responses: what `fields` may name. `true` is a plain value,
 * `'open'` an object with names of the client's own. (Discovery document, revision 20260225.)
 */
export type Members = true | 'open' | { readonly [name: string]: Members };

const time = { date: true, dateTime: true, timeZone: true } as const;
const person = { id: true, email: true, displayName: true, self: true } as const;
const reminder = { method: true, minutes: true } as const;
const conferenceProperties = { allowedConferenceSolutionTypes: true } as const;
const solutionKey = { type: true } as const;

const attendee = {
  ...person,
  organizer: true,
  resource: true,
  optional: true,
  responseStatus: true,
  comment: true,
  additionalGuests: true,
} as const;

const entryPoint = {
  entryPointType: true,
  uri: true,
  label: true,
  pin: true,
  accessCode: true,
  meetingCode: true,
  passcode: true,
  password: true,
  regionCode: true,
  entryPointFeatures: true,
} as const;

const conferenceData = {
  createRequest: { requestId: true, conferenceSolutionKey: solutionKey, status: { statusCode: true } },
  entryPoints: entryPoint,
  conferenceSolution: { key: solutionKey, name: true, iconUri: true },
  conferenceId: true,
  signature: true,
  notes: true,
  parameters: { addOnParameters: { parameters: 'open' } },
} as const;

const workingLocationProperties = {
  type: true,
  homeOffice: 'open',
  customLocation: { label: true },
  officeLocation: { buildingId: true, floorId: true, floorSectionId: true, deskId: true, label: true },
} as const;

export const eventMembers = {
  kind: true,
  etag: true,
  id: true,
  status: true,
  htmlLink: true,
  created: true,
  updated: true,
  summary: true,
  description: true,
  location: true,
  colorId: true,
  creator: person,
  organizer: person,
  start: time,
  end: time,
  endTimeUnspecified: true,
  recurrence: true,
  recurringEventId: true,
  originalStartTime: time,
  transparency: true,
  visibility: true,
  iCalUID: true,
  sequence: true,
  attendees: attendee,
  attendeesOmitted: true,
  extendedProperties: { private: 'open', shared: 'open' },
  hangoutLink: true,
  conferenceData,
  gadget: {
    type: true,
    title: true,
    link: true,
    iconLink: true,
    width: true,
    height: true,
    display: true,
    preferences: 'open',
  },
  anyoneCanAddSelf: true,
  guestsCanInviteOthers: true,
  guestsCanModify: true,
  guestsCanSeeOtherGuests: true,
  privateCopy: true,
  locked: true,
  reminders: { useDefault: true, overrides: reminder },
  source: { url: true, title: true },
  attachments: { fileUrl: true, title: true, mimeType: true, iconLink: true, fileId: true },
  workingLocationProperties,
  outOfOfficeProperties: { autoDeclineMode: true, declineMessage: true },
  focusTimeProperties: { autoDeclineMode: true, declineMessage: true, chatStatus: true },
  birthdayProperties: { contact: true, type: true, customTypeName: true },
  eventType: true,
} as const;

export const eventsMembers = {
  kind: true,
  etag: true,
  summary: true,
  description: true,
  updated: true,
  timeZone: true,
  accessRole: true,
  defaultReminders: reminder,
  nextPageToken: true,
  nextSyncToken: true,
  items: eventMembers,
} as const;

export const calendarMembers = {
  kind: true,
  etag: true,
  id: true,
  summary: true,
  description: true,
  location: true,
  timeZone: true,
  conferenceProperties,
  autoAcceptInvitations: true,
  dataOwner: true,
} as const;

export const calendarListEntryMembers = {
  ...calendarMembers,
  summaryOverride: true,
  colorId: true,
  backgroundColor: true,
  foregroundColor: true,
  hidden: true,
  selected: true,
  accessRole: true,
  defaultReminders: reminder,
  notificationSettings: { notifications: { type: true, method: true } },
  primary: true,
  deleted: true,
} as const;

export const calendarListMembers = {
  kind: true,
  etag: true,
  nextPageToken: true,
  nextSyncToken: true,
  items: calendarListEntryMembers,
} as const;

export const aclRuleMembers = {
  kind: true,
  etag: true,
  id: true,
  scope: { type: true, value: true },
  role: true,
} as const;

export const aclMembers = {
  kind: true,
  etag: true,
  nextPageToken: true,
  nextSyncToken: true,
  items: aclRuleMembers,
} as const;

export const settingMembers = { kind: true, etag: true, id: true, value: true } as const;

export const settingsMembers = {
  kind: true,
  etag: true,
  nextPageToken: true,
  nextSyncToken: true,
  items: settingMembers,
} as const;

export const colorsMembers = { kind: true, updated: true, calendar: 'open', event: 'open' } as const;

export const freeBusyMembers = { kind: true, timeMin: true, timeMax: true, calendars: 'open', groups: 'open' } as const;
