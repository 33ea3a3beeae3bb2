import { createHmac } from 'node:crypto';
import { exportSPKI, type JWTPayload } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, people, startServer } from '../harness/index.js';
import { OtherIssuer } from './other-issuer.js';

const clock = fakeClock(Date.now());
const issuer = await OtherIssuer.start();
const settings = [
  {
    issuer: issuer.url,
    label: 'Example',
    audience: 'https://calendar.example.org',
    domains: ['example.org', 'new.example'],
    users: 'create',
    scopes: { 'cal:write': ['calendar.events'] },
  },
];
const server = await startServer({ clock, env: { DAYFERRY_ISSUERS: JSON.stringify(settings) } });
afterAll(async () => {
  await server.close();
  await issuer.close();
});

const aud = 'https://calendar.example.org';
const alice = { sub: 'person-1', email: people.alice.email, email_verified: true };
const seconds = (more = 0) => Math.floor(clock() / 1_000) + more;
const sign = (claims: JWTPayload, header = {}) =>
  issuer.sign({ aud, scope: 'openid calendar', iat: seconds(), exp: seconds(600), ...claims }, header);

const ask = (token: string, url = '/calendar/v3/users/me/calendarList', method = 'GET', payload?: object) =>
  server.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload ? { payload } : {}) });
const statusOf = async (token: string) => (await ask(token)).statusCode;
const hour = { start: { dateTime: '2026-03-02T10:00:00Z' }, end: { dateTime: '2026-03-02T11:00:00Z' } };

describe('an access token of an issuer', () => {
  it('opens every protocol as the user with its verified address', async () => {
    const token = await sign(alice);
    const list = await ask(token);
    expect(list.json()).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: alice.email })]) as unknown,
    });
    expect((await ask(token, '/calendar/feeds/default/private/full')).statusCode).toBe(200);
    expect((await ask(token, '/dav/calendars/alice%40example.org/', 'PROPFIND')).statusCode).toBe(207);
    expect((await ask(token, '/rest/alice%40example.org/calendar/')).statusCode).toBe(200);
  });

  it('goes on belonging to the same user when the address at the issuer changes', async () => {
    const token = await sign({ ...alice, email: people.bob.email });
    const answer = await ask(token, '/calendar/v3/calendars/primary');
    expect(answer.json()).toMatchObject({ id: people.alice.email });
  });

  it('opens what its scopes say, also in words of the issuer', async () => {
    const events = '/calendar/v3/calendars/primary/events';
    for (const [claims, reads, writes] of [
      [{ scope: 'calendar.readonly' }, 200, 403],
      [{ scope: 'cal:write' }, 200, 200],
      [{ scope: undefined, scp: ['https://www.googleapis.com/auth/calendar'] }, 200, 200],
      [{ scope: 'profile' }, 403, 403],
      [{ scope: undefined }, 403, 403],
    ] as const) {
      const token = await sign({ ...alice, ...claims });
      const answers = [await ask(token, events), await ask(token, events, 'POST', hour)];
      expect([claims, ...answers.map(({ statusCode }) => statusCode)]).toEqual([claims, reads, writes]);
    }
  });

  it('makes somebody new a user, once, however many requests come at once', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        sign({ sub: 'person-2', email: 'Nina@New.example', email_verified: true, name: 'Nina', jti: String(i) }),
      ),
    );
    expect(await Promise.all(tokens.map(statusOf))).toEqual(tokens.map(() => 200));
    const nina = await server.core.directory.byEmail('nina@new.example');
    expect(nina).toMatchObject({ name: 'Nina', kind: 'user', isAdmin: false });
    const { reader } = server.gateway.dependencies.store;
    const entries = await reader.auditEntries({ who: 'nina@new.example', action: 'user-added', limit: 10 });
    expect(entries.map(({ actor }) => actor)).toEqual([issuer.url]);
  });

  it('ends where the issuer may not vouch for that domain any more', async () => {
    const { databaseUrl: url } = server.gateway.config;
    const database = { url, drop: () => Promise.resolve() };
    const env = { DAYFERRY_ISSUERS: JSON.stringify([{ ...settings[0], domains: ['new.example'] }]) };
    const token = await sign(alice);
    expect(await statusOf(token)).toBe(200);
    const later = await startServer({ clock, database, env });
    const headers = { authorization: `Bearer ${token}` };
    expect((await later.inject({ url: '/calendar/v3/users/me/calendarList', headers })).statusCode).toBe(403);
    await later.close();
  });

  it('ends with its time, also where it is known already', async () => {
    const token = await sign({ ...alice, exp: seconds(30) });
    expect(await statusOf(token)).toBe(200);
    clock.advance(91_000);
    expect(await statusOf(token)).toBe(401);
  });

  it('ends with its user on the next request', async () => {
    const claims = { sub: 'person-3', email: 'gone@new.example', email_verified: true };
    const token = await sign({ ...claims });
    expect(await statusOf(token)).toBe(200);
    const { removePrincipal } = await import('@dayferry/core');
    const { dependencies } = server.gateway;
    await dependencies.store.write((tx) => removePrincipal(dependencies, tx, 'gone@new.example'));
    const answer = await ask(token, '/calendar/v3/calendars/primary/events');
    // The issuer still vouches for them: a new user, with nothing of the one before.
    expect(answer.json()).toMatchObject({ items: [] });
  });
});

