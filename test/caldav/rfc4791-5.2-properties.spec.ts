import { describe, expect, it } from 'vitest';
import { people } from '../harness/index.js';
import {
  content,
  davServer,
  eventText,
  openCollection,
  propfind,
  propfindBody,
  put,
  report,
  responses,
  xml,
} from './dav-client.js';
import { inside, query } from './query-bodies.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}properties/`;
const object = `${calendar}one.ics`;

const { server, dav } = await davServer();
expect((await dav({ method: 'MKCALENDAR', path: calendar })).statusCode).toBe(201);
expect((await put(dav, object, eventText())).statusCode).toBe(201);

const set = (property: string) =>
  dav({
    method: 'PROPPATCH',
    path: calendar,
    body: xml('D:propertyupdate', `<D:set><D:prop>${property}</D:prop></D:set>`),
  });

it('RFC 4791 §4.2: a calendar is a collection and a calendar', async () => {
  for (const path of [calendar, `${home}calendar/`, `${home}tasks/`, '/caldav/v2/alice@example.org/events/']) {
    const { body } = await propfind(dav, path, '0', 'D:resourcetype');
    expect(content(body, 'D:resourcetype'), path).toBe('<D:collection/><C:calendar/>');
  }
});

it.each([calendar, object, home, `${home}inbox/`, `${home}outbox/`, '/dav/principals/alice@example.org/'])(
  'RFC 4791 §5.2: allprop shows no property of CalDAV on %s',
  async (path) => {
    await set('<C:calendar-description>Described</C:calendar-description>');
    for (const body of [undefined, xml('D:propfind', '<D:allprop/>')]) {
      const shown = await dav({ method: 'PROPFIND', path, body, headers: { depth: '0' } });
      const props = shown.body.replaceAll(/<D:resourcetype>.*?<\/D:resourcetype>/gs, '');
      expect([shown.statusCode, props.match(/<C:[a-z-]+/g)]).toEqual([207, null]);
    }
  },
);

it('RFC 4791 §5.2.2, RFC 7809 §5.2: every calendar has a time zone under both names, one that somebody shares too', async () => {
  const { calendars } = server.core;
  const open = await openCollection(server, 'properties');
  await calendars.setAcl(open, { scopeType: 'user', scopeValue: people.bob.email, role: 'reader' });
  for (const [as, theirs, count] of [
    ['alice', home, 3],
    ['bob', '/dav/calendars/bob@example.org/', 2],
  ] as const) {
    const listing = await dav({
      method: 'PROPFIND',
      path: theirs,
      as,
      headers: { depth: '1' },
      body: propfindBody('D:resourcetype', 'C:calendar-timezone', 'C:calendar-timezone-id'),
    });
    const all = [...responses(listing).values()].filter((text) => text.includes('<C:calendar/>'));
    expect([as, all.length]).toEqual([as, count]);
    for (const text of all) {
      const zone = content(text, 'C:calendar-timezone-id');
      expect(zone).toBeTruthy();
      expect(content(text, 'C:calendar-timezone')).toMatch(
        new RegExp(`^BEGIN:VCALENDAR\\s[^]*BEGIN:VTIMEZONE\\s+TZID:${zone}\\s`),
      );
    }
  }
});

describe('RFC 4791 §5.2.3 to §5.2.9, §7.5.1: what is protected', () => {
  it.each([
    'supported-calendar-component-set',
    'supported-calendar-data',
    'max-resource-size',
    'min-date-time',
    'max-date-time',
    'max-instances',
    'max-attendees-per-instance',
    'supported-collation-set',
  ])('cannot be set or removed: %s', async (name) => {
    const before = (await propfind(dav, calendar, '0', `C:${name}`)).body;
    for (const instruction of ['set', 'remove']) {
      const body = xml('D:propertyupdate', `<D:${instruction}><D:prop><C:${name}/></D:prop></D:${instruction}>`);
      const refused = await dav({ method: 'PROPPATCH', path: calendar, body });
      expect(refused.body).toContain(
        `<D:prop><C:${name}/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:cannot-modify-protected-property/></D:error>`,
      );
    }
    expect((await propfind(dav, calendar, '0', `C:${name}`)).body).toBe(before);
    expect(before).toContain('HTTP/1.1 200 OK');
  });
});

it.each(['VTIMEZONE', 'VALARM', 'X-OTHER'])('RFC 4791 §5.2.3: no calendar is made for %s', async (name) => {
  const types = `<C:supported-calendar-component-set><C:comp name="VEVENT"/><C:comp name="${name}"/></C:supported-calendar-component-set>`;
  const path = `${home}components/`;
  const body = xml('C:mkcalendar', `<D:set><D:prop>${types}</D:prop></D:set>`);
  const refused = await dav({ method: 'MKCALENDAR', path, body });
  expect(content(refused.body, 'C:supported-calendar-component')).toBe('');
  expect((await propfind(dav, path, '0', 'D:resourcetype')).statusCode).toBe(404);
});

describe('a time zone is an iCalendar object with one VTIMEZONE', () => {
  const berlin = 'BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nEND:VTIMEZONE\r\n';
  const calendarOf = (inner: string): string =>
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${inner}END:VCALENDAR\r\n`.replaceAll('\r', '&#13;');
  const wrong = [
    ['no iCalendar', 'Europe/Berlin'],
    ['no VTIMEZONE', calendarOf('BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\n')],
    ['two of them', calendarOf(berlin + berlin.replace('Berlin', 'Paris'))],
    ['one without a calendar around it', berlin.replaceAll('\r', '&#13;')],
    ['nothing', ''],
  ];

  it.each(wrong)('RFC 4791 §5.2.2 calendar-timezone of PROPPATCH: %s', async (_, text) => {
    const refused = await set(`<C:calendar-timezone>${text}</C:calendar-timezone>`);
    expect(refused.body).toContain('HTTP/1.1 403 Forbidden</D:status><D:error><C:valid-calendar-data/></D:error>');
  });

  it.each(wrong)('RFC 4791 §5.3.1.1 calendar-timezone of MKCALENDAR: %s', async (_, text) => {
    const path = `${home}zoned/`;
    const timezone = `<C:calendar-timezone>${text}</C:calendar-timezone>`;
    const body = xml('C:mkcalendar', `<D:set><D:prop>${timezone}</D:prop></D:set>`);
    expect((await dav({ method: 'MKCALENDAR', path, body })).body).toContain('<C:valid-calendar-data/>');
    expect((await propfind(dav, path, '0', 'D:resourcetype')).statusCode).toBe(404);
  });

  it.each(wrong)('RFC 4791 §7.8 CALDAV:timezone of a calendar-query: %s', async (_, text) => {
    const refused = await report(dav, calendar, query(inside('VEVENT'), '', `<C:timezone>${text}</C:timezone>`));
    expect([refused.statusCode, content(refused.body, 'C:valid-calendar-data')]).toEqual([403, '']);
  });
});

it.each([home, `${home}inbox/`, calendar, object])(
  'RFC 4791 §7.5.1: supported-collation-set is on all that can be searched: %s',
  async (path) => {
    const { body } = await propfind(dav, path, '0', 'C:supported-collation-set', 'D:supported-report-set');
    expect(body).toContain('<D:report><C:calendar-query/></D:report>');
    for (const name of ['i;ascii-casemap', 'i;octet'])
      expect(body).toContain(`<C:supported-collation>${name}</C:supported-collation>`);
  },
);
