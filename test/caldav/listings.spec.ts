import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../harness/index.js';
import { davClient, eventText, propfind, put, responses, type Dav } from './dav-client.js';

let server: TestServer;
let dav: Dav;
const calendar = '/dav/calendars/alice@example.org/calendar/';

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  await put(dav, `${calendar}one.ics`, eventText({ uid: 'one' }));
  await put(dav, `${calendar}private.ics`, eventText({ uid: 'private', more: ['CLASS:PRIVATE'] }));
});
afterAll(() => server.close());

const listing = async (as: Person = 'alice') =>
  responses(await propfind((request) => dav({ ...request, as }), calendar, '1', 'D:getetag', 'D:getcontenttype'));
const share = async (role: 'reader' | 'none') => {
  const user = await server.core.directory.byEmail('alice@example.org');
  const open = await server.core.calendars.open(await server.core.directory.viewer(user!, ['calendar']), user!.email);
  await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role });
};

it('a listing that is asked for again is the same, until something changes', async () => {
  const first = await listing();
  expect(await listing()).toEqual(first);
  await put(dav, `${calendar}one.ics`, eventText({ uid: 'one', summary: 'Changed' }));
  const changed = await listing();
  expect(changed.get(`${calendar}one.ics`)).not.toBe(first.get(`${calendar}one.ics`));
  await dav({ method: 'DELETE', path: `${calendar}one.ics` });
  expect((await listing()).size).toBe(changed.size - 1);
});

it('what is remembered for the owner is not shown to a reader, nor to who has no right any more', async () => {
  const own = await listing();
  await share('reader');
  const seen = await listing('bob');
  expect([...seen.keys()]).toEqual([...own.keys()]);
  const [path] = [...own.keys()].filter((key) => key.endsWith('private.ics'));
  // Another representation has another ETag.
  expect(seen.get(path!)).not.toBe(own.get(path!));
  await share('none');
  expect((await listing('bob')).size).toBe(0);
});
