import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import type { Person } from '../harness/index.js';
import { davServer, eventText, openCollection, propfind, put, report, responses, xml } from './dav-client.js';

/** RFC 7953 §7.1: VAVAILABILITY objects in calendars that take them. Alice's time zone is Berlin's. */
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}office/`;

const office = availability(
  'hours',
  ['SUMMARY:When I am there'],
  [
    'DTSTART:20260105T080000Z',
    'DTEND:20260105T160000Z',
    'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    'SUMMARY:At my desk',
  ],
);

const { server, dav } = await davServer();
const body = xml(
  'C:mkcalendar',
  '<D:set><D:prop><C:supported-calendar-component-set><C:comp name="VEVENT"/><C:comp name="VAVAILABILITY"/></C:supported-calendar-component-set></D:prop></D:set>',
);
expect((await dav({ method: 'MKCALENDAR', path: calendar, body })).statusCode).toBe(201);
expect((await put(dav, `${calendar}hours.ics`, office)).statusCode).toBe(201);

function availability(uid: string, span: string[], ...available: string[][]): string {
  const components = available.flatMap((more, i) => ['BEGIN:AVAILABLE', `UID:a${i}`, ...more, 'END:AVAILABLE']);
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'BEGIN:VAVAILABILITY', `UID:${uid}`];
  const rest = ['DTSTAMP:20260101T000000Z', ...span, ...components, 'END:VAVAILABILITY', 'END:VCALENDAR'];
  return `${[...head, ...rest].join('\r\n')}\r\n`;
}

/** FREEBUSY of a day, as type and hours of UTC. */
async function busyOn(day: string, path = calendar): Promise<string[]> {
  const range = `<C:time-range start="${day}T000000Z" end="${day}T235959Z"/>`;
  return hoursIn(await report(dav, path, xml('C:free-busy-query', range)));
}

function hoursIn({ body }: Response): string[] {
  const lines = body.replaceAll(/\r?\n /g, '').matchAll(/FREEBUSY;FBTYPE=([A-Z-]+):([^\r\n&]*)/g);
  return [...lines].map(([, type, periods]) => `${type} ${periods!.replaceAll(/\d{8}T(\d{4})\d\dZ/g, '$1')}`);
}

function query(filter: string, as: Person = 'alice'): Promise<Response> {
  const body = `<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR">${filter}</C:comp-filter></C:filter>`;
  return dav({ method: 'REPORT', path: calendar, as, body: xml('C:calendar-query', body), headers: { depth: '1' } });
}

const names = (answer: Response): string[] => [...responses(answer).keys()].map((path) => path.slice(calendar.length));

it('a calendar that takes them says so, and gives back the octets', async () => {
  const found = await propfind(dav, calendar, '0', 'C:supported-calendar-component-set');
  expect(found.body).toContain('<C:comp name="VAVAILABILITY"/>');
  const got = await dav({ method: 'GET', path: `${calendar}hours.ics` });
  expect(got.body).toBe(office);
  expect(got.headers['content-type']).toBe('text/calendar; charset=utf-8; component=VAVAILABILITY');
});

it('other calendars refuse them, and this one what is none', async () => {
  const other = await put(dav, `${home}calendar/hours.ics`, office);
  expect([other.statusCode, other.body]).toEqual([403, expect.stringContaining('supported-calendar-component')]);
  const start = ['DTSTART:20260105T080000Z'];
  for (const [text, condition] of [
    [availability('x', [], ['SUMMARY:Whenever']), 'valid-calendar-data'],
    [availability('x', [], [...start, 'RRULE:FREQ=SOMETIMES']), 'valid-calendar-data'],
    [availability('x', [...start, 'DTEND:20260104T080000Z']), 'valid-calendar-data'],
    [
      office.replace(
        'END:VCALENDAR',
        'BEGIN:VEVENT\r\nUID:hours\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR',
      ),
      'valid-calendar-object-resource',
    ],
    [availability('x', [], ...Array.from({ length: 51 }, () => start)), 'valid-calendar-data'],
    [office, 'no-uid-conflict'],
  ] as const) {
    const refused = await put(dav, `${calendar}wrong.ics`, text);
    expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining(`<C:${condition}`)]);
  }
});

