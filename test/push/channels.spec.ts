import { createWorker } from '@dayferry/background';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, events, hour, insert, reasonOf } from '../calendar-v3/client.js';
import { share } from '../gdata/gdata-client.js';
import { fakeClock, startServer, type TestServer } from '../harness/index.js';
import { startReceiver, type Receiver } from './receiver.js';

let receiver: Receiver;
const clock = fakeClock('2026-03-01T12:00:00Z');
const day = 86_400_000;
let number = 0;

const server = await startServer({ clock, env: { DAYFERRY_PUSH_PRIVATE_ADDRESSES: 'allow' } });
const call = clientOf(server);
afterAll(() => server.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
// What is left of a test must not be delivered in the next.
afterEach(async () => {
  await receiver.close();
  clock.advance(8 * day);
  await server.gateway.dependencies.store.write((tx) => tx.removeExpiredChannels(clock()));
});

async function watch(path: string, more: object = {}, as: 'alice' | 'bob' = 'alice') {
  const id = `channel-${(number += 1)}`;
  const body = { id, type: 'web_hook', address: `${receiver.url}/hook`, ...more };
  return call('POST', `${path}/watch`, { body, as });
}

/** Delivers until there is nothing left to deliver. */
async function deliver(): Promise<void> {
  for (let i = 0; i < 10 && (await server.gateway.worker.once()) > 0; i += 1);
}

describe('a channel', () => {
  it('begins with sync and tells of changes, with the documented headers', async () => {
    const { status, body } = await watch(events, { token: 'tok=1', params: { ttl: '3600' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'api#channel', token: 'tok=1', expiration: String(clock() + 3_600_000) });
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]).toMatchObject({
      'content-length': '0',
      'content-type': 'application/json; utf-8',
      'x-goog-channel-id': body.id,
      'x-goog-channel-token': 'tok=1',
      'x-goog-channel-expiration': new Date(clock() + 3_600_000).toUTCString(),
      'x-goog-resource-id': (body as unknown as { resourceId: string }).resourceId,
      'x-goog-resource-uri': `${server.url}/calendar/v3/calendars/alice%40example.org/events?alt=json`,
      'x-goog-resource-state': 'sync',
      'x-goog-message-number': '1',
    });
    await insert(call, { summary: 'One', ...hour(3) });
    await insert(call, { summary: 'Two', ...hour(4) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1', 'exists 2']);
    await deliver();
    expect(receiver.received).toHaveLength(2);
  });

  it('of some event types tells of those alone, and names the whole question', async () => {
    const query = { eventTypes: ['outOfOffice', 'focusTime'], showDeleted: 'true' };
    const wish = { id: `typed-${clock()}`, type: 'web_hook', address: `${receiver.url}/hook` };
    const { body } = await call('POST', `${events}/watch`, { query, body: wish });
    const { resourceUri } = body as unknown as { resourceUri: string };
    expect(new URL(resourceUri).searchParams.getAll('eventTypes')).toEqual(['outOfOffice', 'focusTime']);
    expect(new URL(resourceUri).searchParams.get('showDeleted')).toBe('true');
    await deliver();
    const other = await insert(call, { summary: 'Not of a type', ...hour(3) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1']);
    const focus = await insert(call, { summary: 'Quiet', eventType: 'focusTime', ...hour(5) });
    await deliver();
    await call('DELETE', `${events}/${other.id}`);
    await call('DELETE', `${events}/${focus.id}`);
    await deliver();
    expect(receiver.states()).toEqual(['sync 1', 'exists 2', 'exists 3']);
  });

  it('misses nothing that is written between watch and sync', async () => {
    await watch(events);
    await insert(call, { summary: 'At once', ...hour(3) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1', 'exists 2']);
  });

  it.each([
    ['/calendars/primary/acl', () => share(server, 'alice', 'carol', 'reader')],
    ['/users/me/calendarList', () => call('POST', '/calendars', { body: { summary: 'New' } })],
  ])('tells of changes in %s', async (path, change) => {
    expect((await watch(path)).status).toBe(200);
    await deliver();
    await change();
    await deliver();
    expect(receiver.states()).toEqual(['sync 1', 'exists 2']);
  });

  it('on the settings begins with sync as well', async () => {
    expect((await watch('/users/me/settings')).status).toBe(200);
    await deliver();
    expect(receiver.states()).toEqual(['sync 1']);
  });

  it('has the same resource id as others on the same resource, and another one for other users', async () => {
    await share(server, 'alice', 'bob', 'reader');
    const path = '/calendars/alice@example.org/events';
    const ids = [await watch(path), await watch(path), await watch(path, {}, 'bob')].map(
      ({ body }) => (body as unknown as { resourceId: string }).resourceId,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('is stopped by its own user with its resource id, and by nobody else (push-token-secret)', async () => {
    const { body } = await watch(events);
    await deliver();
    const stop = (as: 'alice' | 'bob', more: object = {}) =>
      call('POST', '/channels/stop', { as, body: { ...body, ...more } });
    expect(reasonOf(await stop('bob'))).toBe('404 notFound');
    expect(reasonOf(await stop('alice', { resourceId: 'wrong' }))).toBe('404 notFound');
    expect((await stop('alice')).status).toBe(204);
    expect(reasonOf(await stop('alice'))).toBe('404 notFound');
    await insert(call, { summary: 'Unheard', ...hour(3) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1']);
  });

  it('ends when it expires, after a week at the latest', async () => {
    const { body } = await watch(events, { expiration: clock() + 400 * day });
    expect(body).toMatchObject({ expiration: String(clock() + 7 * day) });
    await deliver();
    clock.advance(7 * day);
    await insert(call, { summary: 'Late', ...hour(3) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1']);
  });

  it('ends when its user may not read the calendar any more, without a word of what changed (acl-stale)', async () => {
    await share(server, 'alice', 'bob', 'reader');
    await watch('/calendars/alice@example.org/events', {}, 'bob');
    await deliver();
    await share(server, 'alice', 'bob', 'none');
    await insert(call, { summary: 'Not for Bob', ...hour(3) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1']);
    const user = await server.core.directory.byEmail('bob@example.org');
    expect(await server.gateway.dependencies.store.reader.channelCount(user!.key)).toBe(0);
  });

  it('says not_exists, and ends, when the calendar is deleted', async () => {
    const made = await call('POST', '/calendars', { body: { summary: 'Short-lived' } });
    await watch(`/calendars/${made.body.id}/events`);
    await deliver();
    await call('DELETE', `/calendars/${made.body.id}`);
    await deliver();
    expect(receiver.states()).toEqual(['sync 1', 'not_exists 2']);
  });
});

describe('a receiver', () => {
  it.each([500, 503])('that answers %i is asked again, more and more seldom', async (status) => {
    receiver.answer = (response) => void response.writeHead(status).end();
    await watch(events);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    for (const wait of [2_000, 4_000, 8_000]) {
      clock.advance(wait / 2 - 1);
      await deliver();
      const before = receiver.received.length;
      clock.advance(wait / 2 + 1);
      await deliver();
      expect(receiver.received.length).toBeLessThanOrEqual(before + 1);
    }
    expect(receiver.received.length).toBeGreaterThanOrEqual(4);
    expect(new Set(receiver.states())).toEqual(new Set(['sync 1']));
    receiver.answer = (response) => void response.writeHead(200).end();
    clock.advance(3_600_000);
    await insert(call, { summary: 'Meanwhile', ...hour(3) });
    await deliver();
    expect(receiver.states().slice(-2)).toEqual(['sync 1', 'exists 2']);
  });

  it('that refuses a message gets the next one, not the same again', async () => {
    receiver.answer = (response) => void response.writeHead(404).end();
    await watch(events);
    await deliver();
    clock.advance(3_600_000);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    await insert(call, { summary: 'Next', ...hour(3) });
    await deliver();
    expect(receiver.states()).toEqual(['sync 1', 'exists 2']);
  });

  it('is not followed to another address', async () => {
    const other = await startReceiver();
    receiver.answer = (response) => void response.writeHead(302, { location: other.url }).end();
    await watch(events);
    await deliver();
    expect([receiver.received.length, other.received.length]).toEqual([1, 0]);
    await other.close();
  });

  it('gets one message when several workers look at the same time', async () => {
    const { core, dependencies, logger } = server.gateway;
    const more = Array.from({ length: 4 }, () =>
      createWorker({ core, store: dependencies.store, log: logger, allowsPrivateReceivers: true }),
    );
    for (let i = 0; i < 5; i += 1) await watch(events);
    await Promise.all(more.map((worker) => worker.once()));
    expect(receiver.received).toHaveLength(5);
    expect(new Set(receiver.received.map((headers) => headers['x-goog-channel-id'])).size).toBe(5);
  });
});

describe('what is refused', () => {
  const body = { id: 'x', type: 'web_hook', address: 'https://hooks.example.com/x' };

  it.each([
    [{ ...body, id: undefined }, 'required'],
    [{ ...body, id: 'x'.repeat(65) }, 'invalid'],
    [{ ...body, type: 'pubsub' }, 'push.channelTypeNotSupported'],
    [{ ...body, address: undefined }, 'required'],
    [{ ...body, address: 'ftp://hooks.example.com/' }, 'push.webhookUrlNotHttps'],
    [{ ...body, address: 'file:///etc/passwd' }, 'push.webhookUrlNoHostOrAddress'],
    [{ ...body, address: 'not an address' }, 'push.webhookUrlNoHostOrAddress'],
    [{ ...body, address: 'https://user:secret@hooks.example.com/' }, 'push.webhookUrlUnauthorized'],
    [{ ...body, token: 'a\r\nx-evil: 1' }, 'invalid'],
    [{ ...body, token: 'x'.repeat(10_000) }, 'invalid'],
    [{ ...body, expiration: 5 }, 'invalid'],
    [{ ...body, expiration: 'soon' }, 'invalid'],
    [{ ...body, params: { ttl: '-1' } }, 'invalid'],
  ])('%j', async (wrong, reason) => {
    expect(reasonOf(await call('POST', `${events}/watch`, { body: wrong }))).toBe(`400 ${reason}`);
  });

  it('an id that is in use, until its channel has ended', async () => {
    const again = await watch(events, { id: 'twice' });
    expect(again.status).toBe(200);
    expect(reasonOf(await watch(events, { id: 'twice' }))).toBe('400 channelIdNotUnique');
    clock.advance(7 * day);
    expect((await watch(events, { id: 'twice' })).status).toBe(200);
  });

  it('calendars without access, and rules to those who may not read them', async () => {
    expect(reasonOf(await watch('/calendars/carol@example.org/events'))).toBe('404 notFound');
    await share(server, 'alice', 'bob', 'reader');
    expect((await watch('/calendars/alice@example.org/acl', {}, 'bob')).status).toBe(403);
  });

  it('more than a hundred channels of one user', async () => {
    for (let i = 0; i < 100; i += 1) await watch(events, {}, 'bob');
    expect((await watch(events, {}, 'bob')).status).toBe(403);
  });
});

describe('without leave for private networks', () => {
  let strict: TestServer;
  beforeAll(async () => {
    strict = await startServer();
  });
  afterAll(() => strict.close());

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://0.0.0.0/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://192.168.1.1/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[2002:7f00:1::]/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://localhost/',
    'https://localhost./',
    'https://printer/',
    'https://db.internal/',
    'https://hooks.example.com:22/',
  ])('refuses %s at registration (ssrf-address)', async (address) => {
    const reply = await clientOf(strict)('POST', `${events}/watch`, { body: { id: 'x', type: 'web_hook', address } });
    expect(reasonOf(reply)).toMatch(/^400 push\.webhookUrl(NotHttps|Unauthorized)$/);
  });

  it('refuses a name that leads there when it connects: not a packet goes out', async () => {
    const { port } = new URL(receiver.url);
    for (const address of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`]) {
      const allowed = await startServer({ env: { DAYFERRY_PUSH_PRIVATE_ADDRESSES: 'allow' } });
      const reply = await clientOf(allowed)('POST', `${events}/watch`, {
        body: { id: 'x', type: 'web_hook', address },
      });
      expect(reply.status).toBe(200);
      const { core, dependencies, logger } = allowed.gateway;
      const worker = createWorker({ core, store: dependencies.store, log: logger, allowsPrivateReceivers: false });
      expect(await worker.once()).toBe(1);
      expect(allowed.logs.join('\n')).toContain('is on a private network');
      await allowed.close();
    }
    expect(receiver.received).toEqual([]);
  });
});
