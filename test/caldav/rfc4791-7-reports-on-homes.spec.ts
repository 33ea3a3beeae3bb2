import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { davClient, eventText, propfind, put, report, responses, xml, type Dav } from './dav-client.js';

let server: TestServer;
let dav: Dav;
const home = '/dav/calendars/alice@example.org/';
const first = `${home}calendar/one.ics`;
const second = `${home}second%20one/a%20b.ics`;

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  await dav({ method: 'MKCALENDAR', path: `${home}second%20one/` });
  await put(dav, first, eventText({ uid: 'one' }));
  await put(dav, second, eventText({ uid: 'two' }));
  await put(dav, `${home}second%20one/all-day.ics`, allDay);
});
afterAll(() => server.close());

const allDay = eventText({
  uid: 'day',
  start: 'DTSTART;VALUE=DATE:20260305',
  end: 'DTEND;VALUE=DATE:20260306',
  summary: 'Day off',
});
const events = (inner = '', more = ''): string =>
  xml(
    'C:calendar-query',
    `<D:prop><D:getetag/>${more}</D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${inner}</C:comp-filter></C:comp-filter></C:filter>`,
  );
const multiget = (...hrefs: string[]): string =>
  xml(
    'C:calendar-multiget',
    `<D:prop><D:getetag/></D:prop>${hrefs.map((href) => `<D:href>${href}</D:href>`).join('')}`,
  );
const found = async (path: string, body: string, depth?: string): Promise<string[]> => {
  const response = await report(dav, path, body, depth === undefined ? {} : { depth });
  expect(response.statusCode).toBe(207);
  return [...responses(response).keys()];
};

describe('RFC 4791 §7.8: calendar-query of a home', () => {
  it.each(['1', 'infinity'])('looks into every calendar at Depth %s', async (depth) => {
    const hrefs = await found(home, events(), depth);
    expect(hrefs).toEqual([first, ...hrefs.slice(1)]);
    expect(new Set(hrefs)).toEqual(new Set([first, second, `${home}second%20one/all-day.ics`]));
  });

  it.each([undefined, '0'])('finds nothing at Depth %s, which leaves the calendars out', async (depth) => {
    expect(await found(home, events(), depth)).toEqual([]);
  });

  it('obeys time ranges, text filters and asks for texts in each', async () => {
    const march2 = '<C:time-range start="20260302T000000Z" end="20260303T000000Z"/>';
    expect(new Set(await found(home, events(march2), '1'))).toEqual(new Set([first, second]));
    const day = events('<C:prop-filter name="SUMMARY"><C:text-match>day off</C:text-match></C:prop-filter>');
    expect(await found(home, day, '1')).toEqual([`${home}second%20one/all-day.ics`]);
    const { body } = await report(dav, home, events(march2, '<C:calendar-data/>'));
    expect([body.includes('UID:one'), body.includes('UID:two'), body.includes('UID:day')]).toEqual([true, true, false]);
  });

  it('means the whole of a calendar at every depth', async () => {
    for (const depth of [undefined, '0', '1', 'infinity'])
      expect(await found(`${home}calendar/`, events(), depth)).toEqual([first]);
  });

  it('refuses what is no depth', async () => {
    expect((await report(dav, home, events(), { depth: '2' })).statusCode).toBe(400);
  });
});

describe('RFC 4791 §7.9: calendar-multiget of a home', () => {
  it('finds objects of all its calendars, each once, and names what is not there', async () => {
    const gone = `${home}calendar/gone.ics`;
    const stranger = '/dav/calendars/bob@example.org/calendar/one.ics';
    const response = await report(
      dav,
      home,
      multiget(first, second, second.replace('alice@', 'alice%40'), gone, stranger),
      {},
    );
    const all = responses(response);
    expect(new Set(all.keys())).toEqual(new Set([first, second, gone, stranger]));
    for (const [href, text] of all)
      expect(text.includes('<D:status>HTTP/1.1 404 Not Found</D:status>')).toBe(href === gone || href === stranger);
  });

  it('finds one object through itself, and no other', async () => {
    const response = await report(dav, first, multiget(first, second, `${home}calendar/gone.ics`), {});
    const texts = responses(response);
    expect(texts.get(first)).toContain('200 OK');
    expect(texts.get(second)).toContain('404 Not Found');
    expect(texts.size).toBe(3);
  });
});

it('RFC 4791 §7.10: free-busy-query of a home takes every depth', async () => {
  const body = xml('C:free-busy-query', '<C:time-range start="20260302T000000Z" end="20260303T000000Z"/>');
  for (const depth of ['0', '1', 'infinity']) {
    const answer = await report(dav, home, body, { depth });
    expect([answer.statusCode, answer.body.includes('20260302T090000Z/')]).toEqual([200, true]);
  }
});

it('RFC 3253 §3.1.5: a home lists what it answers', async () => {
  const { body } = await propfind(dav, home, '0', 'D:supported-report-set');
  for (const name of ['C:calendar-query', 'C:calendar-multiget', 'C:free-busy-query', 'D:sync-collection'])
    expect(body).toContain(`<D:report><${name}/></D:report>`);
});
