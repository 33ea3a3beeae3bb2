import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  content,
  davServer,
  eventText,
  newCalendar,
  openCollection,
  propfind,
  put,
  report,
  responses,
  xml,
} from './dav-client.js';

const { server, dav } = await davServer();

const home = '/dav/calendars/alice@example.org/';
let calendar = '';
beforeEach(async () => {
  calendar = await newCalendar(dav);
});

const body = (token: string, more = '', props = '<D:getetag/><D:getcontenttype/>'): string =>
  xml(
    'D:sync-collection',
    `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level>${more}<D:prop>${props}</D:prop>`,
  );
const limit = (count: number): string => `<D:limit><D:nresults>${count}</D:nresults></D:limit>`;

interface Synced {
  members: Map<string, string>;
  token: string;
  text: string;
}

async function sync(token = '', more = ''): Promise<Synced> {
  const response = await report(dav, calendar, body(token, more));
  expect(response.statusCode).toBe(207);
  return { members: responses(response), token: content(response.body, 'D:sync-token')!, text: response.body };
}

const add = (name: string, summary?: string) => put(dav, `${calendar}${name}`, eventText({ uid: name, summary }));
const removeEvent = (name: string) => dav({ method: 'DELETE', path: `${calendar}${name}` });
const opened = () => openCollection(server, calendar.split('/').at(-2)!);
const names = ({ members }: Synced): string[] => [...members.keys()].map((path) => path.slice(calendar.length)).sort();

describe('sync-collection', () => {
  it('lists everything first, without the collection itself, then what changed', async () => {
    const { headers } = await add('a.ics');
    await add('b.ics');
    const first = await sync();
    expect(names(first)).toEqual(['a.ics', 'b.ics']);
    expect(content(first.members.get(`${calendar}a.ics`)!, 'D:getetag')).toBe(headers.etag);
    expect(content(first.members.get(`${calendar}a.ics`)!, 'D:getcontenttype')).toContain('text/calendar');
    expect(names(await sync(first.token))).toEqual([]);
    await add('a.ics', 'Changed');
    await removeEvent('b.ics');
    const next = await sync(first.token);
    expect(names(next)).toEqual(['a.ics', 'b.ics']);
    const gone = next.members.get(`${calendar}b.ics`)!;
    expect(gone).toBe(
      `<D:response><D:href>${calendar}b.ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>`,
    );
    expect(next.members.get(`${calendar}a.ics`)).toContain('<D:propstat>');
    expect(names(await sync())).toEqual(['a.ics']);
  });

  it('reports a name that was removed and put again as changed, once', async () => {
    await add('a.ics');
    const { token } = await sync();
    await removeEvent('a.ics');
    await add('a.ics');
    const next = await sync(token);
    expect(names(next)).toEqual(['a.ics']);
    expect(next.text).not.toContain(' 404 ');
  });

  it('hands out a token that is a URI, equal to the property and to the ctag', async () => {
    await add('a.ics');
    const { token } = await sync();
    expect(token).toMatch(/^[a-z]+:.+/);
    const { body: text } = await propfind(dav, calendar, '0', 'D:sync-token', 'CS:getctag');
    expect([content(text, 'D:sync-token'), content(text, 'CS:getctag')]).toEqual([token, token]);
    await add('a.ics');
    expect(content((await propfind(dav, calendar, '0', 'CS:getctag')).body, 'CS:getctag')).toBe(token);
    await add('a.ics', 'Changed');
    expect(content((await propfind(dav, calendar, '0', 'CS:getctag')).body, 'CS:getctag')).not.toBe(token);
  });

  it('gives the same answer for Depth 0, 1 and none', async () => {
    await add('a.ics');
    const answers = await Promise.all(
      ([{ depth: '0' }, { depth: '1' }, {}] as Record<string, string>[]).map((headers) =>
        report(dav, calendar, body(''), headers),
      ),
    );
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
  });

  it('gives calendar data along when asked', async () => {
    await add('a.ics');
    const { body: text } = await report(dav, calendar, body('', '', '<C:calendar-data/>'));
    expect(content(text, 'C:calendar-data')).toContain('SUMMARY:Stand-up');
  });
});

