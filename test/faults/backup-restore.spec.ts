import { copyFile, rm } from 'node:fs/promises';
import { backUp } from '@dayferry/storage';
import { afterAll, expect, it } from 'vitest';
import { addPeople, startServer, testDatabase, type TestServer } from '../harness/index.js';

const database = await testDatabase();
const file = database.url.slice('sqlite:'.length);
afterAll(() => database.drop());

const start = (): Promise<TestServer> =>
  startServer({ database: { url: database.url, drop: () => Promise.resolve() } });
const first = await start();
const authorization = `Bearer ${(await addPeople(first.gateway.dependencies)).tokens.alice}`;

const v3 = '/calendar/v3';
const events = `${v3}/calendars/alice%40example.org/events`;
const home = '/dav/calendars/alice%40example.org/';
const collection = '/rest/alice@example.org/calendar/';

interface Shown {
  nextSyncToken: string;
  'sync-token': string;
  id: string;
  etag: string;
}
type Ask = (method: string, url: string, payload?: object | string) => Promise<{ status: number; body: string }>;

const at =
  (server: TestServer): Ask =>
  async (method, url, payload) => {
    const type = typeof payload === 'string' ? 'application/xml' : 'application/json';
    const headers = { authorization, depth: '1', 'gdata-version': '2.1', ...(payload ? { 'content-type': type } : {}) };
    const { statusCode, body } = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: statusCode, body };
  };
const json = async (ask: Ask, method: string, url: string, payload?: object): Promise<Shown> =>
  JSON.parse((await ask(method, url, payload)).body) as Shown;

const report = (token: string): string =>
  `<D:sync-collection xmlns:D="DAV:"><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`;
const lists = [
  events,
  `${v3}/users/me/calendarList`,
  `${v3}/calendars/alice%40example.org/acl`,
  `${v3}/users/me/settings`,
];
const collections = [`${home}calendar/`, home];

/** What each protocol gives a program to go on from. */
async function places(ask: Ask): Promise<string[]> {
  const tokens = await Promise.all(lists.map(async (url) => (await json(ask, 'GET', url)).nextSyncToken));
  const reports = await Promise.all(collections.map((url) => ask('REPORT', url, report(''))));
  const found = reports.map(({ body }) => /sync-token>([^<]+)</.exec(body)![1]!);
  return [...tokens, ...found, (await json(ask, 'GET', `${collection}?sync-token=`))['sync-token']];
}

/** What each says to a program that goes on from there. */
async function goOn(ask: Ask, tokens: string[]): Promise<(number | string)[]> {
  const urls = [
    ...lists.map((url, i) => `${url}?syncToken=${encodeURIComponent(tokens[i]!)}`),
    `${collection}?sync-token=${encodeURIComponent(tokens.at(-1)!)}`,
  ];
  const answers = await Promise.all(urls.map((url) => ask('GET', url)));
  const reports = await Promise.all(collections.map((url, i) => ask('REPORT', url, report(tokens[lists.length + i]!))));
  const words = reports.map(({ status, body }) => (body.includes('valid-sync-token') ? 'valid-sync-token' : status));
  return [...answers.map(({ status }) => status), ...words];
}

const event = (summary: string): object => ({
  summary,
  start: { dateTime: '2026-01-02T10:00:00Z' },
  end: { dateTime: '2026-01-02T11:00:00Z' },
});
const rule = { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } };

async function life(ask: Ask, id: string, summary: string): Promise<string> {
  const { etag } = await json(ask, 'PATCH', `${events}/${id}`, { summary });
  await ask('POST', events, event('Later'));
  await ask('POST', `${v3}/calendars/alice%40example.org/acl`, rule);
  await ask('POST', `${v3}/calendars`, { summary: 'Another' });
  return etag;
}

it('makes every program start afresh and gives no version twice [backup-restore]', async () => {
  const ask = at(first);
  const { id } = await json(ask, 'POST', events, event('Kept'));
  const before = await places(ask);
  expect(await goOn(ask, before)).toEqual([200, 200, 200, 200, 200, 207, 207]);
  const isFile = database.url.startsWith('sqlite:');
  if (isFile) await backUp(database.url, `${file}.copy`);
  const lost = await life(ask, id, 'Lost');
  const ahead = await places(ask);
  await first.close();
  if (isFile) {
    await Promise.all(['-wal', '-shm'].map((part) => rm(file + part, { force: true })));
    await copyFile(`${file}.copy`, file);
    await expect(backUp(database.url, `${file}.copy`)).rejects.toThrow('There is a file');
  }

  const second = await start();
  const { store, ids } = second.gateway.dependencies;
  await store.write((tx) => tx.renewSequences(ids.epoch()));
  const again = at(second);
  if (isFile) expect((await json(again, 'GET', `${events}/${id}`)) as object).toMatchObject({ summary: 'Kept' });
  const written = await life(again, id, 'Written after');
  expect(written).not.toBe(lost);
  // The token of a home says itself what its program knows: it goes on, and is told that all of it is different.
  const afresh = [410, 410, 410, 410, 410, 'valid-sync-token', 207];
  expect(await goOn(again, before)).toEqual(afresh);
  expect(await goOn(again, ahead)).toEqual(afresh);
  expect((await again('REPORT', home, report(ahead.at(-2)!))).body).toContain('/calendar/</D:href>');
  expect(await goOn(again, await places(again))).toEqual([200, 200, 200, 200, 200, 207, 207]);
  await second.close();
});
