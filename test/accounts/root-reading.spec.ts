import { createToken } from '@dayferry/auth';
import { createPrincipal, type AclRule, type Principal } from '@dayferry/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  fakeClock,
  openAs,
  people,
  startServer,
  type FakeClock,
  type Request,
  type TestServer,
} from '../harness/index.js';
import { runSql } from '../storage/run-sql.js';

const [hour, day] = [3_600_000, 86_400_000];
const { alice, bob } = people;

let clock: FakeClock;
let server: TestServer;
let admin: Principal;
let token: string;

beforeEach(async () => {
  clock = fakeClock('2026-03-01T22:00:00Z');
  server = await startServer({ clock });
  const { dependencies } = server.gateway;
  admin = await dependencies.store.write((tx) =>
    createPrincipal(dependencies, tx, { email: 'admin@example.org', isAdmin: true }),
  );
  token = (await createToken(dependencies, admin, { name: 'test' })).secret;
});
afterEach(() => server.close());

async function ask(request: Request & { url: string }, bearer = token, at = server): Promise<number> {
  const headers = { authorization: `Bearer ${bearer}`, ...request.headers };
  return (await at.inject({ method: 'GET', ...request, headers })).statusCode;
}

/** Who opened whose calendar, oldest first; homes show calendars of tasks besides. */
async function opened(): Promise<string[]> {
  const { reader } = server.gateway.dependencies.store;
  const entries = await reader.auditEntries({ action: 'calendar-opened', limit: 200 });
  const primary = entries.filter(({ subject }) => subject.endsWith('@example.org'));
  return primary.map(({ actor, subject, at }) => `${new Date(at).toISOString()} ${actor} ${subject}`).toReversed();
}

const freeBusyBody = (id: string) => ({
  timeMin: '2026-03-01T00:00:00Z',
  timeMax: '2026-03-08T00:00:00Z',
  items: [{ id }],
});
const id = encodeURIComponent(alice.email);
const feed = { url: `/calendar/feeds/${id}/private/full` };
const ways: Record<string, Request & { url: string }> = {
  'v2 events': feed,
  'v2 access rules': { url: `/calendar/feeds/${id}/acl/full` },
  'v3 events': { url: `/calendar/v3/calendars/${id}/events` },
  'v3 calendar': { url: `/calendar/v3/calendars/${id}` },
  'v3 busy times': { method: 'POST', url: '/calendar/v3/freeBusy', payload: freeBusyBody(alice.email) },
  'CalDAV calendar': { method: 'PROPFIND', url: `/dav/calendars/${id}/calendar/`, headers: { depth: '1' } },
  'CalDAV home': { method: 'PROPFIND', url: `/dav/calendars/${id}/`, headers: { depth: '1' } },
  'CalDAV alias': { method: 'PROPFIND', url: `/caldav/v2/${id}/events/`, headers: { depth: '0' } },
  'JSCalendar objects': { url: `/rest/${id}/calendar/` },
  'JSCalendar home': { url: `/rest/${id}/` },
};