describe('§7.2.3 free/busy', () => {
  it('is what the availability leaves, with events on top', async () => {
    expect(await busyOn('20260302')).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359']);
    const meeting = { uid: 'meeting', start: 'DTSTART:20260303T090000Z', end: 'DTEND:20260303T100000Z' };
    await put(dav, `${calendar}meeting.ics`, eventText(meeting));
    expect(await busyOn('20260303')).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359', 'BUSY 0900/1000'].sort());
  });

  it('says nothing of what is written in it (§9)', async () => {
    const range = '<C:time-range start="20260302T000000Z" end="20260303T000000Z"/>';
    const { body } = await report(dav, calendar, xml('C:free-busy-query', range));
    const names = [...body.matchAll(/^([A-Z-]+)[;:]/gm)].map(([, name]) => name);
    expect(new Set(names)).toEqual(
      new Set(['BEGIN', 'VERSION', 'PRODID', 'UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'FREEBUSY', 'END']),
    );
    expect(body).not.toMatch(/When I am there|At my desk/);
  });

  it('of the home and of the person has it too, in v3 as well', async () => {
    expect(await busyOn('20260302', home)).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359']);
    const lines = [
      'METHOD:REQUEST',
      'BEGIN:VFREEBUSY',
      'UID:q',
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20260302T000000Z',
      'DTEND:20260302T235959Z',
      'ORGANIZER:mailto:alice@example.org',
      'ATTENDEE:mailto:alice@example.org',
      'END:VFREEBUSY',
    ];
    const body = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
    const asked = await dav({
      method: 'POST',
      path: `${home}outbox/`,
      body,
      headers: { 'content-type': 'text/calendar' },
    });
    expect(hoursIn(asked)).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359']);
    const open = await openCollection(server, 'office');
    const answer = await server.inject({
      method: 'POST',
      url: '/calendar/v3/freeBusy',
      headers: { authorization: `Bearer ${server.tokens.alice}` },
      payload: { timeMin: '2026-03-02T00:00:00Z', timeMax: '2026-03-02T12:00:00Z', items: [{ id: open.calendar.id }] },
    });
    expect(answer.json().calendars[open.calendar.id].busy).toEqual([
      { start: '2026-03-02T00:00:00Z', end: '2026-03-02T08:00:00Z' },
    ]);
  });

  it('§4: a higher priority settles its own span anew', async () => {
    const free = ['DTSTART:20260309T100000Z', 'DTEND:20260309T200000Z'];
    const span = ['PRIORITY:5', 'BUSYTYPE:BUSY-TENTATIVE', 'DTSTART:20260309T060000Z', 'DTEND:20260309T220000Z'];
    await put(dav, `${calendar}late.ics`, availability('late', span, free));
    expect(await busyOn('20260309')).toEqual([
      'BUSY-TENTATIVE 0600/1000,2000/2200',
      'BUSY-UNAVAILABLE 0000/0600,2200/2359',
    ]);
    const closed = ['PRIORITY:1', 'BUSYTYPE:BUSY', 'DTSTART:20260309T110000Z', 'DURATION:PT1H'];
    await put(dav, `${calendar}closed.ics`, availability('closed', closed));
    expect(await busyOn('20260309')).toContain('BUSY 1100/1200');
    for (const name of ['late', 'closed']) await dav({ method: 'DELETE', path: `${calendar}${name}.ics` });
    expect(await busyOn('20260309')).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359']);
  });

  it('an object that is changed counts as it is now', async () => {
    const path = `${calendar}changed.ics`;
    const span = ['PRIORITY:1', 'BUSYTYPE:BUSY', 'DTSTART:20260316T090000Z'];
    await put(dav, path, availability('changed', [...span, 'DURATION:PT1H']));
    expect(await busyOn('20260316')).toContain('BUSY 0900/1000');
    expect((await put(dav, path, availability('changed', [...span, 'DURATION:PT3H']))).statusCode).toBe(204);
    expect(await busyOn('20260316')).toContain('BUSY 0900/1200');
    await dav({ method: 'DELETE', path });
  });
});

describe('§7.2.2 filters', () => {
  it('find them by their name, their span and what is in them', async () => {
    const span = ['DTSTART:20260401T000000Z', 'DTEND:20260402T000000Z', 'LOCATION:Paris'];
    await put(dav, `${calendar}april.ics`, availability('april', span));
    const all = '<C:comp-filter name="VAVAILABILITY"/>';
    expect(names(await query(all)).sort()).toEqual(['april.ics', 'hours.ics']);
    const range = (start: string, end: string): string =>
      `<C:comp-filter name="VAVAILABILITY"><C:time-range start="${start}" end="${end}"/></C:comp-filter>`;
    expect(names(await query(range('20260401T120000Z', '20260401T130000Z'))).sort()).toEqual([
      'april.ics',
      'hours.ics',
    ]);
    expect(names(await query(range('20260402T000000Z', '20260403T000000Z')))).toEqual(['hours.ics']);
    await put(dav, `${calendar}until.ics`, availability('until', ['DTEND:20260101T000000Z']));
    expect(names(await query(range('19700101T000000Z', '19700102T000000Z')))).toContain('until.ics');
    expect(names(await query(range('20260402T000000Z', '20260403T000000Z')))).toEqual(['hours.ics']);
    await dav({ method: 'DELETE', path: `${calendar}until.ics` });
    await put(dav, `${calendar}from.ics`, availability('from', ['DTSTART:20270101T000000Z']));
    await put(dav, `${calendar}hour.ics`, availability('hour', ['DTSTART:20270201T000000Z', 'DURATION:PT1H']));
    expect(names(await query(range('20261231T000000Z', '20270101T000000Z')))).toEqual(['hours.ics']);
    expect(names(await query(range('20270201T003000Z', '20270201T004000Z'))).sort()).toEqual([
      'from.ics',
      'hour.ics',
      'hours.ics',
    ]);
    expect(names(await query(range('20270201T010000Z', '20270202T000000Z'))).sort()).toEqual(['from.ics', 'hours.ics']);
    for (const name of ['from', 'hour']) await dav({ method: 'DELETE', path: `${calendar}${name}.ics` });
    const inside = `<C:comp-filter name="VAVAILABILITY"><C:comp-filter name="AVAILABLE"><C:prop-filter name="SUMMARY"><C:text-match>desk</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter>`;
    expect(names(await query(inside))).toEqual(['hours.ics']);
    expect(names(await query('<C:comp-filter name="VEVENT"/>'))).not.toContain('hours.ics');
    const misplaced = await query('<C:comp-filter name="VEVENT"><C:comp-filter name="AVAILABLE"/></C:comp-filter>');
    expect([misplaced.statusCode, misplaced.body]).toEqual([403, expect.stringContaining('<C:valid-filter/>')]);
  });
});

it('who sees busy times only sees when, not why', async () => {
  const { core } = server;
  const open = await openCollection(server, 'office');
  await core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'freeBusy' });
  const path = `/caldav/v2/${open.calendar.id}/events/hours.ics`;
  const { body } = await dav({ method: 'GET', path, as: 'bob' });
  expect(body).toContain('BEGIN:AVAILABLE');
  expect(body).not.toContain('SUMMARY');
});