describe('a token that is refused', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['for another audience', { aud: 'https://other.example' }, 401],
    ['for nobody in particular', { aud: undefined }, 401],
    ['of another issuer', { iss: 'https://evil.example' }, 401],
    ['that is over', { exp: seconds(-3_600) }, 401],
    ['without an end', { exp: undefined }, 401],
    ['of the future', { nbf: seconds(3_600) }, 401],
    ['without a person', { sub: undefined }, 401],
    ['whose address is not verified', { sub: 'p4', email: 'carol@example.org', email_verified: false }, 403],
    ['whose address is verified in words', { sub: 'p5', email: 'carol@example.org', email_verified: 'true' }, 403],
    ['without an address', { sub: 'p6', email: undefined }, 403],
    ['of a domain that the issuer may not vouch for', { sub: 'p7', email: 'root@elsewhere.example' }, 403],
    ['of a domain that only ends so', { sub: 'p8', email: 'root@evil-example.org' }, 403],
  ] as [string, JWTPayload, number][])('is one %s', async (_what, claims, status) => {
    expect(await statusOf(await sign({ ...alice, ...claims }))).toBe(status);
  });

  it('is one that nobody signed, or that is signed with what everybody knows', async () => {
    const claims = part({ iss: issuer.url, aud, scope: 'calendar', exp: seconds(600), ...alice });
    expect(await statusOf(`${part({ alg: 'none' })}.${claims}.`)).toBe(401);
    const text = `${part({ alg: 'HS256', kid: 'first' })}.${claims}`;
    const secret = await exportSPKI(issuer.publicKey());
    expect(await statusOf(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`)).toBe(401);
    const [header, , signature] = (await sign(alice)).split('.');
    expect(await statusOf(`${header}.${claims}.${signature}`)).toBe(401);
    for (const broken of ['eyJ', 'eyJ.eyJ.x', `eyJ${'a'.repeat(7_000)}`]) expect(await statusOf(broken)).toBe(401);
  });
});

describe('the keys of an issuer', () => {
  it('are read again for one that is new, and not for each of a flood', async () => {
    clock.advance(11_000);
    await issuer.rotate('second');
    expect(await statusOf(await sign(alice))).toBe(200);
    const before = issuer.countOf('/keys');
    for (let i = 0; i < 50; i += 1) expect(await statusOf(await sign(alice, { kid: `made-up-${i}` }))).toBe(401);
    expect(issuer.countOf('/keys')).toBe(before);
    clock.advance(11_000);
    for (let i = 0; i < 50; i += 1) expect(await statusOf(await sign(alice, { kid: `other-${i}` }))).toBe(401);
    expect(issuer.countOf('/keys')).toBe(before + 1);
  });

  it('go on while the issuer is down, for a day; then the answer is 503, never a question for passwords', async () => {
    issuer.isDown = true;
    clock.advance(3_600_000);
    expect(await statusOf(await sign(alice))).toBe(200);
    clock.advance(24 * 3_600_000);
    const before = issuer.asked.length;
    for (let i = 0; i < 20; i += 1) {
      const answer = await ask(await sign({ ...alice, jti: String(i) }));
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '10']);
    }
    expect(issuer.asked.length).toBe(before + 1);
    issuer.isDown = false;
    clock.advance(11_000);
    expect(await statusOf(await sign(alice))).toBe(200);
  });
});
