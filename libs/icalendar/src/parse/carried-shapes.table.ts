/** What a member may be: a JSON type, a list of texts, an object of texts, any object, or an object with these members. */
export type Kind = 'string' | 'number' | 'boolean' | 'strings' | 'texts' | 'object' | Shape;
export interface Shape {
  readonly [member: string]: Kind;
}

/** Members of nested things that iCalendar has no place for, as our own JSON carriers hold them. */
export const extrasShape: Shape = { extras: { js: 'object' } };

export const attendeeShape: Shape = {
  ...extrasShape,
  key: 'string',
  scheduleSequence: 'number',
  scheduleUpdated: 'number',
  participantType: 'string',
  isContact: 'boolean',
  locationKey: 'string',
};

/** A participant without an address is carried whole. */
export const participantShape: Shape = {
  ...attendeeShape,
  name: 'string',
  email: 'string',
  role: 'string',
  status: 'string',
  kind: 'string',
  rsvp: 'boolean',
  additionalGuests: 'number',
  comment: 'string',
  delegatedTo: 'strings',
  delegatedFrom: 'strings',
  memberOf: 'strings',
  sentBy: 'string',
  language: 'string',
  directory: 'string',
  scheduleAgent: 'string',
  scheduleStatus: 'strings',
  extras: { ical: 'object', js: 'object' },
};

export const locationShape: Shape = {
  ...extrasShape,
  key: 'string',
  name: 'string',
  description: 'string',
  types: 'strings',
  relativeTo: 'string',
  timeZone: 'string',
  coordinates: 'string',
  altrep: 'string',
  links: 'object',
  rel: 'string',
  label: 'string',
};

export const virtualLocationShape: Shape = {
  ...extrasShape,
  key: 'string',
  description: 'string',
  entryPoint: 'texts',
};

export const linkShape: Shape = { ...extrasShape, key: 'string', cid: 'string', fileId: 'string', iconLink: 'string' };

/** Beside a VALARM: what it cannot say. */
export const alarmShape: Shape = { ...extrasShape, action: 'string' };

/** An alarm with a trigger that VALARM does not know is carried whole. */
export const wholeAlarmShape: Shape = {
  ...alarmShape,
  key: 'string',
  trigger: { unknown: 'object' },
  repeat: 'number',
  interval: 'string',
  description: 'string',
  summary: 'string',
  acknowledged: 'string',
};
