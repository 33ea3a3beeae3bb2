import { createToken } from '@dayferry/auth';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, ids, insert, listAll, reasonOf, type Query } from './client.js';

const server = await startServer();
const call = clientOf(server);
const path = '/calendars/alice@example.org/events';
const acl = '/calendars/alice@example.org/acl';
const asBob = { as: 'bob' } as const;
afterAll(() => server.close());

async function grant(role: string, scope: object = { type: 'user', value: 'bob@example.org' }): Promise<void> {
  expect((await call('POST', acl, { body: { role, scope } })).status).toBe(200);
}

describe('acl-escalate: nobody raises a right', () => {
  const me = { type: 'user', value: 'bob@example.org' };

  it.each(['freeBusyReader', 'reader', 'writer'])('a %s adds, changes and removes no rule', async (role) => {
    await grant(role);
    const { items } = await listAll(call, { showDeleted: true }, acl);
    const tries: [string, string, object?][] = [
      ['POST', acl, { role: 'owner', scope: me }],
      ['POST', acl, { role: 'reader', scope: { type: 'default' } }],
      ['POST', acl, { role: 'owner', scope: { type: 'domain', value: 'example.org' } }],
      ['POST', acl, { role: 'owner', scope: { type: 'group', value: 'staff@example.org' } }],
      ['PUT', `${acl}/user:bob@example.org`, { role: 'owner', scope: me }],
      ['PATCH', `${acl}/user:bob@example.org`, { role: 'owner' }],
      ['PATCH', `${acl}/user:alice@example.org`, { role: 'none' }],
      ['DELETE', `${acl}/user:alice@example.org`],
    ];
    for (const [verb, url, body] of tries)
      expect(reasonOf(await call(verb, url, { ...asBob, body }))).toBe('403 requiredAccessLevel');
    expect((await listAll(call, { showDeleted: true }, acl)).items).toEqual(items);
  });

  it('an owner by a rule neither changes it nor takes the calendar from its owner', async () => {
    await grant('owner');
    const own = `${acl}/user:bob@example.org`;
    expect(reasonOf(await call('PATCH', own, { ...asBob, body: { role: 'reader' } }))).toBe('403 cannotChangeOwnAcl');
    for (const [verb, body] of [['DELETE'], ['PATCH', { role: 'none' }]] as const)
      expect(reasonOf(await call(verb, `${acl}/user:alice@example.org`, { ...asBob, body }))).toBe(
        '403 cannotChangeOwnerAcl',
      );
    for (const role of ['writer', 'owner'])
      expect(reasonOf(await call('POST', acl, { ...asBob, body: { role, scope: { type: 'default' } } }))).toBe(
        '400 illegalAccessRoleForDefault',
      );
  });
});

