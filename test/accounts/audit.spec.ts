import { addCalendar, createPrincipal, setMembers, type AuditEntry } from '@dayferry/core';
import { createToken } from '@dayferry/auth';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, people, startServer } from '../harness/index.js';

const server = await startServer({ clock: fakeClock('2026-03-01T12:00:00Z') });
const { dependencies } = server.gateway;
const { store } = dependencies;
afterAll(() => server.close());

const admin = await store.write((tx) =>
  createPrincipal(dependencies, tx, { email: 'admin@example.org', isAdmin: true }),
);
const room = await store.write((tx) =>
  createPrincipal(dependencies, tx, { email: 'room@example.org', kind: 'resource' }),
);
const alice = (await server.core.directory.byEmail(people.alice.email))!;
const { secret: adminToken } = await createToken(dependencies, admin, { name: 'admin' });
const team = await store.write((tx) => addCalendar(dependencies, tx, alice, { title: 'Team' }));

const ask = (token: string, method: 'PATCH' | 'POST' | 'DELETE', path: string, payload?: object) =>
  server.inject({
    method,
    url: `/calendar/v3/calendars/${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload ? { payload } : {}),
  });

async function linesOf(who: string): Promise<Pick<AuditEntry, 'action' | 'actor' | 'detail'>[]> {
  const entries = await store.reader.auditEntries({ who, limit: 100 });
  return entries.map(({ action, actor, detail }) => ({ action, actor, detail })).toReversed();
}

describe('the audit log', () => {
  it('has what an administrator does to the calendar of a room, and to its rules', async () => {
    const path = encodeURIComponent(room.email);
    expect((await ask(adminToken, 'PATCH', path, { location: 'Second floor' })).statusCode).toBe(200);
    const rule = { role: 'reader', scope: { type: 'domain', value: 'example.org' } };
    expect((await ask(adminToken, 'POST', `${path}/acl`, rule)).statusCode).toBe(200);
    expect(await linesOf(room.email)).toEqual([
      { action: 'user-added', actor: 'command line', detail: { kind: 'resource' } },
      { action: 'calendar-opened', actor: admin.email, detail: {} },
      { action: 'calendar-changed', actor: admin.email, detail: { what: 'location' } },
      { action: 'acl-changed', actor: admin.email, detail: { scope: 'domain:example.org', role: 'reader' } },
    ]);
  });

  it('has what they do to calendars of users, and not what users do to their own', async () => {
    expect((await ask(server.tokens.alice, 'PATCH', team.id, { summary: 'My own' })).statusCode).toBe(200);
    expect((await ask(adminToken, 'PATCH', team.id, { summary: 'Ours' })).statusCode).toBe(200);
    expect((await ask(adminToken, 'DELETE', team.id)).statusCode).toBe(204);
    expect(await linesOf(team.id)).toEqual([
      { action: 'calendar-added', actor: 'command line', detail: { owner: alice.email } },
      { action: 'calendar-opened', actor: admin.email, detail: {} },
      { action: 'calendar-changed', actor: admin.email, detail: { what: 'title' } },
      { action: 'calendar-removed', actor: admin.email, detail: {} },
    ]);
  });

  it('has who comes into a group and who goes, where something changes', async () => {
    const email = 'team@example.org';
    const group = await store.write((tx) => createPrincipal(dependencies, tx, { email, kind: 'group' }));
    for (const members of [[alice, admin], [admin, alice], [admin]])
      await store.write((tx) => setMembers(dependencies, tx, group, members));
    const [, ...changes] = await linesOf(email);
    expect(changes.map(({ detail }) => detail)).toEqual([
      { added: `${alice.email} ${admin.email}`, removed: '' },
      { added: '', removed: alice.email },
    ]);
  });
});
