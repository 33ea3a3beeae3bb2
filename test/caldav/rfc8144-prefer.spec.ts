import { describe, expect, it } from 'vitest';
import { davServer, eventText, propfindBody, put, responses, xml } from './dav-client.js';

const calendar = '/dav/calendars/alice@example.org/calendar/';
const path = `${calendar}one.ics`;

const readers =
  '<D:ace><D:principal><D:href>/dav/principals/bob@example.org/</D:href></D:principal><D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace>';

const { dav } = await davServer();
await put(dav, path, eventText());

const find = (prefer: string, depth = '1', ...names: string[]) =>
  dav({ method: 'PROPFIND', path: calendar, headers: { prefer, depth }, body: propfindBody(...names) });
const write = (name: string, summary: string, headers: Record<string, string> = {}) =>
  dav({
    method: 'PUT',
    path: `${calendar}${name}.ics`,
    body: eventText({ uid: name, summary }),
    headers: { 'content-type': 'text/calendar', prefer: 'return=representation', ...headers },
  });

describe('RFC 8144 §2.1: return=minimal', () => {
  const nothing = '<D:prop><D:nothing/></D:prop>';
  const everything = '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>';

  it.each([
    ['PROPFIND', xml('D:propfind', nothing)],
    ['calendar-query', xml('C:calendar-query', nothing + everything)],
    ['calendar-multiget', xml('C:calendar-multiget', `${nothing}<D:href>${path}</D:href>`)],
    ['sync-collection', xml('D:sync-collection', `<D:sync-token/><D:sync-level>1</D:sync-level>${nothing}`)],
  ])('leaves out what is not there, and says 200 where nothing else is left: %s', async (name, body) => {
    const method = name === 'PROPFIND' ? name : 'REPORT';
    const headers = { prefer: 'return=minimal', depth: '1' };
    const answer = await dav({ method, path: calendar, headers, body });
    expect([answer.statusCode, answer.headers['preference-applied']]).toEqual([207, 'return=minimal']);
    expect(responses(answer).get(path)).toBe(
      `<D:response><D:href>${path}</D:href><D:propstat><D:prop></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`,
    );
    expect(answer.body).not.toContain(' 404 ');
  });

  it('leaves out no other refusal', async () => {
    await dav({ method: 'ACL', path: calendar, body: xml('D:acl', readers) });
    const headers = { prefer: 'return=minimal', depth: '0' };
    const body = propfindBody('D:acl', 'D:nothing');
    const answer = await dav({ method: 'PROPFIND', path: calendar, as: 'bob', headers, body });
    expect(answer.body).toContain('<D:acl/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status>');
    expect(answer.body).not.toContain(' 404 ');
  });

  it('§2.3: MKCALENDAR and MKCOL say nothing when they worked, and what is wrong when not', async () => {
    const headers = { prefer: 'return=minimal' };
    const resourcetype = '<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>';
    for (const [method, root, more] of [
      ['MKCALENDAR', 'C:mkcalendar', ''],
      ['MKCOL', 'D:mkcol', resourcetype],
    ] as const) {
      const make = (name: string, property: string) =>
        dav({
          method,
          path: `/dav/calendars/alice@example.org/${method}-${name}/`,
          headers,
          body: xml(root, `<D:set><D:prop>${more}${property}</D:prop></D:set>`),
        });
      const made = await make('made', '<D:displayname>Made</D:displayname>');
      expect([made.statusCode, made.body]).toEqual([201, '']);
      const refused = await make('refused', '<D:getetag>x</D:getetag>');
      expect(refused.statusCode).toBeGreaterThan(201);
      expect(refused.body).toContain('<D:cannot-modify-protected-property/>');
    }
  });
});

describe('RFC 8144 §4: depth-noroot', () => {
  it('leaves out the collection itself, alone and with return=minimal', async () => {
    for (const prefer of ['depth-noroot', 'return=minimal, depth-noroot']) {
      const answer = await find(prefer, '1', 'D:getetag', 'D:nothing');
      expect([...responses(answer).keys()]).toEqual([path]);
      expect(answer.body.includes(' 404 ')).toBe(prefer === 'depth-noroot');
    }
  });

  it('means nothing at Depth 0', async () => {
    expect([...responses(await find('depth-noroot', '0', 'D:resourcetype')).keys()]).toEqual([calendar]);
  });

  it('holds for a home as well', async () => {
    const home = '/dav/calendars/alice@example.org/';
    const headers = { prefer: 'depth-noroot', depth: '1' };
    const answer = await dav({ method: 'PROPFIND', path: home, headers, body: propfindBody('D:resourcetype') });
    expect([...responses(answer).keys()]).toContain(calendar);
    expect([...responses(answer).keys()]).not.toContain(home);
  });
});

describe('RFC 7240 §3: Preference-Applied', () => {
  it('says that an answer is minimal, and nothing otherwise', async () => {
    expect((await find('return=minimal', '1', 'D:getetag')).headers['preference-applied']).toBe('return=minimal');
    expect((await find('wait=10', '1', 'D:getetag')).headers['preference-applied']).toBeUndefined();
  });
});

describe('RFC 8144 §3: return=representation', () => {
  it('§3.1: answers PUT with what GET would give', async () => {
    for (const status of [201, 200]) {
      const answer = await write('new', `Title ${status}`);
      const read = await dav({ method: 'GET', path: `${calendar}new.ics` });
      expect(answer.statusCode).toBe(status);
      expect(answer.body).toBe(read.body);
      expect(answer.headers).toMatchObject({
        etag: read.headers.etag,
        'content-type': read.headers['content-type'],
        'content-location': `${calendar}new.ics`,
        'preference-applied': 'return=representation',
      });
    }
  });

  it('§3.2: gives the version that is there to who knows an older one', async () => {
    await write('stale', 'Theirs');
    for (const headers of [{ 'if-match': '"older"' }, { 'if-none-match': '*' }] as Record<string, string>[]) {
      const answer = await write('stale', 'Mine', headers);
      expect(answer.statusCode).toBe(412);
      expect(answer.body).toContain('SUMMARY:Theirs');
      expect(answer.headers.etag).toBeDefined();
    }
  });

  it('§3.2: has nothing to give where nothing is', async () => {
    const answer = await write('nowhere', 'Mine', { 'if-match': '*' });
    expect([answer.statusCode, answer.headers['content-location']]).toEqual([412, undefined]);
    expect(answer.body).toContain('D:error');
  });
});
