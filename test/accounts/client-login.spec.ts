import { createAppPassword, mostFailures, replacePassword, revokeCredential, setDoors } from '@dayferry/auth';
import type { Principal } from '@dayferry/core';
import type { LightMyRequestResponse as Response } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, people, startServer } from '../harness/index.js';
import { feed, password, reads } from './legacy-scene.js';

const clock = fakeClock('2026-03-01T12:00:00Z');
const server = await startServer({ clock, env: { DAYFERRY_DEFAULT_DOMAIN: 'example.org' } });
const alice: Principal = (await server.core.directory.byEmail(people.alice.email))!;
afterAll(() => server.close());

interface From {
  ip?: string;
  more?: Record<string, string>;
}

function login(secret: string, { ip = '192.0.2.1', more = {} }: From = {}): Promise<Response> {
  const fields = { Email: 'alice@example.org', Passwd: secret, service: 'cl', source: 'test', ...more };
  return server.inject({
    method: 'POST',
    url: '/accounts/ClientLogin',
    remoteAddress: ip,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
}

const errorOf = async (...given: Parameters<typeof login>): Promise<string> =>
  (await login(...given)).body.split('\n')[0]!;
const tokenIn = ({ body }: Response): string => /^Auth=(\S+)$/m.exec(body)![1]!;
const open = async (token: string, url = feed): Promise<number> =>
  (await server.inject({ url, headers: { authorization: `GoogleLogin auth=${token}` } })).statusCode;

describe('ClientLogin', () => {
  it('gives a token for an app password, in the lines of the old service', async () => {
    const answer = await login(server.passwords.alice);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=UTF-8']);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.body).toMatch(/^SID=\S+\nLSID=\S+\nAuth=df_[\w-]{43}\n$/);
    for (const { url, method } of Object.values(reads)) {
      const headers = { authorization: `GoogleLogin auth=${tokenIn(answer)}` };
      expect((await server.inject({ method, url, headers })).statusCode).toBeLessThan(300);
    }
  });

  it('takes a name without a domain, in capitals, and leaves tokens of before alone', async () => {
    const first = tokenIn(await login(server.passwords.alice));
    const second = tokenIn(await login(server.passwords.alice, { more: { Email: 'ALICE', accountType: 'HOSTED' } }));
    expect([await open(first), await open(second)]).toEqual([200, 200]);
  });

  it.each([
    ['a wrong password', 'wrong', {}],
    ['nobody', 'wrong', { Email: 'nobody@example.org' }],
    ['no password', '', {}],
    ['no name', 'x', { Email: '' }],
    ['a token in its place', 'token', {}],
  ])('says the same to %s', async (_who, secret, more) => {
    const answer = await login(secret === 'token' ? server.tokens.alice : secret, { ip: '192.0.2.2', more });
    expect([answer.statusCode, answer.body]).toEqual([403, 'Error=BadAuthentication\n']);
  });

  it('tells whoever uses the password of the account that an app password is needed', async () => {
    await replacePassword(server.gateway.dependencies, alice, password);
    expect((await login(password)).body).toBe('Error=BadAuthentication\nInfo=InvalidSecondFactor\n');
  });

  it('is for the calendar alone', async () => {
    const answer = await login(server.passwords.alice, { more: { service: 'mail' } });
    expect([answer.statusCode, answer.body]).toEqual([403, `Error=ServiceDisabled\nUrl=${server.url}/account\n`]);
  });

  it('refuses a form that is too long', async () => {
    expect((await login('x'.repeat(20_000))).statusCode).toBe(413);
    expect(await errorOf('x'.repeat(2_000))).toBe('Error=BadAuthentication');
  });
});

describe('a token of ClientLogin', () => {
  it('has the limits of its app password', async () => {
    const limits = { name: 'reader', scopes: ['calendar.readonly'], protocols: ['v2'] };
    const { secret } = await createAppPassword(server.gateway.dependencies, alice, limits);
    const token = tokenIn(await login(secret));
    expect([await open(token), await open(token, reads.v3!.url)]).toEqual([200, 403]);
    const headers = { authorization: `GoogleLogin auth=${token}`, 'content-type': 'application/atom+xml' };
    const payload = '<entry xmlns="http://www.w3.org/2005/Atom"><title>x</title></entry>';
    expect((await server.inject({ method: 'POST', url: feed, headers, payload })).statusCode).toBe(403);
  });

  it('ends with its app password, where it was known too', async () => {
    const { credential, secret } = await createAppPassword(server.gateway.dependencies, alice, { name: 'old program' });
    const token = tokenIn(await login(secret));
    expect(await open(token)).toBe(200);
    await revokeCredential(server.gateway.dependencies, alice, credential.key);
    expect(await open(token)).toBe(401);
  });

  it('notes the use of its app password', async () => {
    const { credential, secret } = await createAppPassword(server.gateway.dependencies, alice, { name: 'in use' });
    const token = tokenIn(await login(secret));
    clock.advance(120_000);
    await open(token);
    await server.gateway.authenticator.settle();
    const own = await server.gateway.dependencies.store.reader.credentialsOf(alice.key);
    expect(own.find(({ key }) => key === credential.key)?.lastUsed).toBe(clock());
  });

  it('ends after two weeks, with the words at which programs sign in again', async () => {
    const token = tokenIn(await login(server.passwords.alice));
    expect(await open(token)).toBe(200);
    clock.advance(14 * 86_400_000);
    const answer = await server.inject({ url: feed, headers: { authorization: `GoogleLogin auth=${token}` } });
    expect([answer.statusCode, answer.body]).toEqual([401, expect.stringContaining('Token expired')]);
  });

  it('is no password, and is in the audit log without its secret', async () => {
    const token = tokenIn(await login(server.passwords.alice));
    const authorization = `Basic ${Buffer.from(`alice@example.org:${token}`).toString('base64')}`;
    expect((await server.inject({ url: feed, headers: { authorization } })).statusCode).toBe(401);
    const entries = await server.gateway.dependencies.store.reader.auditEntries({ action: 'sign-in', limit: 100 });
    const detail = { door: 'client-login', name: 'test password' };
    expect(entries).toContainEqual(expect.objectContaining({ actor: 'alice@example.org', detail }));
    expect(JSON.stringify(entries)).not.toContain(token);
  });
});

describe('clientlogin-bruteforce at ClientLogin', () => {
  const ip = '203.0.113.1';
  const values = ({ body }: Response): Record<string, string> =>
    Object.fromEntries(
      body
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );

  async function solved(answer: Response): Promise<Record<string, string>> {
    const { CaptchaToken: logintoken, Url: page } = values(answer);
    const { body } = await server.inject(page!.slice(server.url.length));
    const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const said = /<strong>([^<]+)</.exec(body)![1]!.split(', ');
    return { logintoken: logintoken!, logincaptcha: said.map((word) => words.indexOf(word)).join('') };
  }

  it('asks for a captcha after ten wrong passwords, which a person can answer', async () => {
    await createAppPassword(server.gateway.dependencies, alice, { name: 'chosen', secret: 'of my choice' });
    for (let i = 0; i < mostFailures.perAccountAndAddress; i += 1)
      expect(await errorOf(`guess ${i}`, { ip })).toBe('Error=BadAuthentication');
    const asked = await login('of my choice', { ip });
    expect(values(asked)).toEqual({
      Error: 'CaptchaRequired',
      CaptchaToken: expect.any(String) as string,
      CaptchaUrl: expect.stringMatching(/^Captcha\?ctoken=/) as string,
      Url: expect.stringContaining(`${server.url}/accounts/CaptchaPage?ctoken=`) as string,
    });
    const picture = await server.inject(`/accounts/${values(asked).CaptchaUrl!}`);
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    const more = await solved(asked);
    expect(await errorOf('of my choice', { ip, more: { ...more, logincaptcha: '12' } })).toBe('Error=CaptchaRequired');
    // It was used up by the wrong answer.
    expect(await errorOf('of my choice', { ip, more })).toBe('Error=CaptchaRequired');
    const answer = await solved(await login('of my choice', { ip }));
    expect((await login('of my choice', { ip, more: answer })).statusCode).toBe(200);
    expect(await errorOf('of my choice', { ip, more: answer })).toBe('Error=CaptchaRequired');
  });

  it('takes an answer for its own account and for ten minutes', async () => {
    const other = await solved(await login('of my choice', { ip }));
    expect(await errorOf('x', { ip, more: { ...other, Email: 'bob@example.org' } })).toBe('Error=BadAuthentication');
    expect(await errorOf('of my choice', { ip, more: other })).toBe('Error=CaptchaRequired');
    const late = await login('of my choice', { ip });
    const answer = await solved(late);
    clock.advance(10 * 60_000);
    expect(await errorOf('of my choice', { ip, more: answer })).toBe('Error=CaptchaRequired');
    expect((await server.inject(`/accounts/${values(late).CaptchaUrl!}`)).statusCode).toBe(404);
    clock.advance(6 * 60_000);
    expect((await login('of my choice', { ip })).statusCode).toBe(200);
  });

  it('looks at no more than a hundred, whoever answers', async () => {
    const { store } = server.gateway.dependencies;
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update('account alice@example.org').digest('hex');
    await store.write(async (tx) => {
      for (let i = 0; i < mostFailures.perAccount; i += 1) await tx.noteFailure(hash, clock(), clock() + 60_000);
    });
    const more = await solved(await login('of my choice', { ip }));
    const held = await login('of my choice', { ip, more });
    expect(values(held).Error).toBe('ServiceUnavailable');
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(0);
    // Passwords that were made here cannot be guessed, and are never held back.
    expect((await login(server.passwords.alice, { ip })).statusCode).toBe(200);
  });
});

describe('a door that is closed', () => {
  const doors = (...words: string[]) => setDoors(server.gateway.dependencies, 'example.org', words);

  it('refuses sign-in, and what it gave out before', async () => {
    const token = tokenIn(await login(server.passwords.alice));
    expect(await open(token)).toBe(200);
    await doors('authsub', 'oauth1');
    expect(await errorOf(server.passwords.alice)).toBe('Error=ServiceDisabled');
    expect(await open(token)).toBe(401);
    await doors('default');
    expect(await open(token)).toBe(200);
  });

  it('hides the private addresses of v2 as if they were wrong, and no .ics address', async () => {
    const viewer = await server.core.directory.viewer(alice, ['calendar']);
    const cookie = await server.core.calendars.resetLink(await server.core.calendars.open(viewer, alice.email));
    const path = `/calendar/feeds/alice%40example.org/private-${cookie}/full`;
    const status = async (url: string): Promise<number> => (await server.inject(url)).statusCode;
    expect(await status(path)).toBe(200);
    await doors('none');
    expect(await status(path)).toBe(404);
    expect(await status(`/calendar/ical/alice%40example.org/private-${cookie}/basic.ics`)).toBe(200);
    await doors('all');
    expect(await status(path)).toBe(200);
  });

  it('is closed in the production profile, opens for an organisation, and is in the audit log', async () => {
    const { databaseUrl: url } = server.gateway.config;
    const database = { url, drop: () => Promise.resolve() };
    await doors('default');
    const production = await startServer({ clock, database, env: { DAYFERRY_PROFILE: 'production' } });
    const attempt = async (): Promise<string> => {
      const payload = new URLSearchParams({ Email: 'alice@example.org', Passwd: server.passwords.alice }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return (await production.inject({ method: 'POST', url: '/accounts/ClientLogin', headers, payload })).body;
    };
    expect(await attempt()).toMatch(/^Error=ServiceDisabled\n/);
    await doors('client-login');
    expect(await attempt()).toMatch(/^SID=/);
    await production.close();
    const entries = await server.gateway.dependencies.store.reader.auditEntries({
      action: 'doors-changed',
      limit: 100,
    });
    expect(entries.map(({ actor, subject, detail }) => [actor, subject, detail.doors])).toContainEqual([
      'command line',
      'example.org',
      'client-login',
    ]);
  });

  it('is closed where no passwords are taken at all, and what it gave out before is refused', async () => {
    const token = tokenIn(await login(server.passwords.alice));
    const { databaseUrl: url } = server.gateway.config;
    const database = { url, drop: () => Promise.resolve() };
    const refusing = await startServer({ clock, database, env: { DAYFERRY_BASIC_SIGN_IN: 'refuse' } });
    const payload = new URLSearchParams({ Email: 'alice@example.org', Passwd: server.passwords.alice }).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const words of [['default'], ['client-login']]) {
      await doors(...words);
      const answer = await refusing.inject({ method: 'POST', url: '/accounts/ClientLogin', headers: form, payload });
      expect(answer.body).toMatch(/^Error=ServiceDisabled\n/);
      const headers = { authorization: `GoogleLogin auth=${token}` };
      expect((await refusing.inject({ url: feed, headers })).statusCode).toBe(401);
      expect(await open(token)).toBe(200);
    }
    await doors('default');
    await refusing.close();
  });
});