describe('a limit', () => {
  it.each([1, 2, 3])('of %i pages through everything with 507 and a token each time', async (count) => {
    for (const name of ['a.ics', 'b.ics', 'c.ics', 'd.ics', 'e.ics']) await add(name);
    const seen: string[] = [];
    let page = await sync('', limit(count));
    for (; page.text.includes(' 507 '); page = await sync(page.token, limit(count))) {
      const members = names(page).filter((name) => name !== '');
      expect(members).toHaveLength(count);
      expect(page.members.get(calendar)).toContain('<D:error><D:number-of-matches-within-limits/></D:error>');
      seen.push(...members);
    }
    seen.push(...names(page));
    expect(seen.sort()).toEqual(['a.ics', 'b.ics', 'c.ics', 'd.ics', 'e.ics']);
    expect(names(await sync(page.token))).toEqual([]);
  });

  it('misses nothing that happens between two pages', async () => {
    for (const name of ['a.ics', 'b.ics', 'c.ics', 'd.ics']) await add(name);
    const first = await sync('', limit(2));
    expect(names(first)).toEqual(['', 'a.ics', 'b.ics']);
    await removeEvent('a.ics');
    await add('b.ics', 'Changed');
    const second = await sync(first.token, limit(10));
    expect(names(second)).toEqual(['b.ics', 'c.ics', 'd.ics']);
    const third = await sync(second.token);
    expect(third.members.get(`${calendar}a.ics`)).toContain(' 404 ');
  });

  it('ends a page inside the changes of one write', async () => {
    for (const name of ['a.ics', 'b.ics', 'c.ics']) await add(name);
    const { token } = await sync();
    await server.core.calendars.clear(await opened());
    const seen: string[] = [];
    let page = await sync(token, limit(1));
    for (; page.text.includes(' 507 '); page = await sync(page.token, limit(1)))
      seen.push(...names(page).filter((name) => name !== ''));
    expect([...seen, ...names(page)].sort()).toEqual(['a.ics', 'b.ics', 'c.ics']);
  });

  it('is a number above zero', async () => {
    for (const value of ['0', '-1', 'x', '1e3'])
      expect(
        (await report(dav, calendar, body('', `<D:limit><D:nresults>${value}</D:nresults></D:limit>`))).statusCode,
      ).toBe(400);
  });
});

describe('a token that is not valid here is 403 with valid-sync-token', () => {
  const refused = async (token: string, path = calendar, client = dav): Promise<void> => {
    const response = await report(client, path, body(token));
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('<D:error xmlns:D="DAV:"');
    expect(response.body).toContain('<D:valid-sync-token/>');
  };

  it('made up, cut, of the future, of another calendar, of another epoch', async () => {
    const { token } = await sync();
    const [, prefix, seq] = /^(.*:)(\d+)$/.exec(token)!;
    await refused('x');
    await refused('data:,dayferry-sync:');
    await refused(prefix!);
    await refused(`${prefix}${Number(seq) + 1}`);
    await refused(`${prefix}99999999999999999999`);
    await refused(`${prefix}i99999.1-zz`);
    await refused(token, `${home}`.replace(home, '/caldav/v2/alice@example.org/events/'));
    await refused(token.replace(/:[^:]+(:[^:]+:[^:]+:\d+)$/, ':00000000$1'));
  });

  it('of another user', async () => {
    const open = await opened();
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' });
    const { token } = await sync();
    await refused(token, calendar, (request) => dav({ ...request, as: 'bob' }));
  });

  it('of a past that has been forgotten', async () => {
    await add('a.ics');
    const { token } = await sync();
    await removeEvent('a.ics');
    await add('b.ics');
    const open = await opened();
    const { store } = server.gateway.dependencies;
    await store.write((tx) => tx.forgetTombstones(open.calendar.key, open.sync.seq));
    await refused(token);
    expect(names(await sync())).toEqual(['b.ics']);
    expect(names(await sync('', limit(1)))).toEqual(['b.ics']);
  });
});

describe('a large calendar', () => {
  // More than is read at a time, and more text than goes out at once.
  const count = 1_300;
  const longest = 262_144;
  const nameOf = (i: number): string =>
    `event-with-a-rather-long-name-to-fill-more-than-one-chunk-of-the-answer-${i}.ics`;

  let large = '';
  beforeAll(async () => {
    const { core } = server;
    calendar = large = await newCalendar(dav);
    const open = await opened();
    const start = { local: '2026-03-02T09:00:00', zone: 'Etc/UTC' };
    const item = (i: number) => ({
      ref: null,
      change: () => ({ kind: 'event' as const, uid: `large-${i}`, master: { start, end: start }, overrides: [] }),
      options: { origin: 'ical' as const, resourceName: nameOf(i) },
    });
    for (let at = 0; at < count; at += 100)
      await core.events.writeMany(
        open,
        Array.from({ length: 100 }, (_, i) => item(at + i)),
      );
  });
  beforeEach(() => {
    calendar = large;
  });

  it('is streamed whole by a sync, without 507', async () => {
    const all = await sync();
    expect(names(all)).toEqual(Array.from({ length: count }, (_, i) => nameOf(i)).sort());
    expect(all.text).not.toContain('HTTP/1.1 507');
    expect(all.text.endsWith('</D:multistatus>')).toBe(true);
    expect(all.text.length).toBeGreaterThan(longest);
  });

  it('is streamed whole by a PROPFIND', async () => {
    const response = await propfind(dav, calendar, '1', 'D:getetag', 'D:getcontenttype', 'D:resourcetype');
    expect(responses(response).size).toBe(count + 1);
    expect(response.body.length).toBeGreaterThan(longest);
  });

  it('is streamed whole by a query, with its texts', async () => {
    const query = xml(
      'C:calendar-query',
      '<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>',
    );
    const response = await report(dav, calendar, query);
    expect(response.body.match(/BEGIN:VEVENT/g)).toHaveLength(count);
  });
});
