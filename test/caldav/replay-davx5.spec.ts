import { describe, expect, it } from 'vitest';
import { openAs } from '../harness/index.js';
import { content, davServer, eventText, propfind, put, report, responses, xml, type Dav } from './dav-client.js';
import { inside, object, query, range } from './query-bodies.js';
import { discover, fetchAll } from './replay-steps.js';

// DAVx5.
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;

const { server, dav } = await davServer();

const about = [
  'D:resourcetype',
  'D:displayname',
  'D:current-user-principal',
  'D:current-user-privilege-set',
  'C:calendar-home-set',
  'C:supported-calendar-component-set',
  'A:calendar-color',
  'C:calendar-description',
  'C:calendar-timezone',
];

describe('discovery [3]', () => {
  it.each([
    '/',
    '/dav/',
    '/dav/principals/alice@example.org/',
    home,
    calendar,
    '/caldav/v2/alice@example.org/user',
    '/caldav/v2/alice%40example.org/events',
  ])('starts at %s', async (typed) => {
    const first = await propfind(dav, typed, '0', ...about);
    expect([first.statusCode, first.headers['content-type']]).toEqual([207, 'application/xml; charset=utf-8']);
    const found = await discover(dav, typed);
    const options = await dav({ method: 'OPTIONS', path: found.principal });
    expect(options.headers.dav?.toString().split(', ')).toContain('calendar-access');
    const own = await propfind(dav, found.principal, '0', 'C:calendar-user-address-set');
    expect(own.body).toContain('mailto:alice@example.org');
  });

  it('splits calendars into events and tasks', async () => {
    const listing = responses(await propfind(dav, home, '1', ...about));
    const sets = [...listing.values()].map((text) => content(text, 'C:supported-calendar-component-set'));
    expect(sets.join()).toContain('<C:comp name="VEVENT"/>');
    expect(sets.join()).toContain('<C:comp name="VTODO"/>');
  });
});

/** A page of sync-collection: what is new, what is gone, whether there is more. */
async function page(token: string, limit: number) {
  const body = xml(
    'D:sync-collection',
    `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:limit><D:nresults>${limit}</D:nresults></D:limit><D:prop><D:getetag/></D:prop>`,
  );
  const response = await report(dav, calendar, body);
  expect(response.statusCode).toBe(207);
  const all = responses(response);
  const isMore = all.get(calendar)?.includes(' 507 ') ?? false;
  all.delete(calendar);
  return { token: content(response.body, 'D:sync-token')!, paths: [...all.keys()], isMore };
}

describe('sync [13]', () => {
  it('goes on while there is more, until it has everything', async () => {
    for (let i = 0; i < 25; i += 1) await put(dav, `${calendar}${i}.ics`, eventText({ uid: `${i}` }));
    const seen: string[] = [];
    let token = '';
    for (let isMore = true, pages = 0; isMore; pages += 1) {
      expect(pages).toBeLessThan(10);
      const next = await page(token, 10);
      seen.push(...next.paths);
      ({ token, isMore } = next);
    }
    expect(new Set(seen).size).toBe(25);
    expect((await page(token, 10)).paths).toEqual([]);
  });

  it('asks for events that are not over, with an open end [31]', async () => {
    await put(dav, `${calendar}future.ics`, eventText({ uid: 'future', start: 'DTSTART:20990101T090000Z', end: '' }));
    const found = responses(await report(dav, calendar, query(inside('VEVENT', range('20980101T000000Z')))));
    expect([...found.keys()]).toEqual([`${calendar}future.ics`]);
  });
});

describe('write', () => {
  it('creates under a sanitised name, changes with If-Match, keeps the ETag [18, 19]', async () => {
    const path = `${calendar}uid_with_slash.ics`;
    const text = eventText({ uid: 'uid/with/slash' });
    const created = await put(dav, path, text, { 'if-none-match': '*' });
    expect(created.statusCode).toBe(201);
    const listed = await propfind(dav, path, '0', 'D:getetag');
    expect(content(listed.body, 'D:getetag')?.replaceAll('&quot;', '"')).toBe(created.headers.etag);
    expect((await fetchAll(dav, calendar, [path])).get(path)).toBe(text);
    const changed = await put(dav, path, text.replace('Stand-up', 'Other'), {
      'if-match': String(created.headers.etag),
    });
    expect(changed.statusCode).toBe(204);
    expect(changed.headers.etag).not.toBe(created.headers.etag);
  });

  it('stores tasks beside events', async () => {
    expect((await put(dav, `${calendar}task.ics`, object('VTODO', 'task', 'SUMMARY:Buy'))).statusCode).toBe(201);
    const found = responses(await report(dav, calendar, query(inside('VTODO'))));
    expect([...found.keys()]).toEqual([`${calendar}task.ics`]);
  });

  it('retries a PUT into nothing as a new one, then is told that there is no calendar [30]', async () => {
    const path = `${calendar}gone.ics`;
    expect((await put(dav, path, eventText({ uid: 'gone' }), { 'if-match': '"old"' })).statusCode).toBe(412);
    expect((await put(dav, path, eventText({ uid: 'gone' }), { 'if-none-match': '*' })).statusCode).toBe(201);
    expect((await put(dav, `${home}nowhere/gone.ics`, eventText({ uid: 'gone' }))).statusCode).toBe(409);
  });

  it('reverts its change where it may only read [29]', async () => {
    const open = await openAs(server.core, 'alice@example.org');
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' });
    const shared = '/caldav/v2/alice@example.org/events/';
    const asBob: Dav = (request) => dav({ ...request, as: 'bob' });
    const privileges = (await propfind(asBob, shared, '0', 'D:current-user-privilege-set')).body;
    expect(privileges).toContain('<D:read/>');
    expect(privileges).not.toMatch(/<D:(write|write-content|write-properties|all|bind)\/>/);
    const response = await put(asBob, `${shared}new.ics`, eventText({ uid: 'bob' }));
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('<D:need-privileges>')]);
  });
});
