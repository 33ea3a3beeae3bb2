import type { Attendee, Extras, JCalProperty, Organizer } from '@dayferry/core';
import type { Parameters } from '../text/content-line.js';
import { attendeeShape, extrasShape, type Shape } from './carried-shapes.table.js';
import { readResidue, residueParameter, type ParseOptions } from './options.js';
import { own } from './own.js';
import { textOf } from '../text/text-of.js';

/** False = the value is not understood and kept as it is. */
type Read<T> = (target: T, value: string | string[]) => unknown;

const one = (value: string | string[]): string => (Array.isArray(value) ? value.join(',') : value);
const many = (value: string | string[]): string[] => [value].flat();

const roles: Record<string, string> = {
  CHAIR: 'chair',
  'REQ-PARTICIPANT': 'required',
  'OPT-PARTICIPANT': 'optional',
  'NON-PARTICIPANT': 'informational',
  // draft-ietf-calext-icalendar-jscalendar-extensions §5.
  OWNER: 'owner',
};

/** Parameters that the model has a name for (RFC 5545 §3.2, RFC 6638 §7, RFC 7986 §6.2). */
const attendeeParameters: Record<string, Read<Attendee>> = {
  cn: (a, v) => (a.name = one(v)),
  email: (a, v) => (a.email = one(v)),
  role: (a, v) => (a.role = roles[one(v).toUpperCase()] ?? one(v)),
  partstat: (a, v) => (a.status = one(v).toLowerCase()),
  cutype: (a, v) => (a.kind = one(v).toLowerCase()),
  rsvp: (a, v) => /^(?:true|false)$/i.test(one(v)) && ((a.rsvp = /^true$/i.test(one(v))), true),
  'x-num-guests': (a, v) => /^\d{1,6}$/.test(one(v)) && ((a.additionalGuests = Number(one(v))), true),
  'x-response-comment': (a, v) => (a.comment = one(v)),
  'delegated-to': (a, v) => (a.delegatedTo = many(v)),
  'delegated-from': (a, v) => (a.delegatedFrom = many(v)),
  member: (a, v) => (a.memberOf = many(v)),
  'sent-by': (a, v) => (a.sentBy = one(v)),
  language: (a, v) => (a.language = one(v)),
  dir: (a, v) => (a.directory = one(v)),
  'schedule-agent': (a, v) => (a.scheduleAgent = one(v).toLowerCase()),
  'schedule-status': (a, v) => (a.scheduleStatus = one(v).split(',')),
};

const organizerParameters: Record<string, Read<Organizer>> = {
  cn: (o, v) => (o.name = one(v)),
  email: (o, v) => (o.email = one(v)),
  'sent-by': (o, v) => (o.sentBy = one(v)),
  language: (o, v) => (o.language = one(v)),
  dir: (o, v) => (o.directory = one(v)),
};

export function toAttendee([, parameters, , value]: JCalProperty, options: ParseOptions): Attendee {
  const attendee: Attendee = { address: textOf(value) };
  takeParameters(attendee, parameters, { readers: attendeeParameters, shape: attendeeShape, options });
  return attendee;
}

export function toOrganizer([, parameters, , value]: JCalProperty, options: ParseOptions): Organizer {
  const organizer: Organizer = { address: textOf(value) };
  takeParameters(organizer, parameters, { readers: organizerParameters, shape: extrasShape, options });
  return organizer;
}

function takeParameters<T extends { extras?: Extras }>(
  target: T,
  parameters: Parameters,
  { readers, shape, options }: { readers: Record<string, Read<T>>; shape: Shape; options: ParseOptions },
): void {
  const rest: Parameters = {};
  for (const [name, value] of Object.entries(parameters)) {
    // SCHEDULE-FORCE-SEND is a request, never stored (RFC 6638 §7.2).
    if (name === 'schedule-force-send') continue;
    const read = own(readers, name);
    if (read && read(target, value) !== false) continue;
    if (name !== residueParameter) rest[name] = value;
    else if (!readResidue(target, value, { shape, options })) rest[name] = value;
  }
  if (Object.keys(rest).length > 0) target.extras = { ...target.extras, ical: rest };
}
