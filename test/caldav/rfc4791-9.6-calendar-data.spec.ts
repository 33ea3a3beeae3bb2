import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { content, davClient, eventText, put, report, responses, type Dav } from './dav-client.js';
import { alarm, inside, multiget, object, query } from './query-bodies.js';

let server: TestServer;
let dav: Dav;
const calendar = '/dav/calendars/alice@example.org/data/';
const weekly = eventText({
  uid: 'weekly',
  start: 'DTSTART;TZID=Europe/Berlin:20260105T090000',
  end: 'DTEND;TZID=Europe/Berlin:20260105T100000',
  summary: 'Weekly',
  more: [
    'RRULE:FREQ=WEEKLY;COUNT=8',
    'ATTENDEE;CN="Baker: Bob":mailto:bob@example.org',
    ...alarm('TRIGGER:-PT5M'),
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:weekly',
    'DTSTAMP:20260101T000000Z',
    'RECURRENCE-ID;TZID=Europe/Berlin:20260112T090000',
    'DTSTART;TZID=Europe/Berlin:20260113T140000',
    'DTEND;TZID=Europe/Berlin:20260113T150000',
    'SUMMARY:Moved',
  ],
}).replace(
  'BEGIN:VEVENT',
  'BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT',
);
const todo = object('VTODO', 'todo', 'DTSTART:20260105T120000Z', 'DUE:20260105T130000Z', 'RRULE:FREQ=DAILY;COUNT=3');

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  await dav({ method: 'MKCALENDAR', path: calendar });
  await put(dav, `${calendar}weekly.ics`, weekly);
  await put(dav, `${calendar}todo.ics`, todo);
});
afterAll(() => server.close());

async function data(inner: string, name = 'weekly', attributes = ''): Promise<string> {
  const element = `<C:calendar-data${attributes}>${inner}</C:calendar-data>`;
  const response = await report(dav, calendar, multiget([`${calendar}${name}.ics`], element));
  const text = content(responses(response).get(`${calendar}${name}.ics`)!, 'C:calendar-data')!;
  return text.replaceAll('&quot;', '"').replaceAll('\r\n', '\n');
}
const component = (name: string, inner = ''): string => `<C:comp name="${name}">${inner}</C:comp>`;
const property = (name: string, more = ''): string => `<C:prop name="${name}"${more}/>`;

