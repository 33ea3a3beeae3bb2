import { createPrincipal } from '@dayferry/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addGroup, startServer, type TestServer } from '../harness/index.js';
import { collection, home, restClient, simple, type Body, type Send } from './rest-client.js';

const asBob = { as: 'bob' } as const;

let server: TestServer;
let send: Send;
beforeAll(async () => {
  server = await startServer();
  send = restClient(server);
  const deps = server.gateway.dependencies;
  await deps.store.write(async (tx) => {
    const room = await createPrincipal(deps, tx, { email: 'room@example.org', name: 'Room', kind: 'resource' });
    const [calendar] = await tx.calendarsOwnedBy(room.key);
    const reader = { scopeType: 'user', scopeValue: 'alice@example.org', role: 'reader' } as const;
    await tx.saveAclRule({ calendarKey: calendar!.key, ...reader });
  });
  await addGroup(deps, { email: 'team@example.org', name: 'Team' }, ['bob']);
  await send('PUT', `${home}calendars/calendar/sharing/user:bob@example.org`, { role: 'writer' });
  await send('PATCH', `${home}calendars/calendar`, { name: 'Alice' }, asBob);
});
afterAll(() => server.close());

async function create(body: Body = simple, at = collection): Promise<string> {
  const made = await send('POST', at, body);
  expect(made.status, made.text).toBe(201);
  return String(made.headers.location).split('/').at(-1)!;
}

describe('an address', () => {
  it('may name a user by the name in the own domain, and a collection without the last slash', async () => {
    const id = await create();
    for (const path of [
      `/rest/alice/calendar/${id}`,
      `/rest/calendar/${id}`,
      `/rest/ALICE%40example.org/calendar/${id}`,
    ])
      expect((await send('GET', path)).status, path).toBe(200);
    const listed = (await send('GET', '/rest/alice/calendar')).json().responses as Body;
    expect(Object.keys(listed)).toContain(`/alice/calendar/${id}`);
    expect((await send('POST', '/rest/alice/calendar', simple)).status).toBe(201);
    expect((await send('GET', '/rest/nobody/calendar/')).status).toBe(404);
    expect((await server.inject('/rest/alice/calendar/')).statusCode).toBe(401);
  });

  it('/calendar/<id> is an event of any calendar on the own list, to read and to write', async () => {
    const id = await create({ ...simple, title: 'By id' });
    const path = `/rest/calendar/${id}`;
    expect((await send('GET', path, undefined, asBob)).json().title).toBe('By id');
    expect((await send('PATCH', path, { title: 'By Bob' }, asBob)).status).toBe(204);
    expect((await send('GET', collection + id)).json().title).toBe('By Bob');
    expect((await send('GET', path, undefined, { as: 'carol' })).status).toBe(404);
    expect((await send('DELETE', path, undefined, asBob)).status).toBe(204);
    expect((await send('GET', path, undefined, asBob)).status).toBe(404);
  });

  it("calendar-<other> is somebody else's calendar in the own home", async () => {
    const id = await create();
    for (const other of ['alice', 'alice%40example.org'])
      expect((await send('GET', `/rest/bob/calendar-${other}/${id}`, undefined, asBob)).status).toBe(200);
    expect((await send('GET', `/rest/alice/calendar-bob/`)).status).toBe(404);
  });

  it('of rooms has a tree of its own as well', async () => {
    for (const tree of ['resources', 'locations']) {
      expect((await send('GET', `/rest/${tree}/room/calendar/`)).json()).toEqual({ responses: {} });
      expect((await send('GET', `/rest/${tree}/nothing/calendar/`)).status).toBe(404);
    }
  });

  it('shows whom one may know of', async () => {
    const all = (await send('GET', '/rest/principals/')).json().responses as Record<string, Body>;
    expect(all['/principals/users/bob%40example.org/']).toEqual({
      '@type': 'Principal',
      kind: 'user',
      name: 'Bob Baker',
      email: 'bob@example.org',
      home: '/bob%40example.org/',
    });
    const groups = (await send('GET', '/rest/principals/groups/')).json().responses as Body;
    expect(Object.keys(groups)).toEqual(['/principals/groups/team%40example.org/']);
    expect((await send('GET', '/rest/principals/groups/team')).json()).toMatchObject({
      members: ['/principals/users/bob%40example.org/'],
    });
    expect((await send('GET', '/rest/principals/users/bob/')).json()).toMatchObject({
      memberOf: ['/principals/groups/team%40example.org/'],
    });
    expect((await send('GET', '/rest/principals/locations/room')).json().kind).toBe('resource');
    for (const path of ['users/team', 'users/nobody', 'nonsense/', 'users/x@elsewhere.example'])
      expect((await send('GET', `/rest/principals/${path}`)).status, path).toBe(404);
    expect((await server.inject('/rest/principals/')).statusCode).toBe(401);
  });
});

