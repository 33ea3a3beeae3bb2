import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { davClient, eventText, openCollection, propfind, put, responses, type Dav } from './dav-client.js';

let server: TestServer;
let dav: Dav;
const home = '/dav/calendars/alice@example.org/';

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  for (const name of ['old', 'other']) await dav({ method: 'MKCALENDAR', path: `${home}${name}/` });
  await put(dav, `${home}old/one.ics`, eventText());
});
afterAll(() => server.close());

const send = (method: string, name: string, destination: string, headers: Record<string, string> = {}) =>
  dav({ method, path: `${home}${name}/`, headers: { destination, ...headers } });
const names = async () => [...responses(await propfind(dav, home, '1', 'D:resourcetype')).keys()];

describe('RFC 4918 §9.9: MOVE of a calendar', () => {
  it('gives it another name, with all that is in it', async () => {
    const id = await idOf('old');
    const moved = await send('MOVE', 'old', `${server.url}${home}new%20name/`, { depth: 'infinity' });
    expect([moved.statusCode, moved.headers.location]).toEqual([201, `${server.url}${home}new%20name/`]);
    expect((await dav({ method: 'GET', path: `${home}new%20name/one.ics` })).statusCode).toBe(200);
    expect((await dav({ method: 'GET', path: `${home}old/one.ics` })).statusCode).toBe(404);
    expect(await names()).toContain(`${home}new%20name/`);
    expect(await idOf('new name')).toBe(id);
  });

  it('does not take the place of another calendar', async () => {
    for (const [overwrite, status] of [
      ['F', 412],
      ['T', 403],
    ] as const)
      expect((await send('MOVE', 'other', `${home}calendar/`, { overwrite })).statusCode).toBe(status);
    expect(await names()).toContain(`${home}other/`);
  });

  it.each([
    ['into a calendar', `${home}calendar/other/`],
    ['to the home of somebody else', '/dav/calendars/bob@example.org/other/'],
    ['to a home', home],
    ['to an address of the other tree', '/caldav/v2/x@example.org/events/'],
  ])('goes not %s', async (_where, destination) => {
    const answer = await send('MOVE', 'other', destination);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('<C:calendar-collection-location-ok/>');
  });

  it('is for the owner only', async () => {
    const answer = await dav({
      method: 'MOVE',
      path: `${home}other/`,
      as: 'bob',
      headers: { destination: '/dav/calendars/bob@example.org/mine/' },
    });
    expect(answer.statusCode).toBe(404);
  });
});

describe('RFC 4918 §9.8: COPY of a calendar', () => {
  it('is refused, and not offered', async () => {
    expect((await send('COPY', 'other', `${home}copy/`)).statusCode).toBe(403);
    const { allow } = (await dav({ method: 'OPTIONS', path: `${home}other/` })).headers;
    expect(String(allow).split(', ')).toEqual(expect.arrayContaining(['MOVE']));
    expect(String(allow).split(', ')).not.toContain('COPY');
  });
});

describe('RFC 4791 §5.3.1.1', () => {
  it.each(['MKCALENDAR', 'MKCOL', 'COPY', 'MOVE'])('no calendar lies in a calendar: %s', async (method) => {
    const path = method.startsWith('MK') ? `${home}calendar/inside/` : `${home}other/`;
    const answer = await dav({ method, path, headers: { destination: `${home}calendar/inside/` } });
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('<C:calendar-collection-location-ok/>');
  });
});

async function idOf(name: string): Promise<string> {
  return (await openCollection(server, name)).calendar.id;
}
