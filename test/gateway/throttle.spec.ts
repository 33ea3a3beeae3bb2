import { createAppPassword, mostFailures, revokeCredential } from '@dayferry/auth';
import type { AuditEntry, Principal } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, people, startServer } from '../harness/index.js';

const clock = fakeClock('2026-03-01T12:00:00Z');
const doors = {
  v2: { method: 'GET', url: '/calendar/feeds/default/private/full' },
  v3: { method: 'GET', url: '/calendar/v3/users/me/calendarList' },
  caldav: { method: 'PROPFIND', url: '/dav/calendars/alice%40example.org/' },
  jscalendar: { method: 'GET', url: '/rest/alice%40example.org/calendar/' },
};

const server = await startServer({ clock });
const alice: Principal = (await server.core.directory.byEmail(people.alice.email))!;
await createAppPassword(server.gateway.dependencies, alice, { name: 'chosen', secret: 'correct horse' });
afterAll(() => server.close());

const basic = (name: string, secret: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

async function ask(secret: string, { name = 'alice@example.org', ip = '192.0.2.1' } = {}) {
  return server.inject({ ...doors.v3, remoteAddress: ip, headers: { authorization: basic(name, secret) } });
}

const status = async (...args: Parameters<typeof ask>) => (await ask(...args)).statusCode;

const audit = (action: string): Promise<AuditEntry[]> =>
  server.gateway.dependencies.store.reader.auditEntries({ action, limit: 1_000 });

describe('clientlogin-bruteforce: somebody who guesses passwords', () => {
  it('is held back after ten, in the words of each protocol, and nobody else is', async () => {
    for (let i = 0; i < mostFailures.perAccountAndAddress; i += 1) expect(await status(`guess ${i}`)).toBe(401);
    const held = await ask('guess again');
    expect(held.statusCode).toBe(429);
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(800);
    expect(held.body).toContain('rateLimitExceeded');
    expect(await status('correct horse')).toBe(429);
    // The same account from elsewhere; other accounts, and made-up passwords, from the same address.
    expect(await status('correct horse', { ip: '192.0.2.2' })).toBe(200);
    expect(await status('no such', { name: 'bob@example.org' })).toBe(401);
    expect(await status(server.passwords.alice)).toBe(200);
    clock.advance(15 * 60_000);
    expect(await status('correct horse')).toBe(200);
  });

  it('is written down, without what was tried', async () => {
    const entries = await audit('sign-in-failed');
    expect(entries.length).toBeGreaterThanOrEqual(mostFailures.perAccountAndAddress);
    const [mine] = entries.filter(({ actor, ip }) => actor === 'alice@example.org' && ip === '192.0.2.1');
    expect(mine).toMatchObject({ subject: 'alice@example.org', detail: {} });
    expect(JSON.stringify(entries)).not.toContain('guess');
  });

  it('gains nothing by many at once', async () => {
    const ip = '192.0.2.9';
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => status(`burst ${i}`, { ip })));
    expect(answers.filter((code) => code === 401).length).toBeLessThanOrEqual(mostFailures.perAccountAndAddress);
    expect(answers.every((code) => code === 401 || code === 429)).toBe(true);
  });
});

describe('an old phone with a wrong password', () => {
  it('locks out neither its owner nor the office', async () => {
    const ip = '192.0.2.3';
    for (let i = 0; i < 30; i += 1) expect(await status('from last year', { ip })).toBe(401);
    expect(await status('correct horse', { ip })).toBe(200);
  });
});

describe('rate-limit-evasion: one user with many tokens and protocols', () => {
  it('has one limit, refused in the words of each protocol', async () => {
    const small = await startServer({ env: { DAYFERRY_REQUESTS_PER_MINUTE: '8' } });
    const user = (await small.core.directory.byEmail(people.alice.email))!;
    const other = await createAppPassword(small.gateway.dependencies, user, { name: 'second' });
    const headers = [
      { authorization: `Bearer ${small.tokens.alice}` },
      { authorization: basic('alice@example.org', other.secret) },
    ];
    const answers: number[] = [];
    for (const request of [...Object.values(doors), ...Object.values(doors)])
      answers.push((await small.inject({ ...request, headers: headers[answers.length < 4 ? 0 : 1]! })).statusCode);
    expect(answers.every((code) => code < 300)).toBe(true);
    const refused = await Promise.all(
      Object.entries(doors).map(async ([name, request]) => {
        const answer = await small.inject({ ...request, headers: headers[0]! });
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        return [name, answer.statusCode];
      }),
    );
    expect(Object.fromEntries(refused)).toEqual({ v2: 503, v3: 429, caldav: 429, jscalendar: 429 });
    const bob = await small.inject({ ...doors.v3, headers: { authorization: `Bearer ${small.tokens.bob}` } });
    expect(bob.statusCode).toBe(200);
    await small.close();
  });
});

describe('the audit log', () => {
  it('tells of credentials, rules and private addresses, with who did it', async () => {
    const { dependencies } = server.gateway;
    const { credential, secret } = await createAppPassword(dependencies, alice, { name: 'phone' });
    await revokeCredential(dependencies, alice, credential.key, { actor: 'alice@example.org', ip: '192.0.2.1' });
    const open = await server.core.calendars.open(await server.core.directory.viewer(alice, ['calendar']), alice.email);
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' });
    const link = await server.core.calendars.resetLink(open);
    expect((await audit('credential-issued')).map(({ detail }) => detail)).toContainEqual({
      kind: 'app-password',
      name: 'phone',
      scopes: 'calendar',
    });
    expect((await audit('credential-revoked'))[0]).toMatchObject({ actor: 'alice@example.org', ip: '192.0.2.1' });
    expect((await audit('acl-changed'))[0]).toMatchObject({
      actor: 'alice@example.org',
      subject: 'alice@example.org',
      detail: { scope: 'user:bob@example.org', role: 'reader' },
    });
    expect((await audit('private-address-reset'))[0]).toMatchObject({ subject: 'alice@example.org' });
    const all = JSON.stringify(await dependencies.store.reader.auditEntries({ limit: 1_000 }));
    for (const hidden of [secret, link, credential.hash]) expect(all).not.toContain(hidden);
  });

  it('is found by who, what and when', async () => {
    const { reader } = server.gateway.dependencies.store;
    const added = await reader.auditEntries({ who: 'carol@example.org', action: 'user-added', limit: 5 });
    expect(added).toHaveLength(1);
    expect(await reader.auditEntries({ since: clock() + 1, limit: 5 })).toEqual([]);
    expect(await reader.auditEntries({ limit: 2 })).toHaveLength(2);
  });
});