describe('freebusy-leak: what somebody with free/busy access learns by asking', () => {
  const shared = {
    extendedProperties: { private: { a: '1' }, shared: { b: '2' } },
    description: 'not a word',
    location: 'Clinic',
  };
  const asked: Query[] = [
    { q: 'doctor' },
    { q: 'clinic' },
    { q: 'alice' },
    { privateExtendedProperty: 'a=1' },
    { sharedExtendedProperty: 'b=2' },
    { iCalUID: 'doctor@example.org' },
  ];

  it('nothing through search and filters: the same answer as for what is not there', async () => {
    await insert(call, { ...hour(2), ...shared, summary: 'Doctor', iCalUID: 'doctor@example.org' });
    await insert(call, { ...hour(3), summary: 'Dentist' });
    await grant('freeBusyReader');
    for (const query of asked) {
      const [name, value] = Object.entries(query)[0]! as [string, string];
      const other = { [name]: value.replace(/[a-z\d]/g, 'x') };
      const [found, missing] = [
        await call('GET', path, { ...asBob, query }),
        await call('GET', path, { ...asBob, query: other }),
      ];
      expect(ids(found.body.items), name).toEqual(ids(missing.body.items));
    }
  });

  it('nothing but times through fields, instances, single events and sync', async () => {
    const { body: page } = await call('GET', path, { ...asBob, query: { singleEvents: true, orderBy: 'startTime' } });
    const { id } = page.items[0]!;
    const { token } = await listAll((verb, at, options) => call(verb, at, { ...options, ...asBob }), {}, path);
    await call('PATCH', `${events}/${id}`, { body: { summary: 'Surgeon' } });
    const texts = [
      await call('GET', path, {
        ...asBob,
        query: { fields: 'items(summary,description,location,attendees,extendedProperties,htmlLink)' },
      }),
      await call('GET', `${path}/${id}`, { ...asBob, query: { fields: 'summary,reminders,attachments' } }),
      await call('GET', path, { ...asBob, query: { syncToken: token } }),
      await call('GET', path, { ...asBob, query: { updatedMin: '2020-01-01T00:00:00Z' } }),
      await call('GET', `${path}/${id}`, asBob),
    ].map(({ text }) => text);
    for (const text of texts) expect(text).not.toMatch(/surgeon|doctor|dentist|not a word|clinic|htmlLink|"reminders/i);
  });

  it('a reader finds nothing by private properties, which are not shown', async () => {
    await grant('reader');
    const query = { privateExtendedProperty: 'a=1' };
    expect((await call('GET', path, { query })).body.items).toHaveLength(1);
    expect((await call('GET', path, { ...asBob, query })).body.items).toEqual([]);
    expect((await call('GET', path, { ...asBob, query: { sharedExtendedProperty: 'b=2' } })).body.items).toHaveLength(
      1,
    );
  });
});

describe('attendee-directory: who exists', () => {
  const strangers = ['carol@example.org', 'nobody@example.org', 'somebody@elsewhere.example'];

  it('is not told by free/busy, the calendar list, calendars or access rules', async () => {
    const range = { timeMin: '2026-02-01T00:00:00Z', timeMax: '2026-03-01T00:00:00Z' };
    const told = strangers.map(async (id) => {
      const replies = [
        await call('POST', '/freeBusy', { ...asBob, body: { ...range, items: [{ id }] } }),
        await call('POST', '/users/me/calendarList', { ...asBob, body: { id } }),
        await call('GET', `/calendars/${id}`, asBob),
        await call('GET', `/calendars/${id}/events/doesnotexist`, asBob),
        await call('POST', '/calendars/primary/acl', {
          ...asBob,
          body: { role: 'none', scope: { type: 'user', value: id } },
        }),
      ];
      return replies.map(({ status, text }) => `${status} ${text.replaceAll(id, 'X').replace(/"etag": "[^,]*/, '')}`);
    });
    const [hidden, ...unknown] = await Promise.all(told);
    for (const other of unknown) expect(other).toEqual(hidden);
  });
});

describe('public-calendar-write: reading for everybody is not writing', () => {
  const tries: [string, string, object?][] = [
    ['POST', path, hour(5)],
    ['POST', `${path}/import`, { ...hour(5), iCalUID: 'x@example.org' }],
    ['POST', `${path}/quickAdd?text=x`],
    ['PATCH', `${path}/public1`, { summary: 'x' }],
    ['PUT', `${path}/public1`, hour(5)],
    ['DELETE', `${path}/public1`],
    ['POST', `${path}/public1/move?destination=x`],
    ['POST', `${path}/watch`, {}],
    ['PATCH', '/calendars/alice@example.org', { summary: 'x' }],
    ['POST', '/calendars/alice@example.org/clear'],
    ['DELETE', '/calendars/alice@example.org'],
    ['POST', acl, { role: 'owner', scope: { type: 'user', value: 'bob@example.org' } }],
  ];
  const key = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}key=k`;

  it('without sign-in: 401; with a token that only reads: 403, and nothing has changed', async () => {
    await insert(call, { ...hour(4), id: 'public1', summary: 'Public' });
    await grant('reader', { type: 'default' });
    expect((await call('GET', key(`${path}/public1`), { as: null })).body.summary).toBe('Public');
    const user = (await server.core.directory.byEmail('alice@example.org'))!;
    const scopes = ['https://www.googleapis.com/auth/calendar.readonly'];
    const { secret } = await createToken(server.gateway.dependencies, user, { name: 'reads', scopes });
    const { token } = await listAll(call);
    const authorization = `Bearer ${secret}`;
    for (const [verb, url, body] of tries) {
      for (const at of [url, key(url)])
        expect(reasonOf(await call(verb, at, { as: null, body })), `${verb} ${url}`).toBe('401 required');
      const read = await call(verb, url, { as: null, body, headers: { authorization } });
      if (url.endsWith('/watch')) expect(read.status).toBe(400);
      else expect(reasonOf(read), `${verb} ${url}`).toBe('403 insufficientPermissions');
    }
    expect((await listAll(call, { syncToken: token })).items).toEqual([]);
  });
});
