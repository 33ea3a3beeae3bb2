import { describe, expect, it } from 'vitest';
import { openAs } from '../harness/index.js';
import { davServer, eventText, propfind, put } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;
const one = `${calendar}one.ics`;

const { server, dav } = await davServer();
await put(dav, one, eventText({ uid: 'one' }));

/** What a refused request must leave as it was. */
const state = async (): Promise<string> => {
  const { body } = await propfind(dav, calendar, '1', 'D:getetag', 'CS:getctag', 'D:sync-token');
  return body;
};

describe('dav-destination', () => {
  const move = (method: string, destination: string | undefined, more: Record<string, string> = {}) =>
    dav({ method, path: one, headers: { ...(destination === undefined ? {} : { destination }), ...more } });

  it.each([
    ['on another host', 'http://elsewhere.example/dav/x.ics', 502],
    ['on another host, by a name that begins like ours', `${'http://127.0.0.1'}.elsewhere.example/x.ics`, 502],
    ['of another scheme', 'ftp://elsewhere.example/x.ics', 502],
    ['with a name and a password in it', 'http://a:b@elsewhere.example/x.ics', 502],
    ['without a scheme, on another host', '//elsewhere.example/x.ics', 502],
    ['that is no URI', 'one two', 400],
    ['that is missing', undefined, 400],
    ['that is itself', one, 403],
    ['inside itself', `${one}/two.ics`, 409],
    ['that is its own calendar', calendar, 403],
    ['that is above', home, 403],
    ['nowhere', '/elsewhere/one.ics', 409],
    ['in a calendar that is not there', `${home}none/one.ics`, 409],
    ['in a calendar of somebody else', '/dav/calendars/bob@example.org/calendar/one.ics', 409],
    ['that leaves its calendar by dots', `${calendar}../../bob@example.org/calendar/one.ics`, 409],
    ['with a line end in it', `${calendar}a%0d%0ab.ics`, 400],
  ])('refuses a Destination %s', async (_, destination, status) => {
    const before = await state();
    for (const method of ['COPY', 'MOVE']) {
      const answer = await move(method, destination);
      expect([method, answer.statusCode], answer.body).toEqual([method, status]);
      expect(answer.headers['content-type']).toContain('application/xml');
    }
    expect(await state()).toBe(before);
  });

  it('in a calendar that one may only read is 403, and says what is missing', async () => {
    const { core } = server;
    const open = await openAs(core, 'bob@example.org');
    await core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'alice@example.org', role: 'reader' });
    const answer = await move('COPY', `${home}bob@example.org/one.ics`);
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('<D:need-privileges>')]);
  });

  it('Overwrite: F is honoured, and another value is 400', async () => {
    await dav({ method: 'MKCALENDAR', path: `${home}second/` });
    const target = `${home}second/one.ics`;
    expect((await move('COPY', target)).statusCode).toBe(201);
    expect((await move('COPY', target, { overwrite: 'F' })).statusCode).toBe(412);
    expect((await move('COPY', target, { overwrite: 'perhaps' })).statusCode).toBe(400);
  });
});

describe('header-injection', () => {
  it('line ends in a path never reach a header', async () => {
    for (const path of [`${calendar}a%0d%0aSet-Cookie:x.ics`, `${home}a%0aSet-Cookie:x/`]) {
      const answer = await put(dav, path, eventText({ uid: 'two' }));
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([400, undefined]);
    }
    const redirect = await dav({ method: 'GET', path: '/.well-known/caldav?%0d%0aSet-Cookie:x', as: null });
    expect([redirect.statusCode, redirect.headers.location]).toEqual([301, '/dav/']);
  });

  it('nor does a request id with one come back', async () => {
    const answer = await dav({ method: 'OPTIONS', path: home, headers: { 'x-request-id': 'a%0d%0aSet-Cookie: x' } });
    expect(answer.headers['x-request-id']).not.toContain('Set-Cookie');
  });

  it('a name of any letters comes back as one header', async () => {
    const destination = `${server.url}${calendar}${encodeURIComponent('ü"; x=y.ics')}`;
    const moved = await dav({ method: 'MOVE', path: one, headers: { destination } });
    expect(moved.statusCode).toBe(201);
    expect(moved.headers.location).toMatch(/^[\x21-\x7e]+$/);
    await dav({
      method: 'MOVE',
      path: `${calendar}${encodeURIComponent('ü"; x=y.ics')}`,
      headers: { destination: one },
    });
  });
});
