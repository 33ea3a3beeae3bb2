import { expect, it } from 'vitest';
import { content, davServer, propfind, put, xml } from './dav-client.js';

/** RFC 7953 §3.1: what a VAVAILABILITY may hold, as an object and as the property of the inbox. */
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}office/`;

const { dav } = await davServer();
const types = '<C:supported-calendar-component-set><C:comp name="VAVAILABILITY"/></C:supported-calendar-component-set>';
const made = xml('C:mkcalendar', `<D:set><D:prop>${types}</D:prop></D:set>`);
expect((await dav({ method: 'MKCALENDAR', path: calendar, body: made })).statusCode).toBe(201);

const span = ['UID:a', 'DTSTAMP:20260101T000000Z'];
const desk = ['UID:b', 'DTSTAMP:20260101T000000Z', 'DTSTART:20260105T080000Z'];
const end = 'DTEND:20260105T160000Z';

function availability(lines: string[], available = [...desk, end]): string {
  const inner = [
    'BEGIN:VAVAILABILITY',
    ...lines,
    'BEGIN:AVAILABLE',
    ...available,
    'END:AVAILABLE',
    'END:VAVAILABILITY',
  ];
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...inner, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

function setProperty(text: string) {
  const value = `<C:calendar-availability>${text.replaceAll('\r', '&#13;')}</C:calendar-availability>`;
  const body = xml('D:propertyupdate', `<D:set><D:prop>${value}</D:prop></D:set>`);
  return dav({ method: 'PROPPATCH', path: `${home}inbox/`, body });
}

it.each([
  [
    'everything that it may have once',
    [...span, 'DTSTART:20260101T000000Z', 'DURATION:P90D', 'BUSYTYPE:BUSY', 'PRIORITY:1', 'SEQUENCE:0'],
  ],
  ['an end alone', [...span, 'DTEND;TZID=Europe/Berlin:20270101T000000']],
  ['categories and comments twice', [...span, 'CATEGORIES:a', 'CATEGORIES:b', 'COMMENT:c', 'COMMENT:d']],
])('takes %s', async (_, lines) => {
  const text = availability(lines);
  expect((await put(dav, `${calendar}right.ics`, text)).statusCode).toBe(201);
  expect((await dav({ method: 'GET', path: `${calendar}right.ics` })).body).toBe(text);
  await dav({ method: 'DELETE', path: `${calendar}right.ics` });
  expect((await setProperty(text)).body).toContain('HTTP/1.1 200 OK');
});

it.each([
  ['two UIDs', availability([...span, 'UID:b'])],
  ['two DTSTARTs', availability([...span, 'DTSTART:20260105T080000Z', 'DTSTART:20260106T080000Z'])],
  ['two BUSYTYPEs', availability([...span, 'BUSYTYPE:BUSY', 'BUSYTYPE:BUSY-TENTATIVE'])],
  ['DTEND and DURATION', availability([...span, 'DTSTART:20260105T080000Z', end, 'DURATION:PT1H'])],
  ['a DURATION without a DTSTART', availability([...span, 'DURATION:PT1H'])],
  ['a DTSTART of a day', availability([...span, 'DTSTART;VALUE=DATE:20260105'])],
  ['a DTSTART that floats', availability([...span, 'DTSTART:20260105T080000'])],
  ['a DTEND that floats', availability([...span, 'DTSTART:20260105T080000Z', 'DTEND:20260105T160000'])],
  ['a DTEND before its DTSTART (§7.2.2)', availability([...span, 'DTSTART:20260106T080000Z', end])],
  ['AVAILABLE: no DTSTART', availability(span, ['UID:b', end])],
  ['AVAILABLE: two DTSTARTs', availability(span, [...desk, 'DTSTART:20260105T090000Z'])],
  ['AVAILABLE: two RRULEs', availability(span, [...desk, end, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'])],
  ['AVAILABLE: DTEND and DURATION', availability(span, [...desk, end, 'DURATION:PT1H'])],
  ['AVAILABLE: a negative DURATION', availability(span, [...desk, 'DURATION:-PT1H'])],
  ['AVAILABLE: a day', availability(span, ['UID:b', 'DTSTART;VALUE=DATE:20260105'])],
  ['AVAILABLE: times that float', availability(span, ['UID:b', 'DTSTART:20260105T080000', 'DTEND:20260105T160000'])],
  ['AVAILABLE: a DTEND before its DTSTART', availability(span, [...desk, 'DTEND:20260104T080000Z'])],
])('refuses %s, in a calendar and in the inbox', async (_, text) => {
  const refused = await put(dav, `${calendar}wrong.ics`, text);
  expect([refused.statusCode, content(refused.body, 'C:valid-calendar-data')]).toEqual([403, '']);
  const before = (await propfind(dav, `${home}inbox/`, '0', 'C:calendar-availability')).body;
  expect((await setProperty(text)).body).toContain('403 Forbidden</D:status><D:error><C:valid-calendar-data/>');
  expect((await propfind(dav, `${home}inbox/`, '0', 'C:calendar-availability')).body).toBe(before);
});
