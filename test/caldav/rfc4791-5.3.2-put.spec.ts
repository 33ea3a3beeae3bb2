import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { davClient, eventText, propfind, put, report, type Dav } from './dav-client.js';
import { alarm, inside, object, query, range } from './query-bodies.js';

let server: TestServer;
let dav: Dav;
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  const only = '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>';
  const { xml } = await import('./dav-client.js');
  const body = xml('C:mkcalendar', `<D:set><D:prop>${only}</D:prop></D:set>`);
  await dav({ method: 'MKCALENDAR', path: `${home}events/`, body });
});
afterAll(() => server.close());

const ctag = async (path = calendar): Promise<string> => (await propfind(dav, path, '0', 'CS:getctag')).body;

/** A refusal with this element and status, after which nothing has changed. */
async function refused(body: string, element: string, { path = calendar, status = 403, type = 'text/calendar' } = {}) {
  const before = await ctag(path);
  const response = await put(dav, `${path}refused.ics`, body, { 'content-type': type });
  expect([response.statusCode, response.body.slice(response.body.indexOf('?>'))]).toEqual([
    status,
    expect.stringMatching(new RegExp(`^\\?>\\s*<D:error[^>]*><C:${element}`)),
  ]);
  expect(response.headers['content-type']).toBe('application/xml; charset=utf-8');
  expect((await dav({ method: 'HEAD', path: `${path}refused.ics` })).statusCode).toBe(404);
  expect(await ctag(path)).toBe(before);
}
const dated = (start: string, end = ''): string => eventText({ uid: 'far', start, end });
const many = (count: number, line: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => line(i));

