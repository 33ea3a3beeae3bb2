import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, creator, home, restClient, simple, type Body } from './rest-client.js';

const server = await startServer();
const send = restClient(server);
const create = creator(send);
afterAll(() => server.close());

describe('calendars', () => {
  it('are made, changed under their ETag, listed and deleted', async () => {
    const made = await send('POST', `${home}calendars/`, {
      title: 'Chess',
      timeZone: 'Europe/Paris',
      color: '#aa0000',
    });
    expect(made.status, made.text).toBe(201);
    const location = String(made.headers.location);
    expect(made.json()).toMatchObject({ '@type': 'Calendar', title: 'Chess', timeZone: 'Europe/Paris', role: 'owner' });
    const inside = await send('POST', `/rest${String(made.json().href)}`, simple);
    expect(inside.status, inside.text).toBe(201);
    const stale = { headers: { 'if-match': '"stale"' } };
    expect((await send('PATCH', location, { title: 'Go' }, stale)).status).toBe(412);
    const match = { headers: { 'if-match': String(made.headers.etag) } };
    const patched = await send('PATCH', location, { title: 'Go', description: 'Sundays', isHidden: true }, match);
    expect(patched.json()).toMatchObject({ title: 'Go', description: 'Sundays', isHidden: true, color: '#aa0000' });
    const listed = (await send('GET', `${home}calendars/`)).json().responses as Record<string, Body>;
    expect(listed[location.replace('/rest', '')]).toEqual(patched.json());
    expect((await send('DELETE', location)).status).toBe(204);
    expect((await send('GET', location)).status).toBe(404);
  });

  it.each([
    [{}],
    [{ title: ' ' }],
    [{ title: 'x', timeZone: 'Mars/Base' }],
    [{ title: 'x', types: ['Horse'] }],
    [{ title: 'x', role: 'owner', ownerKey: 'y' }],
  ])('are not made from %j', async (body) => {
    expect((await send('POST', `${home}calendars/`, body)).status).toBe(422);
  });

  it('give a listing that is asked for again as it is now, and as each may see it', async () => {
    const share = `${home}calendars/alice%40example.org/sharing/user:bob@example.org`;
    await send('PUT', share, { role: 'freeBusy' });
    const location = await create({ ...simple, uid: 'asked-again', title: 'First' });
    const query = `${collection}?filters[uid]=asked-again`;
    const title = async (options = {}): Promise<unknown> =>
      Object.values((await send('GET', query, undefined, options)).json().responses as Record<string, Body>)[0]?.title;
    for (let i = 0; i < 4; i += 1) {
      expect(await title()).toBe('First');
      expect(await title({ as: 'bob' })).toBeUndefined();
    }
    expect(Object.keys((await send('GET', query)).json().responses as Body)).toEqual([location.replace('/rest', '')]);
    await send('PATCH', location, { title: 'Second' });
    expect(await title()).toBe('Second');
    await send('PUT', share, { role: 'reader' });
    expect(await title({ as: 'bob' })).toBe('Second');
    await send('DELETE', location);
    expect(await title()).toBeUndefined();
    await send('DELETE', share);
  });

  it('say of each object who made it and who changed it last, to those who may read it', async () => {
    const share = `${home}calendars/alice%40example.org/sharing/user:bob@example.org`;
    const asBob = { as: 'bob' } as const;
    const location = await create(simple);
    const asked = async (options = {}): Promise<Body> => {
      const query = 'props[]=created-by&props[]=updated-by';
      const { responses } = (await send('GET', `${collection}?${query}`, undefined, options)).json();
      return (responses as Record<string, Body>)[location.replace('/rest', '')]!;
    };
    const [alice, bob] = ['alice', 'bob'].map(
      (name) => expect.objectContaining({ email: `${name}@example.org` }) as Body,
    );
    expect(await asked()).toEqual({ 'created-by': alice, 'updated-by': alice });
    await send('PUT', share, { role: 'writer' });
    expect((await send('PATCH', location, { title: 'Bob was here' }, asBob)).status).toBe(204);
    expect(await asked()).toEqual({ 'created-by': alice, 'updated-by': bob });
    await send('PUT', share, { role: 'freeBusy' });
    expect(await asked(asBob)).toEqual({ 'created-by': null, 'updated-by': null });
    await send('DELETE', share);
  });

  it('are shared grant by grant', async () => {
    const sharing = `${home}calendars/alice%40example.org/sharing`;
    const bob = `${sharing}/user:bob@example.org`;
    await send('DELETE', bob);
    expect((await send('PUT', bob, { role: 'reader' })).status).toBe(201);
    expect((await send('PUT', bob, { role: 'writer' })).status).toBe(200);
    expect((await send('GET', sharing)).json().responses).toMatchObject({
      'user:bob@example.org': { '@type': 'Share', scope: 'user', value: 'bob@example.org', role: 'writer' },
    });
    const asBob = { as: 'bob' } as const;
    expect((await send('POST', collection, simple, asBob)).status).toBe(201);
    expect((await send('PUT', `${sharing}/default`, { role: 'reader' }, asBob)).status).toBe(403);
    expect((await send('DELETE', bob)).status).toBe(204);
    expect((await send('GET', collection, undefined, asBob)).status).toBe(404);
    expect((await send('PUT', bob, { role: 'king' })).status).toBe(422);
    expect((await send('PUT', `${sharing}/nobody`, { role: 'reader' })).status).toBe(400);
  });

  it("keep one's own settings apart from everybody's", async () => {
    const calendar = `/rest/bob%40example.org/calendars/alice%40example.org`;
    await send('PUT', `${home}calendars/alice%40example.org/sharing/user:bob@example.org`, { role: 'reader' });
    const asBob = { as: 'bob' } as const;
    const own = await send('PATCH', calendar, { name: 'Boss', color: '#00aa00' }, asBob);
    expect(own.json()).toMatchObject({ name: 'Boss', color: '#00aa00', isSubscribed: true, role: 'reader' });
    expect((await send('PATCH', calendar, { title: 'Mine' }, asBob)).status).toBe(403);
    expect((await send('GET', `${home}calendars/alice%40example.org`)).json().name).toBeUndefined();
  });

  it('have settings that only their owner sees', async () => {
    expect((await send('GET', `${home}settings/`)).json()).toMatchObject({ '@type': 'Settings' });
    expect((await send('GET', `${home}settings/`, undefined, { as: 'bob' })).status).toBe(403);
    expect((await send('GET', `${home}inbox/`, undefined, { as: 'bob' })).status).toBe(403);
  });
});
