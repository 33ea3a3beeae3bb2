import type { Response } from 'light-my-request';
import { expect, it } from 'vitest';
import { type Person } from '../harness/index.js';
import { content, davServer, eventText, missing, propfind, put, xml } from './dav-client.js';

/** CalendarServer's publishing: a calendar that everybody may read, and an address to subscribe to. */
const calendar = '/dav/calendars/alice@example.org/open/';

const { server, dav } = await davServer();
await dav({ method: 'MKCALENDAR', path: calendar });
await put(dav, `${calendar}one.ics`, eventText({ summary: 'Fair' }));

const post = (what: string, as: Person | null = 'alice', path = calendar): Promise<Response> =>
  dav({ method: 'POST', path, as, body: xml(`CS:${what}`, '') });
const properties = async (path = calendar): Promise<string> =>
  (await propfind(dav, path, '0', 'CS:publish-url', 'CS:pre-publish-url', 'CS:allowed-sharing-modes')).body;

it('says that it can be published, and where it would be', async () => {
  const body = await properties();
  expect(content(body, 'CS:allowed-sharing-modes')).toContain('<CS:can-be-published/>');
  expect(missing(body)).toBe('<CS:publish-url/>');
  const { pathname } = new URL(content(content(body, 'CS:pre-publish-url')!, 'D:href')!);
  expect((await dav({ method: 'GET', path: pathname, as: null })).statusCode).toBe(404);
});

it('opens the address, for readers only, until it is taken back', async () => {
  expect((await post('publish-calendar')).statusCode).toBe(202);
  expect((await post('publish-calendar')).statusCode).toBe(202);
  const { href, pathname } = new URL(content(content(await properties(), 'CS:publish-url')!, 'D:href')!);
  expect(href.startsWith(`${server.url}/`)).toBe(true);
  const got = await dav({ method: 'GET', path: pathname, as: null });
  expect([got.statusCode, got.body]).toEqual([200, expect.stringContaining('SUMMARY:Fair')]);
  expect((await put((request) => dav({ ...request, as: 'bob' }), `${calendar}two.ics`, eventText())).statusCode).toBe(
    403,
  );
  expect((await post('unpublish-calendar')).statusCode).toBe(200);
  expect((await dav({ method: 'GET', path: pathname, as: null })).statusCode).toBe(404);
  expect(missing(await properties())).toBe('<CS:publish-url/>');
});

it('is the owner’s to do, on calendars', async () => {
  expect((await post('publish-calendar', null)).statusCode).toBe(401);
  expect((await post('publish-calendar', 'bob')).statusCode).toBe(404);
  await post('publish-calendar');
  expect((await post('unpublish-calendar', 'bob')).statusCode).toBe(403);
  await post('unpublish-calendar');
  expect((await post('publish-nothing')).statusCode).toBe(400);
});
