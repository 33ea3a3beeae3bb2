import {
  DayferryError,
  forbidden,
  invalidInput,
  type JCalComponent,
  type JCalProperty,
  type Limits,
} from '@dayferry/core';
import { parseJCal } from '@dayferry/icalendar';
import { parseIcalUtc } from './date-time.js';

/** RFC 6638 §5: whose busy times an organizer wants to know. */
export interface FreeBusyRequest {
  /** Epoch milliseconds, half-open. */
  from: number;
  to: number;
  uid: string;
  organizer: JCalProperty;
  attendees: JCalProperty[];
}

/** Whom one request may ask about: each costs a few queries. */
const mostAttendees = 200;

/** RFC 5546 §3.3.2; InvalidInput `valid-scheduling-message` for what is no such request. */
export function parseFreeBusyRequest(text: string, limits: Limits): FreeBusyRequest {
  const properties = freeBusyIn(parsed(text, limits))[1];
  const [organizer, ...others] = properties.filter(([name]) => name === 'organizer');
  const attendees = withoutRepeats(properties.filter(([name]) => name === 'attendee'));
  const uid = properties.find(([name]) => name === 'uid')?.[3];
  if (!organizer || others.length > 0 || attendees.length === 0 || typeof uid !== 'string' || uid === '')
    throw unusable('It needs a UID, one ORGANIZER and at least one ATTENDEE.');
  if (attendees.length > mostAttendees) throw unusable(`It asks about at most ${mostAttendees} people.`);
  const from = instant(properties, 'dtstart');
  const to = instant(properties, 'dtend');
  if (from >= to) throw unusable('DTEND is after DTSTART.');
  return { from, to, uid, organizer, attendees };
}

function parsed(text: string, limits: Limits): JCalComponent[] {
  try {
    return parseJCal(text, limits);
  } catch (error) {
    throw error instanceof DayferryError ? forbidden(error.message, { code: 'valid-calendar-data' }) : error;
  }
}

/** Each person is answered once. */
function withoutRepeats(attendees: JCalProperty[]): JCalProperty[] {
  return [...new Map(attendees.map((attendee) => [JSON.stringify(attendee[3]).toLowerCase(), attendee])).values()];
}

function freeBusyIn(roots: JCalComponent[]): JCalComponent {
  const [calendar, ...rest] = roots;
  const method = calendar?.[1].find(([name]) => name === 'method')?.[3];
  const components = calendar?.[2].filter(([name]) => name !== 'vtimezone') ?? [];
  const [component, ...more] = components;
  const isRequest = rest.length === 0 && typeof method === 'string' && method.toUpperCase() === 'REQUEST';
  if (!isRequest || more.length > 0 || component?.[0] !== 'vfreebusy')
    throw unusable('The outbox takes one VFREEBUSY with METHOD:REQUEST.');
  return component;
}

/** RFC 5545 §3.6.4: in UTC. */
function instant(properties: JCalProperty[], wanted: string): number {
  const value = properties.find(([name]) => name === wanted)?.[3];
  const text = typeof value === 'string' ? value.replaceAll(/[-:]/g, '') : '';
  return parseIcalUtc(text, 'valid-scheduling-message');
}

function unusable(message: string): DayferryError {
  return invalidInput('body', message, { code: 'valid-scheduling-message' });
}
