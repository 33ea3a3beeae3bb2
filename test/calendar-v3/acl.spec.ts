import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, ids, listAll, reasonOf } from './client.js';

const server = await startServer();
const call = clientOf(server);
const calendarId: string = (await call('POST', '/calendars', { body: { summary: 'Shared' } })).body.id;
const acl = `/calendars/${calendarId}/acl`;
afterAll(() => server.close());

const grant = (type: string, value: string | undefined, role: string, query = {}) =>
  call('POST', acl, { body: { role, scope: { type, value } }, query });

const rules = async (query = {}): Promise<Record<string, string>> => {
  const { items } = await listAll(call, query, acl);
  return Object.fromEntries(items.map((rule) => [rule.id, String(rule.role)]));
};

describe('acl', () => {
  it('insert: the rule as recorded answers have it; a scope that has a rule gets the new one', async () => {
    const { body, headers } = await grant('user', 'Bob@Example.org', 'reader', { sendNotifications: false });
    expect(body).toEqual({
      kind: 'calendar#aclRule',
      etag: expect.stringMatching(/^".+"$/),
      id: 'user:bob@example.org',
      scope: { type: 'user', value: 'bob@example.org' },
      role: 'reader',
    });
    expect(headers.etag).toBe(body.etag);
    const again = await grant('user', 'bob@example.org', 'writer');
    expect(again.body).toMatchObject({ id: body.id, role: 'writer' });
    expect(again.body.etag).not.toBe(body.etag);
    await grant('group', 'team@example.org', 'freeBusyReader');
    await grant('domain', 'example.org', 'reader');
    await grant('default', undefined, 'reader');
    expect(await rules()).toEqual({
      'user:alice@example.org': 'owner',
      'user:bob@example.org': 'writer',
      'group:team@example.org': 'freeBusyReader',
      'domain:example.org': 'reader',
      default: 'reader',
    });
  });

  it('get by every spelling of the id; 404 for rules that are not there', async () => {
    for (const id of ['user:bob@example.org', 'user%3Abob%40example.org', 'user:Bob@example.org', 'default']) {
      expect((await call('GET', `${acl}/${id}`)).status, id).toBe(200);
    }
    for (const id of ['user:nobody@example.org', 'nobody', 'default:x', ':x', 'rocket:x']) {
      expect(reasonOf(await call('GET', `${acl}/${id}`)), id).toBe('404 notFound');
    }
  });

  it('update and patch change the role only', async () => {
    const path = `${acl}/domain:example.org`;
    expect((await call('PATCH', path, { body: { role: 'freeBusyReader' } })).body).toMatchObject({
      role: 'freeBusyReader',
    });
    const scope = { type: 'domain', value: 'example.org' };
    expect((await call('PUT', path, { body: { scope } })).body).toMatchObject({ role: 'freeBusyReader', scope });
    const moved = { role: 'reader', scope: { type: 'domain', value: 'example.net' } };
    expect(reasonOf(await call('PUT', path, { body: moved }))).toBe('400 invalid');
    expect((await call('PUT', path, { body: { role: 'none', scope } })).body).toMatchObject({ role: 'none' });
    expect(reasonOf(await call('GET', path))).toBe('404 notFound');
    expect(reasonOf(await call('PATCH', path, { body: { role: 'reader' } }))).toBe('404 notFound');
  });

  it('If-Match guards update, patch and delete', async () => {
    const path = `${acl}/user:bob@example.org`;
    const { etag } = (await call('GET', path)).body;
    await call('PATCH', path, { body: { role: 'reader' } });
    const old = { headers: { 'if-match': etag } };
    expect(reasonOf(await call('PATCH', path, { ...old, body: { role: 'writer' } }))).toBe('412 conditionNotMet');
    expect(reasonOf(await call('DELETE', path, old))).toBe('412 conditionNotMet');
    const now = (await call('GET', path)).body.etag;
    expect((await call('GET', path, { headers: { 'if-none-match': now } })).status).toBe(304);
    expect((await call('DELETE', path, { headers: { 'if-match': now } })).status).toBe(204);
    expect(reasonOf(await call('DELETE', path))).toBe('404 notFound');
    await grant('user', 'bob@example.org', 'writer');
  });

  it.each([
    [{ scope: { type: 'user', value: 'x@y.org' } }, '400 required'],
    [{ role: 'reader' }, '400 required'],
    [{ role: 'reader', scope: {} }, '400 required'],
    [{ role: 'reader', scope: { type: 'user' } }, '400 invalid'],
    [{ role: 'reader', scope: { type: 'user', value: 'no address' } }, '400 invalid'],
    [{ role: 'reader', scope: { type: 'domain', value: 'a b' } }, '400 invalid'],
    [{ role: 'reader', scope: { type: 'planet', value: 'x' } }, '400 invalid'],
    [{ role: 'reader', scope: 'default' }, '400 invalid'],
    [{ role: 'king', scope: { type: 'default' } }, '400 invalid'],
    [{ role: 'writer', scope: { type: 'default' } }, '400 illegalAccessRoleForDefault'],
    [{ role: 'reader', scope: { type: 'user', value: 'alice@example.org' } }, '403 cannotChangeOwnAcl'],
  ])('refuses %j', async (body, reason) => {
    const before = await rules({ showDeleted: true });
    expect(reasonOf(await call('POST', acl, { body }))).toBe(reason);
    expect(await rules({ showDeleted: true })).toEqual(before);
  });

  it('writers read the rules, owners change them, others are told so', async () => {
    const asBob = { as: 'bob' } as const;
    expect((await call('GET', acl, asBob)).status).toBe(200);
    const body = { role: 'owner', scope: { type: 'user', value: 'bob@example.org' } };
    expect(reasonOf(await call('POST', acl, { ...asBob, body }))).toBe('403 requiredAccessLevel');
    expect(reasonOf(await call('DELETE', `${acl}/user:alice@example.org`, asBob))).toBe('403 requiredAccessLevel');
    expect(reasonOf(await call('GET', acl, { as: 'carol' }))).toBe('403 requiredAccessLevel');
    await grant('user', 'bob@example.org', 'owner');
    const lower = { ...asBob, body: { role: 'reader' } };
    expect(reasonOf(await call('PATCH', `${acl}/user:alice@example.org`, lower))).toBe('403 cannotChangeOwnerAcl');
    expect(reasonOf(await call('DELETE', `${acl}/user:bob@example.org`, asBob))).toBe('403 cannotChangeOwnAcl');
  });

  it('a right that is withdrawn is withdrawn at once', async () => {
    const asCarol = { as: 'carol' } as const;
    expect((await call('GET', `/calendars/${calendarId}/events`, asCarol)).status).toBe(200);
    await call('DELETE', `${acl}/default`);
    expect(reasonOf(await call('GET', `/calendars/${calendarId}/events`, asCarol))).toBe('404 notFound');
  });
});

