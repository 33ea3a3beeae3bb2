import { describe, expect, it } from 'vitest';
import { content, davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';

const { server, dav } = await davServer({
  env: {
    DAYFERRY_CALDAV_ALIASES: 'nextcloud, sogo, calendarserver, /old/{user}/=/old/{user}/collections/',
    DAYFERRY_CALDAV_ALIAS_DOMAIN: 'example.org',
  },
});
await put(dav, '/dav/calendars/alice@example.org/calendar/a.ics', eventText({ uid: 'a' }));

describe.each([
  ['calendarserver, by name', '/', '/principals/users/alice/', '/calendars/users/alice/'],
  ['calendarserver, by GUID', '/', '/principals/__uids__/alice/', '/calendars/__uids__/alice/'],
  ['nextcloud', '/remote.php/dav/', '/remote.php/dav/principals/users/alice/', '/remote.php/dav/calendars/alice/'],
  [
    'sogo, with an address for a name',
    '/SOGo/dav/',
    '/SOGo/dav/alice@example.org/',
    '/SOGo/dav/alice@example.org/Calendar/',
  ],
  ['a layout of one’s own', '/old/', '/old/alice/', '/old/alice/collections/'],
])('the layout of %s', (_, root, principal, home) => {
  it('leads from its root to its calendars, in its own paths', async () => {
    const found = await propfind(dav, root, '0', 'D:current-user-principal');
    expect([...responses(found).keys()]).toEqual([root]);
    const start = await propfind(
      dav,
      principal,
      '0',
      'C:calendar-home-set',
      'D:current-user-principal',
      'D:principal-URL',
    );
    expect(content(start.body, 'C:calendar-home-set')).toBe(`<D:href>${home}</D:href>`);
    expect(content(start.body, 'D:current-user-principal')).toBe(`<D:href>${principal}</D:href>`);
    expect(content(start.body, 'D:principal-URL')).toBe(`<D:href>${principal}</D:href>`);
    const listing = responses(await propfind(dav, home, '1', 'D:resourcetype', 'D:owner'));
    expect([...listing.keys()].slice(0, 2)).toEqual([home, `${home}calendar/`]);
    expect(content(listing.get(`${home}calendar/`)!, 'D:owner')).toBe(`<D:href>${principal}</D:href>`);
  });

  it('serves reports and writes, with hrefs that the old client knows', async () => {
    const object = `${home}calendar/a.ics`;
    const multiget = xml('C:calendar-multiget', `<D:prop><D:getetag/></D:prop><D:href>${object}</D:href>`);
    expect([...responses(await report(dav, `${home}calendar/`, multiget)).keys()]).toEqual([object]);
    const sync = xml('D:sync-collection', '<D:sync-token/><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>');
    expect([...responses(await report(dav, `${home}calendar/`, sync)).keys()]).toContain(object);
    expect((await put(dav, `${home}calendar/b.ics`, eventText({ uid: 'b' }))).statusCode).toBe(201);
    const moved = await dav({
      method: 'MOVE',
      path: `${home}calendar/b.ics`,
      headers: { destination: `${home}calendar/c.ics` },
    });
    expect([moved.statusCode, moved.headers.location]).toEqual([201, `${server.url}${home}calendar/c.ics`]);
    expect((await dav({ method: 'GET', path: '/dav/calendars/alice@example.org/calendar/c.ics' })).statusCode).toBe(
      200,
    );
    expect((await dav({ method: 'DELETE', path: `${home}calendar/c.ics` })).statusCode).toBe(204);
    expect((await dav({ method: 'OPTIONS', path: home, as: null })).headers.dav).toContain('calendar-access');
  });

  it('hides strangers as our own does, and asks for sign-in', async () => {
    for (const name of ['bob', 'nobody']) {
      const path = home.replace(/alice(?:@example\.org)?/, name);
      expect((await propfind(dav, path, '1', 'D:resourcetype')).statusCode).toBe(404);
      expect((await dav({ method: 'PROPFIND', path, as: null, headers: { depth: '0' } })).statusCode).toBe(401);
    }
    expect((await propfind(dav, `${home}..%2f/x`, '0', 'D:resourcetype')).statusCode).toBe(400);
    expect((await propfind(dav, `${principal}nowhere/at/all/x/y`, '0', 'D:resourcetype')).statusCode).toBe(404);
  });
});

describe('what lies above principals and homes', () => {
  it.each([
    ['/principals/', '/principals/users/alice/'],
    ['/principals/users/', '/principals/users/alice/'],
    ['/principals/__uids__/', '/principals/__uids__/alice/'],
    ['/calendars/', '/calendars/users/alice/'],
    ['/calendars/__uids__/', '/calendars/__uids__/alice/'],
    ['/remote.php/dav/calendars/', '/remote.php/dav/calendars/alice/'],
  ])('%s leads to one’s own', async (path, own) => {
    const listing = responses(await propfind(dav, path, '1', 'D:resourcetype', 'D:current-user-principal'));
    expect([...listing.keys()]).toEqual([path, own]);
    expect(content(listing.get(path)!, 'D:current-user-principal')).toContain('/alice/');
  });

  it.each(['/remote.php/', '/principals/groups/', '/calendars/x/'])('%s is nowhere', async (path) => {
    expect((await propfind(dav, path, '0', 'D:resourcetype')).statusCode).toBe(404);
  });

  it('finds people by their names there', async () => {
    const search = xml(
      'D:principal-property-search',
      '<D:property-search><D:prop><D:displayname/></D:prop><D:match>baker</D:match></D:property-search><D:prop><D:displayname/></D:prop>',
    );
    const found = responses(await report(dav, '/principals/', search, { depth: '0' }));
    expect([...found.keys()]).toEqual(['/principals/users/bob/']);
  });

  it('has the groups of delegates below principals', async () => {
    const listing = responses(await propfind(dav, '/principals/users/alice/', '1', 'D:resourcetype'));
    expect([...listing.keys()].slice(1)).toEqual([
      '/principals/users/alice/calendar-proxy-read/',
      '/principals/users/alice/calendar-proxy-write/',
    ]);
    const set = await dav({
      method: 'PROPPATCH',
      path: '/principals/users/alice/calendar-proxy-read/',
      body: xml(
        'D:propertyupdate',
        '<D:set><D:prop><D:group-member-set><D:href>/principals/__uids__/bob/</D:href></D:group-member-set></D:prop></D:set>',
      ),
    });
    expect(set.body).toContain('200 OK');
    const { body } = await propfind(
      dav,
      '/dav/principals/alice@example.org/calendar-proxy-read/',
      '0',
      'D:group-member-set',
    );
    expect(body).toContain('/dav/principals/bob@example.org/');
  });
});

it('gives our own paths to those who ask in our own layout', async () => {
  const { body } = await propfind(dav, '/dav/principals/alice@example.org/', '0', 'C:calendar-home-set');
  expect(content(body, 'C:calendar-home-set')).toBe('<D:href>/dav/calendars/alice@example.org/</D:href>');
});