it('the other protocols do not take it for an event', async () => {
  const { core } = server;
  const open = await openCollection(server, 'office');
  const { head } = await core.events.find(open, { name: 'hours.ics' });
  const headers = { authorization: `Bearer ${server.tokens.alice}` };
  const get = (url: string): Promise<Response> => server.inject({ method: 'GET', url, headers });
  const id = encodeURIComponent(open.calendar.id);
  const list = await get(`/calendar/v3/calendars/${id}/events?singleEvents=true`);
  expect([list.statusCode, list.body]).toEqual([200, expect.not.stringContaining('hours')]);
  expect((await get(`/calendar/v3/calendars/${id}/events/${head.id}`)).statusCode).toBe(404);
  expect((await get(`/rest/alice@example.org/office/${head.id}`)).statusCode).toBe(404);
  const listed = await get('/rest/alice@example.org/office/');
  expect([listed.statusCode, listed.body]).toEqual([200, expect.not.stringContaining('hours')]);
  const feed = await get(`/calendar/feeds/${id}/private/full`);
  expect([feed.statusCode, feed.body]).toEqual([200, expect.not.stringContaining('When I am there')]);
  const exported = await dav({ method: 'GET', path: calendar });
  expect(exported.body).toContain('BEGIN:VAVAILABILITY');
});
