import { renamePrincipal, setAclByCommand } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { addPeople, people, startServer, testDatabase, type TestServer } from '../harness/index.js';

// Two servers on one database: each keeps texts in memory, and only one of them is told of the new name.
const database = await testDatabase();
const shared = { url: database.url, drop: () => Promise.resolve() };
const servers: TestServer[] = [await startServer({ database: shared }), await startServer({ database: shared })];
const { dependencies } = servers[0]!.gateway;
const { tokens } = await addPeople(dependencies);
afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

interface Reply {
  status: number;
  etag: string;
  text: string;
}

const signedIn = (as: 'alice' | 'bob' = 'alice'): Record<string, string> => ({
  authorization: `Bearer ${tokens[as]}`,
  'gdata-version': '2',
});

interface Wanted {
  payload?: object;
  as?: 'alice' | 'bob';
}

async function send(server: TestServer, url: string, { payload, as }: Wanted = {}): Promise<Reply> {
  const request = { method: payload ? 'POST' : 'GET', url, headers: signedIn(as), ...(payload ? { payload } : {}) };
  const { statusCode, headers, body } = await server.inject(request);
  // v3 says the ETag of a list in its body.
  const etag = url === v3 && !payload ? (JSON.parse(body) as { etag: string }).etag : headers.etag;
  return { status: statusCode, etag: String(etag), text: body };
}

const v3 = '/calendar/v3/calendars/alice%40example.org/events';
const v2 = '/calendar/feeds/alice%40example.org/private/full';
const rest = '/rest/alice@example.org/calendar/';
const times = { start: { dateTime: '2026-06-02T10:00:00Z' }, end: { dateTime: '2026-06-02T11:00:00Z' } };

async function made(event: object, as: 'alice' | 'bob' = 'alice'): Promise<string> {
  const { status, text } = await send(servers[0]!, v3, { as, payload: { ...times, ...event } });
  expect(status, text).toBe(200);
  return (JSON.parse(text) as { id: string }).id;
}

await dependencies.store.write((tx) =>
  setAclByCommand(dependencies, tx, people.alice.email, {
    scopeType: 'user',
    scopeValue: people.bob.email,
    role: 'writer',
  }),
);
const own = await made({ summary: 'Own' });
const ofBob = await made({ summary: 'Of the secretary' }, 'bob');
const meeting = await made({ summary: 'Meeting', attendees: [{ email: people.carol.email }] });

const objects = [`${v3}/${own}`, `${v2}/${own}`, `${v2}/${own}?alt=jsonc`, `${rest}${own}`];
const collections = [v3, v2, `${v2}?alt=jsonc`, `${rest}?filters[start]=2026-06-01&filters[end]=2026-06-30`];
const everywhere = [...objects, ...collections].flatMap((url) => servers.map((server) => ({ url, server })));
const [before, after] = ['Alice Adler', 'Alice Berg'] as const;

async function rename(name: string): Promise<void> {
  await dependencies.store.write((tx) => renamePrincipal(dependencies, tx, people.alice.email, name));
}

describe('a user who has another name', () => {
  it('is shown under it by every server at once, though nothing was written since', async () => {
    // Three times: what is asked for again is kept as it went out.
    for (const { url, server } of [...everywhere, ...everywhere, ...everywhere])
      expect([url, (await send(server, url)).text.includes(before)]).toEqual([url, true]);
    await rename(after);
    for (const { url, server } of everywhere)
      expect([url, (await send(server, url)).text.includes(after)]).toEqual([url, true]);
    for (const url of objects)
      for (const server of servers)
        expect([url, (await send(server, url)).text.includes(before)]).toEqual([url, false]);
  });

  it('is no reason to load events again, but lists are confirmed no more', async () => {
    for (const url of [...objects, ...collections]) {
      const { etag } = await send(servers[1]!, url);
      const server = servers[1]!;
      const ask = async (): Promise<number> =>
        (await server.inject({ url, headers: { ...signedIn(), 'if-none-match': etag } })).statusCode;
      expect([url, await ask()]).toEqual([url, 304]);
      await rename(before);
      expect([url, await ask()]).toEqual([url, collections.includes(url) ? 200 : 304]);
      await rename(after);
    }
    const { nextSyncToken } = JSON.parse((await send(servers[0]!, v3)).text) as { nextSyncToken: string };
    await rename(before);
    const changed = await send(servers[1]!, `${v3}?syncToken=${encodeURIComponent(nextSyncToken)}`);
    expect(JSON.parse(changed.text)).toMatchObject({ items: [] });
  });

  it('leaves the names that are part of a meeting, and those of others', async () => {
    await rename(after);
    expect((await send(servers[0]!, `${rest}${meeting}`)).text).toContain(before);
    expect(JSON.parse((await send(servers[0]!, `${v3}/${ofBob}`)).text)).toMatchObject({
      creator: { displayName: people.bob.name },
    });
  });

  it('needs a name, and an address that somebody has', async () => {
    await expect(rename(' ')).rejects.toMatchObject({ kind: 'invalid-input' });
    const { store } = dependencies;
    const nobody = store.write((tx) => renamePrincipal(dependencies, tx, 'nobody@example.org', after));
    await expect(nobody).rejects.toMatchObject({ kind: 'not-found' });
  });
});
