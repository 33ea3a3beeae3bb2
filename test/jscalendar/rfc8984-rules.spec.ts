import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { home, restClient, type Body } from './rest-client.js';

const collection = `${home}calendar/`;
const strict = { headers: { 'content-type': 'application/jscalendar+json' } };

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

const event = {
  '@type': 'Event',
  uid: 'rules',
  updated: '2026-01-01T00:00:00Z',
  title: 'Rules',
  start: '2026-03-02T10:00:00',
  timeZone: 'Europe/Berlin',
  duration: 'PT1H',
};
const rule = { '@type': 'RecurrenceRule', frequency: 'daily' };
const person = { '@type': 'Participant', email: 'a@example.org', roles: { attendee: true } };
const alert = { '@type': 'Alert', trigger: { '@type': 'OffsetTrigger', offset: '-PT5M' } };
const zoneRule = { '@type': 'TimeZoneRule', start: '1970-01-01T00:00:00', offsetFrom: '+0000', offsetTo: '+0117' };
const zone = (more: Body): Body => ({
  timeZone: '/own',
  timeZones: { '/own': { '@type': 'TimeZone', tzId: 'own', standard: [zoneRule], ...more } },
});

/** RFC 8984, rule by rule: the section, what is wrong, and where the answer has to point. */
const broken: [section: string, name: string, patch: Body, path: string][] = [
  ['1.4.1', 'an Id with a space', { alerts: { 'a b': alert } }, 'alerts/a b'],
  ['1.4.1', 'an empty Id', { locations: { '': { '@type': 'Location', name: 'x' } } }, 'locations/'],
  [
    '1.4.1',
    'an Id of 256 octets',
    { links: { ['x'.repeat(256)]: { '@type': 'Link', href: 'https://x' } } },
    `links/${'x'.repeat(256)}`,
  ],
  ['1.4.2', 'an Int with a fraction', { priority: 1.5 }, 'priority'],
  ['1.4.3', 'a negative UnsignedInt', { sequence: -1 }, 'sequence'],
  ['1.4.4', 'a UTCDateTime without Z', { created: '2026-01-01T00:00:00' }, 'created'],
  ['1.4.4', 'a UTCDateTime with a fraction that ends in zero', { created: '2026-01-01T00:00:00.10Z' }, 'created'],
  ['1.4.5', 'a LocalDateTime with Z', { start: '2026-03-02T10:00:00Z' }, 'start'],
  ['1.4.5', 'a LocalDateTime that is no date', { start: '2026-02-30T10:00:00' }, 'start'],
  ['1.4.5', 'a date alone', { start: '2026-03-02' }, 'start'],
  ['1.4.6', 'a Duration in months', { duration: 'P1M' }, 'duration'],
  ['1.4.6', 'an empty Duration', { duration: 'P' }, 'duration'],
  ['1.4.6', 'hours and seconds without minutes', { duration: 'PT1H30S' }, 'duration'],
  ['1.4.6', 'a Duration with a sign', { duration: '-PT1H' }, 'duration'],
  ['1.4.8', 'a zone that nobody knows', { timeZone: 'Mars/Base' }, 'timeZone'],
  ['1.4.8', 'a custom zone that is not defined', { timeZone: '/own' }, 'timeZone'],
  ['1.4.11', 'a Link without href', { links: { a: { '@type': 'Link' } } }, 'links/a/href'],
  [
    '1.4.11',
    'display without rel icon',
    { links: { a: { '@type': 'Link', href: 'https://x', display: 'badge' } } },
    'links/a/display',
  ],
  ['1.4.10', 'a set with a value other than true', { keywords: { a: false } }, 'keywords'],
  ['1.4', 'an object without its type', { alerts: { a: { trigger: alert.trigger } } }, 'alerts/a/@type'],
  ['1.4', 'an object of another type', { alerts: { a: { ...alert, '@type': 'Link' } } }, 'alerts/a/@type'],
  ['4.1.2', 'an empty uid', { uid: '' }, 'uid'],
  ['4.1.2', 'a uid that is no text', { uid: 5 }, 'uid'],
  ['4.2.1', 'a title that is no text', { title: 5 }, 'title'],
  [
    '4.2.3',
    'a description of no text type',
    { description: 'x', descriptionContentType: 'image/png' },
    'descriptionContentType',
  ],
  ['4.2.4', 'showWithoutTime that is no Boolean', { showWithoutTime: 'yes' }, 'showWithoutTime'],
  [
    '4.2.5',
    'a Location that says nothing',
    { locations: { a: { '@type': 'Location', relativeTo: 'start' } } },
    'locations/a',
  ],
  [
    '4.2.5',
    'coordinates that are no geo URI',
    { locations: { a: { '@type': 'Location', coordinates: '1,2' } } },
    'locations/a/coordinates',
  ],
  [
    '4.2.6',
    'a VirtualLocation without uri',
    { virtualLocations: { a: { '@type': 'VirtualLocation', name: 'x' } } },
    'virtualLocations/a/uri',
  ],
  [
    '4.3.1',
    'recurrenceId together with rules',
    { recurrenceId: '2026-03-02T10:00:00', recurrenceIdTimeZone: null, recurrenceRules: [rule] },
    'recurrenceId',
  ],
  [
    '4.3.3',
    'a rule without frequency',
    { recurrenceRules: [{ '@type': 'RecurrenceRule' }] },
    'recurrenceRules/0/frequency',
  ],
  [
    '4.3.3',
    'an unknown frequency',
    { recurrenceRules: [{ ...rule, frequency: 'fortnightly' }] },
    'recurrenceRules/0/frequency',
  ],
  ['4.3.3', 'an interval of 0', { recurrenceRules: [{ ...rule, interval: 0 }] }, 'recurrenceRules/0/interval'],
  [
    '4.3.3',
    'count with until',
    { recurrenceRules: [{ ...rule, count: 2, until: '2026-03-09T10:00:00' }] },
    'recurrenceRules/0',
  ],
  [
    '4.3.3',
    'until in UTC',
    { recurrenceRules: [{ ...rule, until: '2026-03-09T10:00:00Z' }] },
    'recurrenceRules/0/until',
  ],
  ['4.3.3', 'an unknown skip', { recurrenceRules: [{ ...rule, skip: 'sideways' }] }, 'recurrenceRules/0'],
  [
    '4.3.3',
    'a weekday that is none',
    { recurrenceRules: [{ ...rule, byDay: [{ '@type': 'NDay', day: 'xx' }] }] },
    'recurrenceRules/0/byDay/0',
  ],
  [
    '4.3.3',
    'nthOfPeriod 0',
    { recurrenceRules: [{ ...rule, byDay: [{ '@type': 'NDay', day: 'mo', nthOfPeriod: 0 }] }] },
    'recurrenceRules/0/byDay/0/nthOfPeriod',
  ],
  ['4.3.3', 'an empty list', { recurrenceRules: [{ ...rule, byMonth: [] }] }, 'recurrenceRules/0/byMonth'],
  ['4.3.3', 'a month day 32', { recurrenceRules: [{ ...rule, byMonthDay: [32] }] }, 'recurrenceRules/0'],
  ['4.3.3', 'a position 0', { recurrenceRules: [{ ...rule, bySetPosition: [0] }] }, 'recurrenceRules/0'],
  [
    '4.3.5',
    'an override of no time',
    { recurrenceRules: [rule], recurrenceOverrides: { tomorrow: {} } },
    'recurrenceOverrides/tomorrow',
  ],
  [
    '4.3.5',
    'excluded with something beside it',
    { recurrenceRules: [rule], recurrenceOverrides: { '2026-03-03T10:00:00': { excluded: true, title: 'x' } } },
    'recurrenceOverrides/2026-03-03T10:00:00',
  ],
  [
    '4.3.5',
    'an override with a value of the wrong type',
    { recurrenceRules: [rule], recurrenceOverrides: { '2026-03-03T10:00:00': { title: 5 } } },
    'recurrenceOverrides/2026-03-03T10:00:00/title',
  ],
  [
    '4.3.5',
    'a pointer to nowhere',
    { recurrenceRules: [rule], recurrenceOverrides: { '2026-03-03T10:00:00': { 'alerts/a/action': 'email' } } },
    'recurrenceOverrides/2026-03-03T10:00:00/alerts/a/action',
  ],
  ['4.4.1', 'a priority of 10', { priority: 10 }, 'priority'],
  [
    '4.4.5',
    'sendTo without replyTo',
    { participants: { a: { ...person, sendTo: { imip: 'mailto:a@example.org' } } } },
    'replyTo',
  ],
  [
    '4.4.6',
    'a participant without roles',
    { participants: { a: { '@type': 'Participant', name: 'x' } } },
    'participants/a/roles',
  ],
  ['4.4.6', 'empty roles', { participants: { a: { ...person, roles: {} } } }, 'participants/a/roles'],
  [
    '4.4.6',
    'expectReply that is no Boolean',
    { participants: { a: { ...person, expectReply: 1 } } },
    'participants/a/expectReply',
  ],
  [
    '4.4.6',
    'delegation to nobody',
    { participants: { a: { ...person, delegatedTo: { b: true } } } },
    'participants/a/delegatedTo',
  ],
  ['4.5.2', 'an alert without trigger', { alerts: { a: { '@type': 'Alert' } } }, 'alerts/a/trigger'],
  [
    '4.5.2',
    'an offset that is none',
    { alerts: { a: { '@type': 'Alert', trigger: { '@type': 'OffsetTrigger', offset: 'soon' } } } },
    'alerts/a/trigger/offset',
  ],
  [
    '4.5.2',
    'a number for an offset',
    { alerts: { a: { '@type': 'Alert', trigger: { '@type': 'OffsetTrigger', offset: 0 } } } },
    'alerts/a/trigger/offset',
  ],
  [
    '4.5.2',
    'relativeTo the middle',
    {
      alerts: { a: { '@type': 'Alert', trigger: { '@type': 'OffsetTrigger', offset: 'PT0S', relativeTo: 'middle' } } },
    },
    'alerts/a/trigger/relativeTo',
  ],
  [
    '4.5.2',
    'an absolute trigger without time',
    { alerts: { a: { '@type': 'Alert', trigger: { '@type': 'AbsoluteTrigger' } } } },
    'alerts/a/trigger/when',
  ],
  [
    '4.6.1',
    'localizations by no language',
    { localizations: { 'not a language!': { title: 'x' } } },
    'localizations/not a language!',
  ],
  [
    '4.7.2',
    'a custom zone without a slash',
    { timeZones: { own: { '@type': 'TimeZone', tzId: 'own', standard: [zoneRule] } } },
    'timeZones/own',
  ],
  ['4.7.2', 'a custom zone without rules', zone({ standard: [] }), 'timeZones/~1own'],
  ['4.7.2', 'a custom zone without tzId', zone({ tzId: undefined }), 'timeZones/~1own/tzId'],
  [
    '4.7.2',
    'an offset of a zone that is none',
    zone({ standard: [{ ...zoneRule, offsetTo: '1 h' }] }),
    'timeZones/~1own/standard/0/offsetTo',
  ],
  ['1.4.4', 'a time offset in lower case', { updated: '2026-01-01T00:00:00z' }, 'updated'],
  ['1.4.6', 'a fraction that ends in zero', { duration: 'PT1.50S' }, 'duration'],
  [
    '1.4.11',
    'a cid that is no content-id',
    { links: { a: { '@type': 'Link', href: 'x:', cid: '<a b>' } } },
    'links/a/cid',
  ],
  [
    '1.4.11',
    'one cid for two links',
    { links: { a: { '@type': 'Link', href: 'x:', cid: 'a@b' }, b: { '@type': 'Link', href: 'x:', cid: 'a@b' } } },
    'links/b/cid',
  ],
  [
    '4.2.3',
    'a charset other than utf-8',
    { description: 'x', descriptionContentType: 'text/plain; charset=latin1' },
    'descriptionContentType',
  ],
  [
    '4.2.5',
    'no links, said as such',
    { locations: { a: { '@type': 'Location', name: 'x', links: {} } } },
    'locations/a/links',
  ],
  ['4.2.10', 'a category that is no URI', { categories: { work: true } }, 'categories/work'],
  ['4.2.11', 'a color that is none', { color: '#12345' }, 'color'],
  ['4.3.2', 'recurrenceId without its zone', { recurrenceId: '2026-03-02T10:00:00' }, 'recurrenceIdTimeZone'],
  ['4.3.2', 'the zone of no recurrenceId', { recurrenceIdTimeZone: 'Europe/Berlin' }, 'recurrenceIdTimeZone'],
  ...[
    ['firstDayOfWeek', 'someday'],
    ['rscale', 'martian!'],
    ['count', 0],
  ].map(([name, value]): [string, string, Body, string] => [
    '4.3.3',
    `${name} of ${value}`,
    { recurrenceRules: [{ ...rule, [name as string]: value }] },
    name === 'firstDayOfWeek' ? 'recurrenceRules/0' : `recurrenceRules/0/${name}`,
  ]),
  ...['byMonthDay', 'byYearDay', 'byWeekNo', 'byHour', 'byMinute', 'bySecond', 'bySetPosition', 'byDay'].map(
    (name): [string, string, Body, string] => [
      '4.3.3',
      `an empty ${name}`,
      { recurrenceRules: [{ ...rule, [name]: [] }] },
      `recurrenceRules/0/${name}`,
    ],
  ),
  ...[
    ['byYearDay', 367],
    ['byWeekNo', 54],
    ['byHour', 24],
    ['byMinute', 60],
    ['bySecond', 61],
    ['byMonthDay', 0],
  ].map(([name, value]): [string, string, Body, string] => [
    '4.3.3',
    `${name} ${value}`,
    { recurrenceRules: [{ ...rule, frequency: 'yearly', [name as string]: [value] }] },
    'recurrenceRules/0',
  ]),
  ['4.4.4', 'no way to answer, said as such', { replyTo: {} }, 'replyTo'],
  ['4.4.4', 'a way with a space in its name', { replyTo: { 'a b': 'x:' } }, 'replyTo/a b'],
  ['4.4.4', 'a mail address that is no mailto', { replyTo: { imip: 'a@example.org' } }, 'replyTo/imip'],
  ['4.4.4', 'a page that is not https', { replyTo: { web: 'http://example.org' } }, 'replyTo/web'],
  ['4.4.5', 'a sender that is no address', { sentBy: 'mailto:a@example.org' }, 'sentBy'],
  ...Object.entries({
    email: 'nobody',
    sentBy: 'a b@example.org',
    sendTo: {},
    delegatedTo: {},
    delegatedFrom: {},
    memberOf: {},
    links: {},
    percentComplete: 101,
    scheduleSequence: -1,
    scheduleStatus: ['fine'],
    progress: 'completed',
  }).map(([name, value]): [string, string, Body, string] => [
    '4.4.6',
    `a participant's ${name} of ${JSON.stringify(value)}`,
    { participants: { a: { ...person, [name]: value } } },
    `participants/a/${name}`,
  ]),
  [
    '4.4.6',
    'a scheme other than mailto for imip',
    { replyTo: { imip: 'mailto:a@example.org' }, participants: { a: { ...person, sendTo: { imip: 'https://x' } } } },
    'participants/a/sendTo/imip',
  ],
  [
    '4.4.6',
    'progress of one who has not accepted',
    { '@type': 'Task', participants: { a: { ...person, progress: 'completed', participationStatus: 'declined' } } },
    'participants/a/progress',
  ],
  [
    '4.6.1',
    'a localization of an override',
    { localizations: { de: { 'recurrenceOverrides/2026-03-03T10:00:00/title': 'x' } } },
    'localizations/de/recurrenceOverrides/2026-03-03T10:00:00/title',
  ],
  ['4.7.2', 'a custom zone that nothing names', { ...zone({}), timeZone: 'Europe/Berlin' }, 'timeZones/~1own'],
  ['5.1.1', 'an event without start', { start: undefined }, 'start'],
  ['5.1.3', 'a status that is none', { status: 'maybe' }, 'status'],
  ['5.2', 'a task of 101 percent', { '@type': 'Task', percentComplete: 101 }, 'percentComplete'],
  [
    '5.2',
    'rules of a task without start and due',
    { '@type': 'Task', start: undefined, duration: undefined, recurrenceRules: [rule] },
    'recurrenceRules',
  ],
];

describe('what RFC 8984 does not allow is refused, with the pointer', () => {
  it.each(broken)('§%s %s', async (_section, _name, patch, path) => {
    const answer = await send('POST', collection, { ...event, ...patch }, strict);
    expect([answer.status, answer.json()], answer.text).toEqual([
      422,
      expect.objectContaining({ error: 422, path, message: expect.any(String) as string }),
    ]);
  });

  it('§8.1 a media type that names another type of object', async () => {
    const headers = { 'content-type': 'application/jscalendar+json;type=task' };
    expect((await send('POST', collection, event, { headers })).json()).toMatchObject({ error: 422, path: '@type' });
  });

  it('§4.4.6 scheduleForceSend is acted on and never stored', async () => {
    const body = { ...event, uid: 'forced', participants: { a: { ...person, scheduleForceSend: true } } };
    const made = await send('POST', collection, body, strict);
    expect(made.status, made.text).toBe(201);
    expect((await send('GET', String(made.headers.location))).text).not.toContain('scheduleForceSend');
  });

  it('and nothing of it is stored', async () => {
    expect((await send('GET', `${collection}rules`)).status).toBe(404);
  });
});