describe('acl.list', () => {
  it('pages in a stable order, and says the sync token on the last page', async () => {
    for (let i = 0; i < 7; i += 1) await grant('user', `p${i}@example.net`, 'reader');
    const whole = await listAll(call, {}, acl);
    const paged = await listAll(call, { maxResults: 3 }, acl);
    expect(ids(paged.items)).toEqual(ids(whole.items));
    expect(paged.pages).toBe(Math.ceil(whole.items.length / 3));
    const first = (await call('GET', acl, { query: { maxResults: 3 } })).body;
    expect(first).not.toHaveProperty('nextSyncToken');
    const token = first.nextPageToken;
    expect(reasonOf(await call('GET', acl, { query: { pageToken: token, showDeleted: true } }))).toBe(
      '400 invalidParameter',
    );
    expect(reasonOf(await call('GET', '/calendars/primary/acl', { query: { pageToken: token } }))).toBe(
      '400 invalidParameter',
    );
    expect(reasonOf(await call('GET', acl, { query: { maxResults: 0 } }))).toBe('400 invalidParameter');
    expect((await call('GET', acl, { query: { maxResults: 9999 } })).body.items).toHaveLength(whole.items.length);
  });

  it('a sync token gives what changed since, none for what is gone', async () => {
    await grant('user', 'gone@example.net', 'reader');
    const { token } = await listAll(call, {}, acl);
    expect((await listAll(call, { syncToken: token }, acl)).items).toEqual([]);
    await call('DELETE', `${acl}/user:gone@example.net`);
    await grant('user', 'new@example.net', 'writer');
    const { items, token: next } = await listAll(call, { syncToken: token, maxResults: 1 }, acl);
    expect(items).toMatchObject([
      { id: 'user:gone@example.net', role: 'none' },
      { id: 'user:new@example.net', role: 'writer' },
    ]);
    expect((await listAll(call, { syncToken: next }, acl)).items).toEqual([]);
    expect(await rules()).not.toHaveProperty('user:gone@example.net');
    expect(await rules({ showDeleted: true })).toMatchObject({ 'user:gone@example.net': 'none' });
  });

  it('changes made while a list is paged are in the next incremental list', async () => {
    const first = (await call('GET', acl, { query: { maxResults: 2 } })).body;
    await grant('user', 'aaa@example.net', 'reader');
    const query = { maxResults: 250, pageToken: first.nextPageToken };
    const last = (await call('GET', acl, { query })).body;
    const { items } = await listAll(call, { syncToken: last.nextSyncToken }, acl);
    expect(ids(items)).toEqual(['user:aaa@example.net']);
  });

  it('refuses tokens of others, made-up ones, and restrictions beside one', async () => {
    const { token } = await listAll(call, {}, acl);
    const sync = (syncToken: string, path = acl) => call('GET', path, { query: { syncToken } });
    expect(reasonOf(await sync(token, '/calendars/primary/acl'))).toBe('410 fullSyncRequired');
    expect(reasonOf(await sync(`${token}A`))).toBe('410 fullSyncRequired');
    expect(reasonOf(await sync('x'.repeat(7000)))).toBe('410 fullSyncRequired');
    expect(reasonOf(await call('GET', acl, { query: { syncToken: token, showDeleted: false } }))).toBe(
      '400 syncTokenWithRequestRestrictions',
    );
  });

  it('an etag answers 304 until a rule changes', async () => {
    const { etag } = (await call('GET', acl)).body;
    expect((await call('GET', acl, { headers: { 'if-none-match': etag } })).status).toBe(304);
    await grant('user', 'other@example.net', 'reader');
    expect((await call('GET', acl, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
});
