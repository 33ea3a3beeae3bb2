import { beforeAll, describe, expect, it } from 'vitest';
import { viewerOf } from '../harness/index.js';
import { addCalendar, count, find, share, gdataServer } from './gdata-client.js';

describe('lists of calendars', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let secondary: string;
  beforeAll(async () => {
    secondary = await addCalendar(gdata.server, 'alice', {
      title: "Alice's team",
      location: 'Room 1',
      timeZone: 'America/New_York',
      color: '#7a367b',
    });
    await share(gdata.server, 'bob', 'alice', 'reader');
    const viewer = await viewerOf(gdata.server.core, 'alice@example.org');
    await gdata.server.core.calendars.updateEntry(await gdata.server.core.calendars.open(viewer, 'bob@example.org'), {
      titleOverride: 'Bobby',
      isHidden: true,
    });
  });

  it.each([
    ['default', 3],
    ['default/allcalendars/full', 3],
    ['default/owncalendars/full', 2],
    ['alice%40example.org/owncalendars/full', 2],
  ])('%s has %i entries in Atom and JSON-C, in both versions', async (path, entries) => {
    for (const version of ['2', null]) {
      const answer = await send('GET', path, { version });
      expect(answer.statusCode).toBe(200);
      expect(count(answer.body, '<entry')).toBe(entries);
      expect(answer.body).toContain(
        '<title' + (version ? '' : " type='text'") + ">Alice Adler's Calendar List</title>",
      );
    }
    const json = (await send('GET', `${path}?alt=jsonc`)).json<{
      apiVersion: string;
      data: { kind: string; items: unknown[] };
    }>();
    expect(json).toMatchObject({ apiVersion: '2.3', data: { kind: 'calendar#calendarFeed' } });
    expect(json.data.items).toHaveLength(entries);
  });

  it('say in JSON-C what the guide prints', async () => {
    const json = (await send('GET', 'default/allcalendars/full?alt=jsonc')).json<{
      data: Record<string, unknown> & { items: Record<string, unknown>[] };
    }>();
    expect(Object.keys(json.data)).toEqual([
      'kind',
      'etag',
      'id',
      'updated',
      'title',
      'author',
      'feedLink',
      'selfLink',
      'canPost',
      'items',
    ]);
    expect(json.data.selfLink).toBe(`${gdata.server.url}/calendar/feeds/default/allcalendars/full?alt=jsonc`);
    const team = json.data.items.find((item) => item.title === "Alice's team");
    expect(team).toMatchObject({
      kind: 'calendar#calendar',
      id: `${gdata.server.url.replace('https', 'http')}/calendar/feeds/default/calendars/${encodeURIComponent(secondary)}`,
      eventFeedLink: `${gdata.server.url}/calendar/feeds/${encodeURIComponent(secondary)}/private/full`,
      accessControlListLink: `${gdata.server.url}/calendar/feeds/${encodeURIComponent(secondary)}/acl/full`,
      canEdit: true,
      author: { displayName: "Alice's team" },
      accessLevel: 'owner',
      color: '#7A367A',
      hidden: false,
      location: 'Room 1',
      timeZone: 'America/New_York',
      timesCleaned: 0,
    });
  });

  it('say what a subscriber may do and how they see it', async () => {
    const { body } = await send('GET', 'default/allcalendars/full/bob%40example.org');
    expect(body).toContain("<gCal:accesslevel value='read'/>");
    expect(body).toContain("<gCal:hidden value='true'/><gCal:overrideName value='Bobby'/>");
    expect(body).not.toContain('accessControlList');
    expect((await send('GET', 'default/owncalendars/full/bob%40example.org')).statusCode).toBe(404);
  });

  it('are read-only as the metafeed', async () => {
    const { body } = await send('GET', 'default');
    expect(body).not.toContain('#post');
    expect(body).not.toContain("rel='edit'");
    const self = find(body, /rel='self' type='[^']*' href='([^']*%40example.org)'/);
    expect((await send('GET', self.split('/calendar/feeds/')[1]!)).statusCode).toBe(200);
  });

  it('have the version-dependent namespaces, and no ETag attributes in protocol 1', async () => {
    const first = (await send('GET', 'default/allcalendars/full', { version: null })).body;
    expect(first).toContain('http://a9.com/-/spec/opensearchrss/1.0/');
    expect(first).not.toMatch(/gd:etag|gd:kind|app:edited|<content/);
    expect((await send('GET', 'default/allcalendars/full?v=2', { version: null })).body).toContain(
      'http://a9.com/-/spec/opensearch/1.1/',
    );
  });

  it('answer 304 until something changes', async () => {
    const first = await send('GET', 'default/owncalendars/full');
    const etag = first.headers.etag as string;
    expect(etag).toMatch(/^W\/"/);
    expect(find(first.body, /<feed [^>]*gd:etag='([^']*)'/)).toBe(etag);
    const second = await send('GET', 'default/owncalendars/full', { headers: { 'if-none-match': etag } });
    expect([second.statusCode, second.body]).toEqual([304, '']);
    await addCalendar(gdata.server, 'alice', { title: 'Another' });
    expect((await send('GET', 'default/owncalendars/full', { headers: { 'if-none-match': etag } })).statusCode).toBe(
      200,
    );
  });

  it('refuse strangers, and what is no entry', async () => {
    expect((await send('GET', 'bob%40example.org/allcalendars/full')).statusCode).toBe(403);
    expect((await send('POST', 'default/owncalendars/full', { body: '<entry/>' })).statusCode).toBe(400);
    const anonymous = await send('GET', 'default', { headers: { authorization: '' } });
    expect(anonymous.statusCode).toBe(401);
    expect(anonymous.headers['www-authenticate']).toBeDefined();
  });
});