describe('what an administrator reads of a calendar that nobody shared with them', () => {
  it.each(Object.entries(ways))('is in the audit log, through %s', async (_way, request) => {
    expect(await ask(request)).toBeLessThan(300);
    expect(await opened()).toEqual([`2026-03-01T22:00:00.000Z ${admin.email} ${alice.email}`]);
  });

  it('is there once a day for each calendar, whatever they read of it, on whatever replica and after a restart', async () => {
    const { databaseUrl: url } = server.gateway.config;
    const replica = await startServer({ clock, database: { url, drop: () => Promise.resolve() } });
    for (const request of Object.values(ways)) {
      const statuses = await Promise.all([server, replica, server].map((at) => ask(request, token, at)));
      expect(Math.max(...statuses)).toBeLessThan(300);
    }
    await replica.close();
    expect(await opened()).toHaveLength(1);
    clock.advance(2 * hour - 1);
    await ask(feed);
    expect(await opened()).toHaveLength(1);
    clock.advance(1);
    await ask({ url: `/calendar/feeds/${encodeURIComponent(bob.email)}/private/full` });
    await ask(feed);
    await server.gateway.dependencies.store.write((tx) => tx.removeOldNonces(clock()));
    await ask(feed);
    expect(await opened()).toEqual([
      `2026-03-01T22:00:00.000Z ${admin.email} ${alice.email}`,
      `2026-03-02T00:00:00.000Z ${admin.email} ${bob.email}`,
      `2026-03-02T00:00:00.000Z ${admin.email} ${alice.email}`,
    ]);
  });

  it('is in the log of each administrator by name', async () => {
    const { dependencies } = server.gateway;
    const second = await dependencies.store.write((tx) =>
      createPrincipal(dependencies, tx, { email: 'second@example.org', isAdmin: true }),
    );
    const other = (await createToken(dependencies, second, { name: 'test' })).secret;
    expect([await ask(feed), await ask(feed, other), await ask(feed)]).toEqual([200, 200, 200]);
    expect((await opened()).map((line) => line.split(' ')[1])).toEqual([admin.email, second.email]);
  });

  it('is not shown when it cannot be written down', async () => {
    const { databaseUrl } = server.gateway.config;
    await runSql(databaseUrl, ['ALTER TABLE audit_entry RENAME TO audit_gone']);
    expect(await ask(feed)).toBe(503);
    await runSql(databaseUrl, ['ALTER TABLE audit_gone RENAME TO audit_entry']);
    expect(await ask(feed)).toBe(200);
    expect(await opened()).toHaveLength(1);
  });
});

describe('the log has no line', () => {
  /** Alice's calendar. */
  async function share(rule: Pick<AclRule, 'scopeType' | 'scopeValue' | 'role'>): Promise<void> {
    await server.core.calendars.setAcl(await openAs(server.core, alice.email), rule);
  }

  it('of what people read of their own calendars and of those that are shared with them', async () => {
    await share({ scopeType: 'user', scopeValue: bob.email, role: 'writer' });
    for (const request of Object.values(ways)) {
      expect(await ask(request, server.tokens.alice)).toBeLessThan(300);
      expect(await ask(request, server.tokens.bob)).not.toBe(401);
    }
    expect(await opened()).toEqual([]);
  });

  it('of an administrator’s own calendars, nor of those that somebody made them a co-owner of', async () => {
    await share({ scopeType: 'user', scopeValue: admin.email, role: 'owner' });
    for (const request of Object.values(ways)) expect(await ask(request)).toBeLessThan(300);
    expect(await ask({ url: '/calendar/feeds/default/private/full' })).toBe(200);
    expect(await opened()).toEqual([]);
  });

  it('of busy times that a rule shows to them anyway', async () => {
    await share({ scopeType: 'domain', scopeValue: 'example.org', role: 'freeBusy' });
    expect(await ask(ways['v3 busy times']!)).toBe(200);
    expect(await opened()).toEqual([]);
    expect(await ask(ways['v3 events']!)).toBe(200);
    expect(await opened()).toHaveLength(1);
  });

  it('of what they are refused', async () => {
    const { dependencies } = server.gateway;
    await dependencies.store.write((tx) => createPrincipal(dependencies, tx, { email: 'zoe@elsewhere.example' }));
    expect(await ask({ url: '/calendar/v3/calendars/zoe%40elsewhere.example/events' })).toBe(404);
    const limited = await createToken(dependencies, admin, { name: 'own only', calendars: [admin.email] });
    expect(await ask({ url: `/calendar/v3/calendars/${id}/events` }, limited.secret)).toBe(404);
    expect(await opened()).toEqual([]);
  });
});

it('a month of reading leaves one line for each of its days', async () => {
  for (let i = 0; i < 60; i += 1, clock.advance(day / 2)) await ask(feed);
  expect(await opened()).toHaveLength(31);
});
