import { describe, expect, it } from 'vitest';
import { davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';

const calendar = '/dav/calendars/alice@example.org/calendar/';
const object = `${calendar}one.ics`;

const { dav } = await davServer();
await put(dav, object, eventText({ uid: 'one', summary: 'Stand-up' }));
await put(dav, `${calendar}two.ics`, eventText({ uid: 'two', summary: 'Stand-up' }));

const query = (inner: string) =>
  xml(
    'C:calendar-query',
    `<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR">${inner}</C:comp-filter></C:filter>`,
  );
const inEvents = (inner: string): string => `<C:comp-filter name="VEVENT">${inner}</C:comp-filter>`;
const between = (start: string, end: string): string => `<C:time-range start="${start}" end="${end}"/>`;

describe('RFC 4791 §7: calendar-query of one calendar object', () => {
  it.each([
    ['any event', inEvents('')],
    ['a time when it takes place', inEvents(between('20260302T000000Z', '20260303T000000Z'))],
    ['its summary', inEvents('<C:prop-filter name="SUMMARY"><C:text-match>stand</C:text-match></C:prop-filter>')],
  ])('answers with it alone for %s', async (_, filter) => {
    const found = responses(await report(dav, object, query(filter)));
    expect([...found.keys()]).toEqual([object]);
    expect(found.get(object)).toContain('UID:one');
  });

  it.each([
    ['another time', inEvents(between('20260304T000000Z', '20260305T000000Z'))],
    ['tasks', '<C:comp-filter name="VTODO"/>'],
    ['what it has, denied', '<C:comp-filter name="VEVENT"><C:is-not-defined/></C:comp-filter>'],
  ])('answers with nothing for %s', async (_, filter) => {
    const response = await report(dav, object, query(filter));
    expect([response.statusCode, responses(response).size]).toEqual([207, 0]);
  });

  it('is in its supported-report-set, beside calendar-multiget', async () => {
    const { body } = await propfind(dav, object, '0', 'D:supported-report-set');
    for (const name of ['C:calendar-query', 'C:calendar-multiget', 'D:expand-property'])
      expect(body).toContain(`<D:report><${name}/></D:report>`);
  });

  it('is 404 for an object that is not there', async () => {
    expect((await report(dav, `${calendar}three.ics`, query(inEvents('')))).statusCode).toBe(404);
  });
});

describe('RFC 4791 §5.3.1.2: MKCALENDAR as in its example', () => {
  const timezone = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Example Corp.//CalDAV Client//EN',
    'VERSION:2.0',
    'BEGIN:VTIMEZONE',
    'TZID:US-Eastern',
    'BEGIN:STANDARD',
    'DTSTART:19671029T020000',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
    'TZOFFSETFROM:-0400',
    'TZOFFSETTO:-0500',
    'END:STANDARD',
    'END:VTIMEZONE',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

  it('knows the zone that it calls US-Eastern', async () => {
    const path = '/dav/calendars/alice@example.org/example/';
    const set = (text: string) =>
      `<D:set><D:prop><C:calendar-timezone><![CDATA[${text}]]></C:calendar-timezone></D:prop></D:set>`;
    const made = await dav({ method: 'MKCALENDAR', path, body: xml('C:mkcalendar', set(timezone)) });
    expect(made.statusCode).toBe(201);
    const { body } = await propfind(dav, path, '0', 'C:calendar-timezone-id');
    expect(body).toMatch(/<C:calendar-timezone-id>(US\/Eastern|America\/New_York)</);
    const odd = await dav({
      method: 'MKCALENDAR',
      path: '/dav/calendars/alice@example.org/mars/',
      body: xml('C:mkcalendar', set(timezone.replace('US-Eastern', 'Mars-Base'))),
    });
    expect(odd.body).toContain('<C:valid-calendar-data/>');
  });
});