describe('integers for ids', () => {
  const compat = { headers: { accept: 'application/json;profile=egroupware' } };

  it('are shown to programs of the original server, and understood', async () => {
    const id = await create();
    const members = (await send('GET', collection, undefined, compat)).json().responses as Body;
    for (const path of Object.keys(members)) expect(path).toMatch(/^\/alice%40example\.org\/calendar\/\d+$/);
    const made = await send('POST', collection, { ...simple, title: 'Numbered' }, compat);
    expect(made.headers.location).toMatch(/\/calendar\/\d+$/);
    expect(made.headers['x-webdav-status']).toBe('201 Created');
    const location = String(made.headers.location);
    expect((await send('GET', location)).json().title).toBe('Numbered');
    expect((await send('PATCH', location, { title: 'Again' })).status).toBe(204);
    expect((await send('GET', collection + id)).headers['x-webdav-status']).toBeUndefined();
  });
});

describe('the inbox', () => {
  it('lists invitations until they are answered', async () => {
    const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const invitation = {
      ...simple,
      start: `${day}T10:00:00`,
      title: 'Come',
      participants: { b: { email: 'bob@example.org', roles: { attendee: true } } },
    };
    await create(invitation);
    const inbox = async (): Promise<Record<string, Body>> =>
      (await send('GET', '/rest/bob/inbox/', undefined, asBob)).json().responses as Record<string, Body>;
    const [[path, event]] = Object.entries(await inbox()) as [[string, Body]];
    expect(event.title).toBe('Come');
    expect((await send('GET', '/rest/alice/inbox/')).json()).toEqual({ responses: {} });
    const answer = { participationStatus: 'declined' };
    expect((await send('POST', `/rest${path}?action=reply`, answer, asBob)).status).toBe(204);
    expect(await inbox()).toEqual({});
    // What was declined is left out of a listing that asks for nothing in particular, and is there for one that does.
    const shown = async (query: string): Promise<Body> =>
      (await send('GET', `/rest/bob/calendar/${query}`, undefined, asBob)).json().responses as Body;
    const own = path.replace('bob%40example.org', 'bob');
    expect(Object.keys(await shown(''))).not.toContain(own);
    expect(Object.keys(await shown(`?filters[start]=${day}`))).toContain(own);
    expect(Object.keys(await shown('?sync-token='))).toContain(own);
  });

  it('loses what is put away until the organizer moves it; the invitation stays', async () => {
    const day = new Date(Date.now() + 8 * 86_400_000).toISOString().slice(0, 10);
    const participants = { b: { email: 'bob@example.org', roles: { attendee: true } } };
    const meeting = await create({ ...simple, title: 'Later', start: `${day}T10:00:00`, participants });
    const inbox = async (): Promise<Record<string, Body>> =>
      (await send('GET', '/rest/bob/inbox/', undefined, asBob)).json().responses as Record<string, Body>;
    const [path] = Object.keys(await inbox());
    const notice = `/rest/bob/inbox/${path!.split('/').at(-1)}`;
    expect((await send('DELETE', notice)).status).toBe(403);
    expect((await send('DELETE', notice, undefined, asBob)).status).toBe(204);
    expect(await inbox()).toEqual({});
    expect((await send('DELETE', notice, undefined, asBob)).status).toBe(404);
    const kept = await send('GET', `/rest${path}`, undefined, asBob);
    const people = Object.values(kept.json().participants as Record<string, Body>);
    expect(people.find(({ email }) => email === 'bob@example.org')!.participationStatus ?? 'needs-action').toBe(
      'needs-action',
    );
    expect((await send('PATCH', collection + meeting, { title: 'Still later' })).status).toBe(204);
    expect(await inbox()).toEqual({});
    expect((await send('PATCH', collection + meeting, { start: `${day}T12:00:00` })).status).toBe(204);
    expect(Object.keys(await inbox())).toEqual([path]);
  });
});
