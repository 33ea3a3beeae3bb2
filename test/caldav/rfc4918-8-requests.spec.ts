import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../harness/index.js';
import { davServer, eventText, openCollection, propfind, propfindBody, put, responses, xml } from './dav-client.js';

/** RFC 4918 §8, §10: what holds for requests of every method. */
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}shared/`;
const object = `${calendar}one.ics`;

const { server, dav } = await davServer();
let etag = '';

beforeAll(async () => {
  await dav({ method: 'MKCALENDAR', path: calendar });
  etag = String((await put(dav, object, eventText())).headers.etag);
  const open = await openCollection(server, 'shared');
  await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' });
});

const icalendar = { 'content-type': 'text/calendar' };
const patch = xml('D:propertyupdate', '<D:set><D:prop><x xmlns="urn:x">1</x></D:prop></D:set>');
const destination = `${calendar}two.ics`;

describe('§8.1, §8.5, §10.6: whoever has no right hears of that, and of nothing else', () => {
  const text = eventText();
  const stale = { if: '(["other"])' };
  interface Wrong {
    method: string;
    path?: string;
    body?: string;
    headers?: Record<string, string>;
  }
  const wrong: [string, Wrong][] = [
    ['what is no calendar', { method: 'PUT', body: 'no calendar', headers: icalendar }],
    ['another type', { method: 'PUT', body: '<p/>', headers: { 'content-type': 'text/html' } }],
    ['If-Match', { method: 'PUT', body: text, headers: { ...icalendar, 'if-match': '"other"' } }],
    ['If-None-Match', { method: 'PUT', body: text, headers: { ...icalendar, 'if-none-match': '*' } }],
    ['If', { method: 'PUT', body: text, headers: { ...icalendar, ...stale } }],
    ['another UID', { method: 'PUT', body: eventText({ uid: 'other' }), headers: icalendar }],
    ['If-Match', { method: 'DELETE', headers: { 'if-match': '"other"' } }],
    ['If', { method: 'DELETE', headers: stale }],
    ['a body', { method: 'DELETE', body: 'a body' }],
    ['If-Match', { method: 'MOVE', headers: { destination, 'if-match': '"other"' } }],
    ['Overwrite', { method: 'MOVE', headers: { destination: object, overwrite: 'F' } }],
    ['no Destination', { method: 'MOVE' }],
    ['If', { method: 'PROPPATCH', body: patch, headers: stale }],
    ['broken XML', { method: 'PROPPATCH', body: '<D:x' }],
    ['If', { method: 'ACL', path: calendar, body: xml('D:acl', ''), headers: { if: '(<urn:other>)' } }],
    ['broken XML', { method: 'ACL', path: calendar, body: '<D:x' }],
  ];

  it.each(wrong)('with %s: %j', async (_, { method, path = object, body, headers = {} }) => {
    const as = (person: Person | null) =>
      dav({ method, path, as: person, headers, ...(body === undefined ? {} : { body }) });
    expect((await as(null)).statusCode).toBe(401);
    const reader = await as('bob');
    expect([reader.statusCode, reader.body]).toEqual([403, expect.stringContaining('<D:need-privileges>')]);
    expect((await as('carol')).statusCode).toBe(method === 'PUT' ? 409 : 404);
    expect((await as('alice')).body).not.toContain('need-privileges');
    expect((await dav({ method: 'GET', path: object })).headers.etag).toBe(etag);
  });

  it.each(['PROPFIND', 'REPORT', 'PROPPATCH'])('a calendar that one does not see: %s', async (method) => {
    for (const [body, headers] of [
      ['<D:x', {}],
      [patch, stale],
    ] as [string, Record<string, string>][])
      expect((await dav({ method, path: calendar, as: 'carol', body, headers })).statusCode).toBe(404);
  });

  it.each(['MKCALENDAR', 'MKCOL'])('the home of somebody else: %s', async (method) => {
    for (const [body, headers] of [
      ['<D:x', {}],
      [patch, stale],
    ] as [string, Record<string, string>][]) {
      const refused = await dav({ method, path: `${home}bobs/`, as: 'bob', body, headers });
      expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining('<D:bind/>')]);
    }
  });
});

describe('§8.2: XML', () => {
  it.each(['text/xml', 'application/xml', 'text/xml; charset=utf-8', 'application/xml; charset="utf-8"'])(
    'is taken as %s, and given as application/xml',
    async (type) => {
      const body = propfindBody('D:resourcetype');
      const answer = await dav({
        method: 'PROPFIND',
        path: calendar,
        body,
        headers: { 'content-type': type, depth: '0' },
      });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([207, 'application/xml; charset=utf-8']);
      const refused = await dav({ method: 'PROPFIND', path: '/dav/nothing/here/at/all/', body });
      expect(refused.headers['content-type']).toBe('application/xml; charset=utf-8');
    },
  );
});

describe('§8.3, §14.24: hrefs', () => {
  it('are absolute paths in one spelling, each once, with a slash at the end of collections', async () => {
    for (const path of [home, home.replace('@', '%40'), home.slice(0, -1), calendar]) {
      const { body } = await propfind(dav, path, '1', 'D:resourcetype');
      const hrefs = [...body.matchAll(/<D:response><D:href>(.*?)<\/D:href>/g)].map(([, href]) => href!);
      expect(new Set(hrefs).size).toBe(hrefs.length);
      for (const href of hrefs) {
        expect(href.startsWith(path.startsWith(calendar) ? calendar : home), href).toBe(true);
        expect(href).not.toMatch(/\/\.{1,2}(\/|$)|\/\//);
      }
      for (const [href, text] of responses({ body } as Parameters<typeof responses>[0]))
        expect(href.endsWith('/'), href).toBe(text.includes('<D:collection/>'));
    }
  });
});

describe('§10.1: the DAV header', () => {
  it('is on OPTIONS of every kind of resource, and of nothing that is no WebDAV', async () => {
    const principal = '/dav/principals/alice@example.org/';
    for (const path of [
      '/',
      principal,
      home,
      calendar,
      object,
      `${home}inbox/`,
      `${home}outbox/`,
      `${home}inbox/x.ics`,
    ]) {
      const { headers } = await dav({ method: 'OPTIONS', path });
      expect(String(headers.dav).split(', ').slice(0, 2), path).toEqual(['1', '3']);
    }
    for (const path of [
      '/calendar/feeds/default/private/full',
      '/calendar/v3/users/me/calendarList',
      '/rest/alice@example.org/',
    ])
      expect((await dav({ method: 'OPTIONS', path })).headers.dav, path).toBeUndefined();
  });
});

describe('§10.2: Depth', () => {
  it.each(['0', '1', 'infinity'])('says nothing of what has no members: %s', async (depth) => {
    const found = await propfind(dav, object, depth, 'D:getetag');
    expect(found.statusCode).toBe(207);
    expect([...responses(found).keys()]).toEqual([object]);
  });
});

describe('§10.6: Overwrite', () => {
  it('is T where a request does not say', async () => {
    await put(dav, `${home}calendar/from.ics`, eventText({ uid: 'over', summary: 'New' }));
    await put(dav, `${calendar}over.ics`, eventText({ uid: 'over', summary: 'Old' }));
    const headers = { destination: `${calendar}over.ics` };
    expect((await dav({ method: 'MOVE', path: `${home}calendar/from.ics`, headers })).statusCode).toBe(204);
    expect((await dav({ method: 'GET', path: `${calendar}over.ics` })).body).toContain('SUMMARY:New');
  });

  it('F keeps COPY from replacing anything', async () => {
    await put(dav, `${home}calendar/f.ics`, eventText({ uid: 'f', summary: 'New' }));
    await put(dav, `${calendar}f.ics`, eventText({ uid: 'f', summary: 'Old' }));
    const headers = { destination: `${calendar}f.ics`, overwrite: 'F' };
    expect((await dav({ method: 'COPY', path: `${home}calendar/f.ics`, headers })).statusCode).toBe(412);
    expect((await dav({ method: 'GET', path: `${calendar}f.ics` })).body).toContain('SUMMARY:Old');
  });
});

describe('§9.6: DELETE', () => {
  it('leaves nothing to GET, HEAD and PROPFIND, of an object and of a calendar with all that is in it', async () => {
    const gone = async (path: string): Promise<void> => {
      for (const method of ['GET', 'HEAD', 'PROPFIND'])
        expect((await dav({ method, path, headers: { depth: '0' } })).statusCode, `${method} ${path}`).toBe(404);
    };
    const path = `${home}short/`;
    await dav({ method: 'MKCALENDAR', path });
    for (const name of ['a', 'b']) await put(dav, `${path}${name}.ics`, eventText({ uid: name }));
    expect((await dav({ method: 'DELETE', path: `${path}a.ics` })).statusCode).toBe(204);
    await gone(`${path}a.ics`);
    expect((await dav({ method: 'DELETE', path })).statusCode).toBe(204);
    for (const place of [path, `${path}b.ics`]) await gone(place);
    expect([...responses(await propfind(dav, home, '1', 'D:resourcetype')).keys()]).not.toContain(path);
  });

  it('§9.6.1: is of the whole calendar or of nothing, whatever Depth says', async () => {
    const path = `${home}whole/`;
    await dav({ method: 'MKCALENDAR', path });
    await put(dav, `${path}a.ics`, eventText({ uid: 'a' }));
    expect((await dav({ method: 'DELETE', path, headers: { if: '(<urn:other>)' } })).statusCode).toBe(412);
    expect((await dav({ method: 'GET', path: `${path}a.ics` })).statusCode).toBe(200);
    expect((await dav({ method: 'DELETE', path, headers: { depth: 'infinity' } })).statusCode).toBe(204);
  });
});
