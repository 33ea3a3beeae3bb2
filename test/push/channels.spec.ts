import { createWorker } from '@dayferry/background';
import { describe, expect, it } from 'vitest';
import { events, hour, insert, reasonOf } from '../calendar-v3/client.js';
import { share } from '../gdata/gdata-client.js';
import { pushScene } from './push-scene.js';
import { startReceiver } from './receiver.js';

const day = 86_400_000;
const push = await pushScene();
const { server, clock, call, watch } = push;

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
    expect(push.receiver.received).toHaveLength(1);
    expect(push.receiver.received[0]).toMatchObject({
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
    expect(push.receiver.states()).toEqual(['sync 1', 'exists 2']);
    await deliver();
    expect(push.receiver.received).toHaveLength(2);
  });

  it('of some event types tells of those alone, and names the whole question', async () => {
    const query = { eventTypes: ['outOfOffice', 'focusTime'], showDeleted: 'true' };
    const wish = { id: `typed-${clock()}`, type: 'web_hook', address: `${push.receiver.url}/hook` };
    const { body } = await call('POST', `${events}/watch`, { query, body: wish });
    const { resourceUri } = body as unknown as { resourceUri: string };
    expect(new URL(resourceUri).searchParams.getAll('eventTypes')).toEqual(['outOfOffice', 'focusTime']);
    expect(new URL(resourceUri).searchParams.get('showDeleted')).toBe('true');
    await deliver();
    const other = await insert(call, { summary: 'Not of a type', ...hour(3) });
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1']);
    const focus = await insert(call, { summary: 'Quiet', eventType: 'focusTime', ...hour(5) });
    await deliver();
    await call('DELETE', `${events}/${other.id}`);
    await call('DELETE', `${events}/${focus.id}`);
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1', 'exists 2', 'exists 3']);
  });

  it('misses nothing that is written between watch and sync', async () => {
    await watch(events);
    await insert(call, { summary: 'At once', ...hour(3) });
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1', 'exists 2']);
  });

  it.each([
    ['/calendars/primary/acl', () => share(server, 'alice', 'carol', 'reader')],
    ['/users/me/calendarList', () => call('POST', '/calendars', { body: { summary: 'New' } })],
  ])('tells of changes in %s', async (path, change) => {
    expect((await watch(path)).status).toBe(200);
    await deliver();
    await change();
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1', 'exists 2']);
  });

  it('on the settings begins with sync as well', async () => {
    expect((await watch('/users/me/settings')).status).toBe(200);
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1']);
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
    expect(push.receiver.states()).toEqual(['sync 1']);
  });

  it('ends when it expires, after a week at the latest', async () => {
    const { body } = await watch(events, { expiration: clock() + 400 * day });
    expect(body).toMatchObject({ expiration: String(clock() + 7 * day) });
    await deliver();
    clock.advance(7 * day);
    await insert(call, { summary: 'Late', ...hour(3) });
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1']);
  });

  it('ends when its user may not read the calendar any more, without a word of what changed (acl-stale)', async () => {
    await share(server, 'alice', 'bob', 'reader');
    await watch('/calendars/alice@example.org/events', {}, 'bob');
    await deliver();
    await share(server, 'alice', 'bob', 'none');
    await insert(call, { summary: 'Not for Bob', ...hour(3) });
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1']);
    const user = await server.core.directory.byEmail('bob@example.org');
    expect(await server.gateway.dependencies.store.reader.channelCount(user!.key)).toBe(0);
  });

  it('says not_exists, and ends, when the calendar is deleted', async () => {
    const made = await call('POST', '/calendars', { body: { summary: 'Short-lived' } });
    await watch(`/calendars/${made.body.id}/events`);
    await deliver();
    await call('DELETE', `/calendars/${made.body.id}`);
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1', 'not_exists 2']);
  });
});

describe('a receiver', () => {
  it.each([500, 503])('that answers %i is asked again, more and more seldom', async (status) => {
    push.receiver.answer = (response) => void response.writeHead(status).end();
    await watch(events);
    await deliver();
    expect(push.receiver.received).toHaveLength(1);
    for (const wait of [2_000, 4_000, 8_000]) {
      clock.advance(wait / 2 - 1);
      await deliver();
      const before = push.receiver.received.length;
      clock.advance(wait / 2 + 1);
      await deliver();
      expect(push.receiver.received.length).toBeLessThanOrEqual(before + 1);
    }
    expect(push.receiver.received.length).toBeGreaterThanOrEqual(4);
    expect(new Set(push.receiver.states())).toEqual(new Set(['sync 1']));
    push.receiver.answer = (response) => void response.writeHead(200).end();
    clock.advance(3_600_000);
    await insert(call, { summary: 'Meanwhile', ...hour(3) });
    await deliver();
    expect(push.receiver.states().slice(-2)).toEqual(['sync 1', 'exists 2']);
  });

  it('that refuses a message gets the next one, not the same again', async () => {
    push.receiver.answer = (response) => void response.writeHead(404).end();
    await watch(events);
    await deliver();
    clock.advance(3_600_000);
    await deliver();
    expect(push.receiver.received).toHaveLength(1);
    await insert(call, { summary: 'Next', ...hour(3) });
    await deliver();
    expect(push.receiver.states()).toEqual(['sync 1', 'exists 2']);
  });

  it('is not followed to another address', async () => {
    const other = await startReceiver();
    push.receiver.answer = (response) => void response.writeHead(302, { location: other.url }).end();
    await watch(events);
    await deliver();
    expect([push.receiver.received.length, other.received.length]).toEqual([1, 0]);
    await other.close();
  });

  it('gets one message when several workers look at the same time', async () => {
    const { core, dependencies, logger } = server.gateway;
    const more = Array.from({ length: 4 }, () =>
      createWorker({ core, store: dependencies.store, log: logger, allowsPrivateReceivers: true }),
    );
    for (let i = 0; i < 5; i += 1) await watch(events);
    await Promise.all(more.map((worker) => worker.once()));
    expect(push.receiver.received).toHaveLength(5);
    expect(new Set(push.receiver.received.map((headers) => headers['x-goog-channel-id'])).size).toBe(5);
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