describe('RFC 4791 §9.6.1 comp, §9.6.4 prop', () => {
  it('gives just what is chosen, as in the example of §7.8.1', async () => {
    const event = component('VEVENT', property('SUMMARY') + property('uid') + property('RECURRENCE-ID'));
    expect(await data(component('VCALENDAR', property('VERSION') + event + component('VTIMEZONE')))).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'BEGIN:VTIMEZONE',
        'TZID:Europe/Berlin',
        'BEGIN:STANDARD',
        'DTSTART:19701025T030000',
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0100',
        'END:STANDARD',
        'END:VTIMEZONE',
        'BEGIN:VEVENT',
        'UID:weekly',
        'SUMMARY:Weekly',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:weekly',
        'RECURRENCE-ID;TZID=Europe/Berlin:20260112T090000',
        'SUMMARY:Moved',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\n'),
    );
  });

  it('gives all components with allcomp, all properties with allprop', async () => {
    const whole = weekly.replaceAll('\r\n', '\n');
    expect(await data(component('VCALENDAR', '<C:allprop/><C:allcomp/>'))).toBe(whole);
    expect(await data(component('VCALENDAR'))).toBe(whole);
    const alarmed = await data(
      component('VCALENDAR', '<C:allprop/>' + component('VEVENT', property('UID') + '<C:allcomp/>')),
    );
    expect(alarmed).toContain('BEGIN:VEVENT\nUID:weekly\nBEGIN:VALARM\nACTION:DISPLAY');
    expect(alarmed).not.toContain('VTIMEZONE');
  });

  it('leaves out the value with novalue, and keeps the parameters', async () => {
    const event = component('VEVENT', property('ATTENDEE', ' novalue="yes"') + property('UID', ' novalue="no"'));
    expect(await data(component('VCALENDAR', event))).toContain('UID:weekly\nATTENDEE;CN="Baker: Bob":\nEND:VEVENT');
  });

  it('chooses among expanded instances too', async () => {
    const chosen = component('VCALENDAR', component('VEVENT', property('DTSTART') + property('RECURRENCE-ID')));
    const text = await data(`${chosen}<C:expand start="20260112T000000Z" end="20260120T000000Z"/>`);
    expect(text.match(/^(DTSTART|RECURRENCE-ID).*/gm)).toEqual([
      'RECURRENCE-ID:20260112T080000Z',
      'DTSTART:20260113T130000Z',
      'RECURRENCE-ID:20260119T080000Z',
      'DTSTART:20260119T080000Z',
    ]);
    expect(text).not.toContain('SUMMARY');
  });

  it('works in a calendar-query', async () => {
    const element = `<C:calendar-data>${component('VCALENDAR', component('VTODO', property('DUE')))}</C:calendar-data>`;
    const answer = responses(await report(dav, calendar, query(inside('VTODO'), element)));
    expect(answer.get(`${calendar}todo.ics`)).toContain('BEGIN:VTODO\r\nDUE:20260105T130000Z\r\nEND:VTODO');
  });

  it.each([
    ['another root', component('VEVENT')],
    ['two roots', component('VCALENDAR').repeat(2)],
    ['a component without a name', component('VCALENDAR', '<C:comp/>')],
    ['a property without a name', component('VCALENDAR', '<C:prop/>')],
    ['a novalue that is none', component('VCALENDAR', property('UID', ' novalue="maybe"'))],
    ['allprop and prop', component('VCALENDAR', `<C:allprop/>${property('UID')}`)],
    ['allcomp and comp', component('VCALENDAR', `<C:allcomp/>${component('VEVENT')}`)],
    ['expand without an end', '<C:expand start="20260101T000000Z"/>'],
    ['two ranges', '<C:expand start="20260101T000000Z" end="20260102T000000Z"/>'.repeat(2)],
    [
      'expand and limit-recurrence-set',
      '<C:expand start="20260101T000000Z" end="20260102T000000Z"/><C:limit-recurrence-set start="20260101T000000Z" end="20260102T000000Z"/>',
    ],
    ...['expand', 'limit-recurrence-set', 'limit-freebusy-set'].flatMap((name): [string, string][] => [
      [`${name} that ends where it starts`, `<C:${name} start="20260101T000000Z" end="20260101T000000Z"/>`],
      [`${name} that ends first`, `<C:${name} start="20260102T000000Z" end="20260101T000000Z"/>`],
      [`${name} in local time`, `<C:${name} start="20260101T000000" end="20260102T000000"/>`],
    ]),
    ['a free/busy range that is none', '<C:limit-freebusy-set start="x" end="y"/>'],
  ])('refuses %s with 400', async (_, inner) => {
    const body = multiget([`${calendar}weekly.ics`], `<C:calendar-data>${inner}</C:calendar-data>`);
    expect((await report(dav, calendar, body)).statusCode).toBe(400);
  });
});

describe('RFC 4791 §9.6 media types', () => {
  it('takes text/calendar by its name', async () =>
    expect(await data('', 'weekly', ' content-type="text/calendar" version="2.0"')).toContain('SUMMARY:Weekly'));

  it.each([' content-type="text/vcard"', ' version="1.0"'])('refuses %s', async (attributes) => {
    const body = multiget([`${calendar}weekly.ics`], `<C:calendar-data${attributes}/>`);
    const response = await report(dav, calendar, body);
    expect([response.statusCode, response.body]).toEqual([
      403,
      expect.stringContaining('<C:supported-calendar-data/>'),
    ]);
  });
});

describe('RFC 4791 §9.6.5 expand, §9.6.7 limit-freebusy-set', () => {
  it('expands tasks with their due times', async () => {
    const text = await data('<C:expand start="20260106T000000Z" end="20260107T000000Z"/>', 'todo');
    expect(text.match(/^(RECURRENCE-ID|DTSTART|DUE|RRULE).*/gm)).toEqual([
      'RECURRENCE-ID:20260106T120000Z',
      'DTSTART:20260106T120000Z',
      'DUE:20260106T130000Z',
    ]);
  });

  it('takes limit-freebusy-set, which has nothing to limit in an event', async () =>
    expect(await data('<C:limit-freebusy-set start="20260101T000000Z" end="20260102T000000Z"/>')).toBe(
      weekly.replaceAll('\r\n', '\n'),
    ));
});
