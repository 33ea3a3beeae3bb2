import { afterAll, describe, expect, it } from 'vitest';
import { addPeople, startServer, testDatabase, type TestServer } from '../harness/index.js';
import { clientOf, events, hour, ids, insert, listAll, type Client, type Reply } from './client.js';

// Two servers on one database, as replicas are.
const database = await testDatabase();
const shared = { url: database.url, drop: () => Promise.resolve() };
const servers = [await startServer({ database: shared }), await startServer({ database: shared })];
const credentials = await addPeople(servers[0]!.gateway.dependencies);
const replicas = servers.map((server): TestServer => ({ ...server, ...credentials }));
const [here, there] = replicas.map(clientOf) as [Client, Client];
afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

const atOnce = (ask: (call: Client) => Promise<Reply>): Promise<Reply[]> =>
  Promise.all([here, there, here, there].map(ask));
const statuses = (replies: Reply[]): number[] => replies.map(({ status }) => status).sort();

describe('duplicate-create: one thing made on two replicas at the same moment', () => {
  it('an id: one event, and 409 for the others', async () => {
    for (let i = 0; i < 4; i += 1) {
      const body = { ...hour(2), id: `samemoment${i}` };
      expect(statuses(await atOnce((call) => call('POST', events, { body })))).toEqual([200, 409, 409, 409]);
    }
  });

  it('a UID: one event, and 409 for the others', async () => {
    for (let i = 0; i < 4; i += 1) {
      const body = { ...hour(3), iCalUID: `same-${i}@example.org` };
      expect(statuses(await atOnce((call) => call('POST', events, { body })))).toEqual([200, 409, 409, 409]);
      expect((await listAll(there, { iCalUID: body.iCalUID })).items).toHaveLength(1);
    }
  });

  it('an import: one event, whoever comes first', async () => {
    const body = { ...hour(3), iCalUID: 'imported@example.org', summary: 'Imported' };
    const replies = await atOnce((call) => call('POST', `${events}/import`, { body }));
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect((await listAll(there, { iCalUID: body.iCalUID })).items).toHaveLength(1);
  });
});

