import { createToken } from '@dayferry/auth';
import { afterAll, describe, expect, it } from 'vitest';
import { people, startServer, type Person } from '../harness/index.js';

const server = await startServer();
afterAll(() => server.close());

const ask = async (who: Person, request: object, token = server.tokens[who]): Promise<string> => {
  const headers = { authorization: `Bearer ${token}`, 'gdata-version': '2' };
  const { headers: more, ...rest } = request as { headers?: object };
  return (await server.inject({ headers: { ...headers, ...more }, ...rest })).body;
};
const v3 = '/calendar/v3/calendars/alice@example.org';
const events = `${v3}/events`;
const dav = '/dav/calendars/alice%40example.org/calendar/';

const { id } = JSON.parse(
  await ask('alice', {
    method: 'POST',
    url: events,
    payload: {
      iCalUID: 'parts@example.org',
      summary: 'Meeting',
      start: { dateTime: '2026-01-02T10:00:00Z', timeZone: 'UTC' },
      end: { dateTime: '2026-01-02T11:00:00Z', timeZone: 'UTC' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
      extendedProperties: { private: { syncedAs: 'hush-1' }, shared: { room: 'told-1' } },
    },
  }),
) as { id: string };
await ask('alice', {
  method: 'PATCH',
  url: `${events}/${id}_20260103T100000Z`,
  payload: { summary: 'Moved', extendedProperties: { private: { syncedAs: 'hush-2' } } },
});

const listing = await ask('alice', { method: 'PROPFIND', url: dav, headers: { depth: '1' } });
const name = /([^/<>]+\.ics)</.exec(listing)![1]!;
const bobs = '/calendar/v3/calendars/bob@example.org/events';

const query = (text: string): object => ({
  method: 'REPORT',
  url: dav,
  headers: { 'content-type': 'application/xml', depth: '1' },
  payload: `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="X-DAYFERRY-EXT"><C:text-match>${text}</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`,
});

const alice = (await server.core.directory.byEmail(people.alice.email))!;
const publicOnly = await createToken(server.gateway.dependencies, alice, {
  name: 'what everybody may see',
  scopes: ['calendar.events.public.readonly'],
});

const looks: [string, object][] = [
  ['v3 list', { url: events }],
  ['v3 instances', { url: `${events}?singleEvents=true` }],
  ['v3 get', { url: `${events}/${id}` }],
  ['v2 feed', { url: '/calendar/feeds/alice@example.org/private/full' }],
  ['v2 feed as JSON-C', { url: '/calendar/feeds/alice@example.org/private/full?alt=jsonc' }],
  ['v2 occurrences', { url: '/calendar/feeds/alice@example.org/private/full?singleevents=true' }],
  ['CalDAV export', { url: dav }],
  ['CalDAV query', query('told-1')],
  ['JSCalendar', { url: `/rest/alice@example.org/calendar/${id}` }],
];

describe('what programs keep in events for themselves', () => {
  it.each(looks)('is for who may write: %s', async (_name, request) => {
    for (const role of ['reader', 'writer'] as const) {
      await ask('alice', {
        method: 'POST',
        url: `${v3}/acl`,
        payload: { role, scope: { type: 'user', value: 'bob@example.org' } },
      });
      for (const who of ['alice', 'bob', 'alice', 'bob'] as const) {
        const text = await ask(who, request);
        expect([role, who, text.includes('told-1')]).toEqual([role, who, true]);
        expect([role, who, text.includes('hush-1')]).toEqual([role, who, who === 'alice' || role === 'writer']);
      }
    }
  });

  it.each(looks.filter(([name]) => name.startsWith('v3')))(
    'are not remembered for readers when the owner reads by a narrow credential: %s',
    async (_name, request) => {
      await ask('alice', { method: 'POST', url: `${v3}/acl`, payload: { role: 'reader', scope: { type: 'default' } } });
      await ask('alice', { method: 'DELETE', url: `${v3}/acl/user:bob@example.org` });
      expect(await ask('alice', request, publicOnly.secret)).toContain('hush-1');
      const text = await ask('bob', request);
      expect(text).toContain('told-1');
      expect(text).not.toContain('hush-1');
      expect(await ask('alice', request, publicOnly.secret)).toContain('hush-1');
      await ask('alice', { method: 'DELETE', url: `${v3}/acl/default` });
    },
  );

  it.each<[string, object]>([
    ['v3', { url: `${events}?privateExtendedProperty=syncedAs%3Dhush-1` }],
    ['v2', { url: '/calendar/feeds/alice@example.org/private/full?extq=%5BsyncedAs:hush-1%5D' }],
    ['CalDAV', query('hush')],
  ])('finds nothing for others: %s', async (_name, request) => {
    await ask('alice', {
      method: 'POST',
      url: `${v3}/acl`,
      payload: { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } },
    });
    expect(await ask('alice', request)).toContain('told-1');
    expect(await ask('bob', request)).not.toContain('told-1');
  });

  it('is not in the copy that somebody makes who only reads', async () => {
    const payload = { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } };
    await ask('alice', { method: 'POST', url: `${v3}/acl`, payload });
    const destination = '/dav/calendars/bob%40example.org/calendar/copied.ics';
    await ask('bob', { method: 'COPY', url: `${dav}${name}`, headers: { destination } });
    const copied = [await ask('bob', { url: destination }), await ask('bob', { url: bobs })];
    for (const text of copied) {
      expect(text).toContain('told-1');
      expect(text).not.toContain('hush-');
    }
  });
});