describe('RFC 4791 §5.3.2.1 preconditions of PUT', () => {
  it.each(['text/plain', 'application/json', 'text/vcard; charset=utf-8', 'text/calendar; charset=iso-8859-1'])(
    'supported-calendar-data: %s',
    (type) => refused(eventText(), 'supported-calendar-data', { type }),
  );

  it.each([
    ['no iCalendar', 'BEGIN:VCARD\r\nEND:VCARD\r\n'],
    ['no end', eventText().replace('END:VCALENDAR\r\n', '')],
    ['another version', eventText().replace('VERSION:2.0', 'VERSION:1.0')],
    ['another calendar scale', eventText().replace('VERSION:2.0', 'VERSION:2.0\r\nCALSCALE:HEBREW')],
    ['no DTSTART', eventText({ start: '', end: '' })],
    ['an end before the start', eventText({ end: 'DTEND:20260301T090000Z' })],
    ['a rule that is none', eventText({ more: ['RRULE:FREQ=NEVER'] })],
    ['more alarms than 100', eventText({ more: many(101, () => alarm('TRIGGER:-PT5M').join('\r\n')) })],
  ])('valid-calendar-data: %s', (_, text) => refused(text, 'valid-calendar-data'));

  it.each([
    ['METHOD', eventText().replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST')],
    ['two UIDs', eventText({ more: ['END:VEVENT', 'BEGIN:VEVENT', 'UID:other', 'DTSTART:20260101T000000Z'] })],
    [
      'two kinds',
      eventText({ more: ['END:VEVENT', 'BEGIN:VTODO', 'UID:one@example.org', 'END:VTODO', 'BEGIN:VEVENT'] }),
    ],
    ['no component', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n'],
    ['two calendars', eventText() + eventText()],
  ])('valid-calendar-object-resource: %s', (_, text) => refused(text, 'valid-calendar-object-resource'));

  it('supported-calendar-component: of the calendar, and of the server', async () => {
    await refused(object('VTODO', 'task'), 'supported-calendar-component', { path: `${home}events/` });
    await refused(object('VFREEBUSY', 'busy'), 'supported-calendar-component');
  });

  it.each(['COPY', 'MOVE'])('supported-calendar-component: %s into a calendar for other components', async (method) => {
    const path = `${calendar}${method}.ics`;
    expect((await put(dav, path, object('VTODO', method))).statusCode).toBe(201);
    const destination = `${home}events/${method}.ics`;
    const response = await dav({ method, path, headers: { destination } });
    expect([response.statusCode, response.body]).toEqual([
      403,
      expect.stringContaining('<C:supported-calendar-component/>'),
    ]);
    expect((await dav({ method: 'HEAD', path: destination })).statusCode).toBe(404);
    expect((await dav({ method: 'DELETE', path })).statusCode).toBe(204);
  });

  it('no-uid-conflict, with the href of what is in the way', async () => {
    await put(dav, `${calendar}first.ics`, eventText({ uid: 'taken' }));
    await refused(eventText({ uid: 'taken' }), `no-uid-conflict><D:href>${calendar}first.ics</D:href>`);
  });

  it('max-resource-size', () => refused(eventText({ summary: 'x'.repeat(1_048_576) }), 'max-resource-size'));

  it.each([
    ['DTSTART', dated('DTSTART:00000101T000000Z')],
    ['DTSTART of a day', dated('DTSTART;VALUE=DATE:00000101')],
    ['EXDATE', eventText({ more: ['RRULE:FREQ=DAILY', 'EXDATE:00001231T090000Z'] })],
  ])('min-date-time: %s', (_, text) => refused(text, 'min-date-time'));

  it.each([
    ['DTSTART', dated('DTSTART:100000101T000000Z')],
    ['DTEND', dated('DTSTART:20260101T000000Z', 'DTEND:999990101T000000Z')],
    ['RDATE', eventText({ more: ['RDATE:123450101T000000Z'] })],
  ])('max-date-time: %s', (_, text) => refused(text, 'max-date-time'));

  it('takes series that go on where no calendar ends (§5.2.6, §5.2.7)', async () => {
    const text = eventText({ uid: 'on', start: 'DTSTART:99991230T090000Z', end: '', more: ['RRULE:FREQ=DAILY'] });
    expect((await put(dav, `${calendar}on.ics`, text)).statusCode).toBe(201);
    expect((await dav({ method: 'GET', path: `${calendar}on.ics` })).body).toBe(text);
    await dav({ method: 'DELETE', path: `${calendar}on.ics` });
  });

  it('takes the first and the last day there is', async () => {
    for (const [uid, start] of [
      ['first', 'DTSTART;VALUE=DATE:00010101'],
      ['last', 'DTSTART;VALUE=DATE:99991231'],
    ] as const)
      expect((await put(dav, `${calendar}edge-${uid}.ics`, eventText({ uid, start, end: '' }))).statusCode).toBe(201);
    const response = await report(
      dav,
      calendar,
      query(inside('VEVENT', range('00010101T000000Z', '00010102T000000Z'))),
    );
    expect(response.body).toContain('edge-first.ics');
  });

  it.each([
    [
      'EXDATEs',
      many(
        3_001,
        (i) => `EXDATE:${String(20_000_000 + (i % 9) * 10_000 + 101)}T09${String(i % 60).padStart(2, '0')}00Z`,
      ),
    ],
    [
      'RDATEs',
      many(
        3_001,
        (i) => `RDATE:2026${String((i % 12) + 1).padStart(2, '0')}01T00${String(i % 60).padStart(2, '0')}00Z`,
      ),
    ],
  ])('max-instances: more %s than 3 000', (_, more) =>
    refused(eventText({ more: ['RRULE:FREQ=DAILY', ...more] }), 'max-instances'),
  );

  it('max-attendees-per-instance', () =>
    refused(
      eventText({ more: many(1_001, (i) => `ATTENDEE:mailto:a${i}@example.org`) }),
      'max-attendees-per-instance',
    ));

  it('announces its limits (§5.2.5 to §5.2.9)', async () => {
    const names = [
      'max-resource-size',
      'min-date-time',
      'max-date-time',
      'max-instances',
      'max-attendees-per-instance',
    ];
    const { body } = await propfind(dav, calendar, '0', ...names.map((name) => `C:${name}`));
    for (const [i, value] of ['1048576', '00010101T000000Z', '99991231T235959Z', '3000', '1000'].entries())
      expect(body).toContain(`<C:${names[i]}>${value}</C:${names[i]}>`);
  });

  it('holds none of them against what is within the limits', async () => {
    const text = eventText({
      uid: 'full',
      more: [
        ...many(1_000, (i) => `ATTENDEE:mailto:a${i}@example.org`),
        ...many(100, () => alarm('TRIGGER:-PT5M').join('\r\n')),
      ],
    });
    expect((await put(dav, `${calendar}full.ics`, text)).statusCode).toBe(201);
  });

  it('a range of a report before the year 1 is min-date-time (§7.8)', async () => {
    const response = await report(dav, calendar, query(inside('VEVENT', range('00000101T000000Z'))));
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('<C:min-date-time/>')]);
  });
});
