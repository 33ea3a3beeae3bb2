import { describe, expect, it } from 'vitest';
import { davServer, eventText, propfindBody, put, responses } from './dav-client.js';

const calendar = '/dav/calendars/alice@example.org/calendar/';
const path = `${calendar}one.ics`;

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

describe('RFC 8144 §2.2: depth-noroot', () => {
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
