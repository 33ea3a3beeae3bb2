import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, restClient, simple, type Body } from './rest-client.js';

const type = 'application/jscalendar+json;version=2.0';
const strict = { headers: { 'content-type': type, accept: type } };

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

const event = { ...simple, version: '2.0', uid: 'rules-2', updated: '2026-01-01T00:00:00Z' };
const task = { '@type': 'Task', version: '2.0', uid: 'rules-2', updated: '2026-01-01T00:00:00Z' };
const organizer = { organizerCalendarAddress: 'mailto:boss@example.org' };
const guest = { calendarAddress: 'mailto:a@example.org' };
const person = (more: Body): Body => ({ ...organizer, participants: { a: { ...guest, ...more } } });

/** draft-ietf-calext-jscalendarbis, rule by rule: the section, what is wrong, and where the answer has to point. */
const broken: [section: string, name: string, body: Body, path: string][] = [
  [
    '1.4.4',
    'an object of another type',
    { ...event, alerts: { a: { '@type': 'Link', trigger: {} } } },
    'alerts/a/@type',
  ],
  ['1.5.1', 'an Id with a space', { ...event, alerts: { 'a b': { trigger: { offset: 'PT0S' } } } }, 'alerts/a b'],
  ['1.5.4', 'a fraction of a second', { ...event, updated: '2026-01-01T00:00:00.5Z' }, 'updated'],
  ['1.5.6', 'a fraction in a Duration', { ...event, duration: 'PT1.5S' }, 'duration'],
  [
    '1.5.11',
    'a purpose that is no set',
    { ...event, links: { a: { href: 'x:', display: 'badge' } } },
    'links/a/display',
  ],
  ['1.7.1', 'a name in another case', { ...event, Title: 'x' }, 'Title'],
  ['3.1.2', 'no version', { ...event, version: undefined }, 'version'],
  ['3.2.5', 'a place that says nothing', { ...event, locations: { a: { '@type': 'Location' } } }, 'locations/a'],
  ['3.2.6', 'a main location that is not there', { ...event, mainLocationId: 'a' }, 'mainLocationId'],
  [
    '3.2.6',
    'a main location without a name',
    { ...event, mainLocationId: 'a', locations: { a: { coordinates: 'geo:1,2' } } },
    'mainLocationId',
  ],
  ['3.2.12', 'a color of three digits', { ...event, color: '#abc' }, 'color'],
  ['3.3.3', 'a rule without frequency', { ...event, recurrenceRule: {} }, 'recurrenceRule/frequency'],
  ['3.3.3', 'a list of rules', { ...event, recurrenceRule: [{ frequency: 'daily' }] }, 'recurrenceRule'],
  ['3.4.5', 'an address without an organizer', { ...event, participants: { a: guest } }, 'organizerCalendarAddress'],
  [
    '3.4.5',
    'a role without an address',
    { ...event, participants: { a: { roles: { chair: true } } } },
    'participants/a/roles',
  ],
  ['3.4.5', 'no role at all', { ...event, ...person({ roles: {} }) }, 'participants/a/roles'],
  ['3.4.5', 'progress in an event', { ...event, ...person({ progress: 'failed' }) }, 'participants/a/progress'],
  [
    '3.4.5',
    'progress of one who declined',
    { ...task, ...person({ progress: 'failed', participationStatus: 'declined' }) },
    'participants/a/progress',
  ],
  [
    '3.4.5',
    'a type of no description',
    { ...event, ...person({ descriptionContentType: 'text/html' }) },
    'participants/a/descriptionContentType',
  ],
  [
    '3.5.1',
    'a time without the type of its trigger',
    { ...event, alerts: { a: { trigger: { when: '2026-01-01T00:00:00Z' } } } },
    'alerts/a/trigger/offset',
  ],
  ['4.1.3', 'a zone of the end alone', { ...event, timeZone: null, endTimeZone: 'Asia/Tokyo' }, 'endTimeZone'],
  ['4.1.3', 'an unknown zone of the end', { ...event, endTimeZone: 'Mars/Base' }, 'endTimeZone'],
  ['4.2', 'a zone of no time', { ...task, timeZone: 'Europe/Berlin' }, 'timeZone'],
  ['4.2', 'a day of no time', { ...task, showWithoutTime: true }, 'showWithoutTime'],
  [
    '4.2.2',
    'a rule from a due time',
    { ...task, due: '2026-01-01T00:00:00', recurrenceRule: { frequency: 'daily' } },
    'start',
  ],
  ...[
    'recurrenceRules',
    'excludedRecurrenceRules',
    'timeZones',
    'replyTo',
    'requestStatus',
    'sentBy',
    'localizations',
    'useDefaultAlerts',
  ].map((name): [string, string, Body, string] => ['A.2', `the former member ${name}`, { ...event, [name]: {} }, name]),
  ...['sendTo', 'locationId', 'language', 'scheduleAgent', 'scheduleStatus', 'invitedBy', 'participationComment'].map(
    (name): [string, string, Body, string] => [
      'A.2',
      `a participant's former ${name}`,
      { ...event, ...person({ [name]: 'x' }) },
      `participants/a/${name}`,
    ],
  ),
  [
    'A.2.1',
    'a place with a time zone',
    { ...event, locations: { a: { timeZone: 'Asia/Tokyo' } } },
    'locations/a/timeZone',
  ],
  ['A.2.1', 'a link with a cid', { ...event, links: { a: { href: 'x:', cid: 'c' } } }, 'links/a/cid'],
];

describe('what JSCalendar 2.0 does not allow is refused, with the pointer', () => {
  it.each(broken)('§%s %s', async (_section, _name, body, path) => {
    const answer = await send('POST', collection, body, strict);
    expect([answer.status, answer.json().path], answer.text).toEqual([422, path]);
  });

  it('and nothing of it is stored', async () => {
    expect((await send('GET', `${collection}rules-2`)).status).toBe(404);
  });
});
