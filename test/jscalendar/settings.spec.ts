import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, startServer } from '../harness/index.js';
import { collection, home, restClient, simple, type Body } from './rest-client.js';

const clock = fakeClock('2026-06-15T12:00:00Z');
const env = { DAYFERRY_JSCALENDAR_WINDOW: '1,2', DAYFERRY_DEFAULT_DOMAIN: 'example.org' };
const server = await startServer({ clock, env });
const send = restClient(server);
afterAll(() => server.close());

for (const day of [13, 14, 17, 18])
  await send('POST', collection, { ...simple, title: `On the ${day}th`, start: `2026-06-${day}T10:00:00` });

async function titles(url: string, on = send): Promise<string[]> {
  const { responses } = (await on('GET', url)).json() as { responses: Record<string, Body> };
  return Object.values(responses)
    .map(({ title }) => String(title))
    .sort();
}

describe('a listing that names no time', () => {
  it('covers the days that the operator has set, and says which these are', async () => {
    const listing = await send('GET', collection);
    expect(await titles(collection)).toEqual(['On the 14th', 'On the 17th']);
    const [, named] = /^<(.*)>; rel="self"$/.exec(String(listing.headers.link))!;
    expect(named).toContain('?filters%5Bstart%5D=2026-06-14T00:00:00Z&filters%5Bend%5D=2026-06-18T00:00:00Z');
    const there = new URL(named!);
    expect(await titles(there.pathname + there.search)).toEqual(['On the 14th', 'On the 17th']);
    for (const query of ['?filters[start]=2026-01-01', '?sync-token='])
      expect([(await send('GET', collection + query)).headers.link, (await titles(collection + query)).length]).toEqual(
        [undefined, 4],
      );
  });

  it('has another ETag when its window has moved on', async () => {
    const seen = { headers: { 'if-none-match': String((await send('GET', collection)).headers.etag) } };
    clock.advance(3_600_000);
    expect((await send('GET', collection, undefined, seen)).status).toBe(304);
    clock.advance(86_400_000);
    expect((await send('GET', collection, undefined, seen)).status).toBe(200);
    expect(await titles(collection)).toEqual(['On the 17th', 'On the 18th']);
  });

  it('has another ETag for who may see more of it than before', async () => {
    const share = (role: string) =>
      send('PUT', `${home}calendars/calendar/sharing/user:bob@example.org`, { role }).then(({ status }) => status);
    const asBob = { as: 'bob' } as const;
    expect(await share('freeBusy')).toBe(201);
    const etag = String((await send('GET', collection, undefined, asBob)).headers.etag);
    expect(await share('reader')).toBe(200);
    const again = await send('GET', collection, undefined, { ...asBob, headers: { 'if-none-match': etag } });
    expect([again.status, again.text.includes('On the 17th')]).toEqual([200, true]);
  });

  it('covers everything where the operator has set all', async () => {
    const other = await startServer({ clock, env: { DAYFERRY_JSCALENDAR_WINDOW: 'all' } });
    const ask = restClient(other);
    try {
      await ask('POST', collection, { ...simple, title: 'Long ago', start: '1996-06-15T10:00:00' });
      expect(await titles(collection, ask)).toEqual(['Long ago']);
      expect((await ask('GET', collection)).headers.link).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});

describe('the domain of who signs in without one', () => {
  const signIn = async (name: string) => {
    const authorization = `Basic ${Buffer.from(`${name}:${server.passwords.alice}`).toString('base64')}`;
    const { statusCode } = await server.inject({
      method: 'GET',
      url: '/rest/alice/calendar/',
      headers: { authorization },
    });
    return statusCode;
  };

  it('is the one that the operator has set', async () => {
    expect(await Promise.all(['alice', 'Alice', 'alice@example.org'].map(signIn))).toEqual([200, 200, 200]);
    expect(await Promise.all(['bob', 'alice@example.net', 'nobody'].map(signIn))).toEqual([401, 401, 401]);
  });
});