describe('retry-unknown: a request that comes again, because its answer was lost', () => {
  const again = { headers: { 'idempotency-key': 'f3b1c2' } };

  it('makes one event, and is answered alike, on either replica', async () => {
    const body = { ...hour(4), summary: 'Once' };
    const replies = await atOnce((call) => call('POST', events, { body, ...again }));
    expect(statuses(replies)).toEqual([200, 200, 200, 200]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect((await listAll(here, { q: 'once' })).items).toHaveLength(1);
    expect((await there('POST', events, { body, ...again })).text).toBe(replies[0]!.text);
  });

  it('with an id of its own: one event, and 409 says that it is there', async () => {
    const body = { ...hour(4), id: 'chosen1' };
    expect((await here('POST', events, { body })).status).toBe(200);
    expect((await there('POST', events, { body })).status).toBe(409);
  });

  it('quickAdd and its invitations too', async () => {
    const query = { text: 'Dinner tomorrow 7pm' };
    const replies = await atOnce((call) =>
      call('POST', `${events}/quickAdd`, { query, headers: { 'idempotency-key': 'dinner' } }),
    );
    expect(new Set(ids(replies.map(({ body }) => body))).size).toBe(1);
    const guests = { ...hour(5), summary: 'Once for all', attendees: [{ email: 'bob@example.org' }] };
    await atOnce((call) => call('POST', events, { body: guests, headers: { 'idempotency-key': 'meeting' } }));
    const copies = await there('GET', events, { as: 'bob', query: { q: 'once for all' } });
    expect(copies.body.items).toHaveLength(1);
  });

  it('is another request on another calendar, by another user, and in each part of a batch', async () => {
    const { body: calendar } = await here('POST', '/calendars', { body: { summary: 'Other' } });
    const made = [
      await here('POST', events, { body: hour(6), ...again }),
      await here('POST', `/calendars/${calendar.id}/events`, { body: hour(6), ...again }),
      await here('POST', events, { body: hour(6), as: 'bob', ...again }),
    ];
    expect(new Set(ids(made.map(({ body }) => body))).size).toBe(3);
    const part = `Content-Type: application/http\r\n\r\nPOST /calendar/v3${events}\r\n\r\n${JSON.stringify(hour(6))}\r\n`;
    const batch = (server: TestServer) =>
      server.inject({
        method: 'POST',
        url: '/batch/calendar/v3',
        headers: {
          ...again.headers,
          authorization: `Bearer ${credentials.tokens.carol}`,
          'content-type': 'multipart/mixed; boundary=b',
        },
        payload: `--b\r\n${part}--b\r\n${part}--b--`,
      });
    for (const server of replicas) expect((await batch(server)).body.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect((await listAll((verb, path, options) => here(verb, path, { ...options, as: 'carol' }))).items).toHaveLength(
      2,
    );
  });

  it('of an event that is deleted by now brings nothing back', async () => {
    const lost = { body: hour(7), headers: { 'idempotency-key': 'deleted' } };
    const { body } = await here('POST', events, lost);
    await here('DELETE', `${events}/${body.id}`);
    expect((await there('POST', events, lost)).body).toMatchObject({ id: body.id, status: 'cancelled' });
  });

  it.each(['', 'x'.repeat(256), 'ü'])('a key like "%.10s" is refused', async (key) => {
    expect((await here('POST', events, { body: hour(7), headers: { 'idempotency-key': key } })).status).toBe(400);
  });
});

describe('lost-update: a counter that many change under If-Match', () => {
  it('counts every success, on both replicas, by PATCH and by PUT', async () => {
    const { id } = await insert(here, { ...hour(8), description: '0' });
    const count = async (call: Client, verb: string): Promise<number> => {
      let done = 0;
      for (let i = 0; i < 8; i += 1) {
        const { body } = await call('GET', `${events}/${id}`);
        const { description } = body as unknown as { description: string };
        const next = { ...(verb === 'PUT' ? body : {}), description: String(Number(description) + 1) };
        const { status } = await call(verb, `${events}/${id}`, { body: next, headers: { 'if-match': body.etag } });
        expect([200, 412]).toContain(status);
        if (status === 200) done += 1;
      }
      return done;
    };
    const all = await Promise.all([
      count(here, 'PATCH'),
      count(there, 'PUT'),
      count(here, 'PUT'),
      count(there, 'PATCH'),
    ]);
    const sum = all.reduce((a, b) => a + b);
    expect((await there('GET', `${events}/${id}`)).body).toMatchObject({ description: String(sum) });
    expect(sum).toBeGreaterThan(0);
  });
});

describe('read-your-writes: what one replica has acknowledged', () => {
  it('the other gives, lists, finds by its token, and has no 304 for', async () => {
    const { body: event } = await here('POST', events, { body: { ...hour(9), summary: '0' } });
    let { token } = await listAll(there);
    let writer = here;
    let reader = there;
    for (let i = 1; i <= 10; i += 1) {
      const known = (await reader('GET', `${events}/${event.id}`)).body.etag;
      await writer('PATCH', `${events}/${event.id}`, { body: { summary: String(i) } });
      const got = await reader('GET', `${events}/${event.id}`, { headers: { 'if-none-match': known } });
      expect([got.status, got.body.summary]).toEqual([200, String(i)]);
      const changed = await listAll(reader, { syncToken: token });
      expect(changed.items.map(({ summary }) => summary)).toEqual([String(i)]);
      expect((await listAll(reader, { q: String(i) })).items.map(({ summary }) => summary)).toContain(String(i));
      token = changed.token;
      [writer, reader] = [reader, writer];
    }
  });

  it('acl-stale: what is withdrawn on one is refused by the other at once', async () => {
    const rule = { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } };
    for (let i = 0; i < 3; i += 1) {
      await here('POST', '/calendars/primary/acl', { body: rule });
      expect((await there('GET', '/calendars/alice@example.org/events', { as: 'bob' })).status).toBe(200);
      await here('DELETE', '/calendars/primary/acl/user:bob@example.org');
      expect((await there('GET', '/calendars/alice@example.org/events', { as: 'bob' })).status).toBe(404);
    }
  });
});
