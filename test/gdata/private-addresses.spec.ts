import { beforeAll, describe, expect, it } from 'vitest';
import { fakeClock, people } from '../harness/index.js';
import { tennis, gdataServer } from './gdata-client.js';

const clock = fakeClock('2026-06-15T12:00:00Z');

describe('private addresses', () => {
  const gdata = gdataServer({ clock });
  const { send } = gdata;
  let cookie: string;
  const path = (secret: string): string => `alice%40example.org/private-${secret}/full`;
  const status = async (secret: string): Promise<number> => (await send('GET', path(secret), { as: null })).statusCode;

  beforeAll(async () => {
    await send('POST', 'default/private/full', { body: tennis });
    const { calendars, directory } = gdata.server.core;
    const viewer = await directory.viewer((await directory.byEmail(people.alice.email))!, ['calendar']);
    cookie = await calendars.resetLink(await calendars.open(viewer, people.alice.email));
  });

  it('answer wrong ones with 429 after twenty a minute, and right ones as ever (magic-cookie-guess)', async () => {
    for (let i = 0; i < 20; i += 1) expect(await status(`${i}.${cookie.slice(2)}`)).toBe(404);
    const held = await send('GET', path('x'), { as: null });
    expect([held.statusCode, held.headers['retry-after']]).toEqual([429, '60']);
    // The other protocol's addresses of this kind are counted with them.
    const ical = `/calendar/ical/alice%40example.org/private-x/basic.ics`;
    expect((await gdata.server.inject({ method: 'GET', url: ical })).statusCode).toBe(429);
    expect(await status(cookie)).toBe(200);
    expect(
      (await gdata.server.inject({ method: 'GET', url: `/calendar/feeds/${path('x')}`, remoteAddress: '192.0.2.7' }))
        .statusCode,
    ).toBe(404);
    clock.advance(61_000);
    expect(await status('x')).toBe(404);
  });

  it('open nothing when they are not whole, not theirs, or given up (magic-cookie-guess)', async () => {
    const { calendars, directory } = gdata.server.core;
    const linkOf = async (person: 'alice' | 'bob'): Promise<string> => {
      const viewer = await directory.viewer((await directory.byEmail(people[person].email))!, ['calendar']);
      return calendars.resetLink(await calendars.open(viewer, people[person].email));
    };
    clock.advance(61_000);
    const former = cookie;
    cookie = await linkOf('alice');
    const wrong = [former, await linkOf('bob'), cookie.slice(0, -1), `${cookie}A`, cookie.toUpperCase(), ''];
    expect(await Promise.all(wrong.map(status))).toEqual([404, 404, 404, 404, 404, 404]);
    expect(await status(cookie)).toBe(200);
  });

  it('are long enough, and stored as hashes alone', async () => {
    expect(Buffer.from(cookie, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    const stored = await gdata.server.gateway.dependencies.store.reader.calendarById(people.alice.email);
    expect(JSON.stringify(stored)).not.toContain(cookie);
  });

  it('stay with who has them: no cache, no referrer, no index, no log (magic-cookie-leak)', async () => {
    for (const place of [path(cookie), `${path(cookie)}?alt=rss`, `${path(cookie)}/none`, `${path(cookie)}?alt=pdf`]) {
      const { headers, statusCode } = await send('GET', place, { as: null });
      expect([statusCode, headers['referrer-policy'], headers['x-robots-tag']]).toEqual([
        statusCode,
        'no-referrer',
        'noindex',
      ]);
      expect(String(headers['cache-control'])).toMatch(/private|no-store/);
    }
    expect((await send('GET', 'default/private/full')).body).not.toContain(cookie);
    expect(gdata.server.logs.join('')).not.toContain(cookie);
  });
});
