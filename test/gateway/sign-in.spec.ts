import { createAppPassword, createToken, revokeCredential } from '@dayferry/auth';
import type { Principal } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, people, startServer } from '../harness/index.js';
import { rawSocket } from './raw-socket.js';

const path = '/calendar/v3/users/me/calendarList';
const clock = fakeClock('2026-03-01T12:00:00Z');

const server = await startServer({ listen: true, clock });
const alice: Principal = (await server.core.directory.byEmail(people.alice.email))!;
afterAll(() => server.close());

const basic = (name: string, secret: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

async function ask(authorization?: string, url = path): Promise<number> {
  return (await server.inject({ url, headers: authorization === undefined ? {} : { authorization } })).statusCode;
}

describe('who signs in', () => {
  it('does so with a token, in every spelling', async () => {
    const token = server.tokens.alice;
    for (const header of [
      `Bearer ${token}`,
      `bearer ${token}`,
      `GoogleLogin auth=${token}`,
      `AuthSub token="${token}"`,
    ])
      expect(await ask(header)).toBe(200);
    expect(await ask(undefined, `${path}?access_token=${token}`)).toBe(200);
  });

  it('does so with an app password, or a token in its place', async () => {
    expect(await ask(basic('alice@example.org', server.passwords.alice))).toBe(200);
    expect(await ask(basic('ALICE@example.org', server.tokens.alice))).toBe(200);
  });

  it('is told how, when nobody did', async () => {
    const answer = await server.inject(path);
    expect(answer.statusCode).toBe(401);
    const challenges = [answer.headers['www-authenticate']].flat();
    expect(challenges[0]).toBe('Basic realm="Dayferry", charset="UTF-8"');
  });
});

describe('basic-auth-malformed: refused with 401, never an error of ours', () => {
  it.each([
    'Basic',
    'Basic ',
    'Basic not-base64!',
    `Basic ${Buffer.from('no colon').toString('base64')}`,
    `Basic ${Buffer.from('a\0b:c\0d').toString('base64')}`,
    basic('jörg@example.org', 'wrong-secret'),
    `Basic ${Buffer.from('jörg@example.org:wrong-secret', 'latin1').toString('base64')}`,
    basic('alice@example.org', 'wrong-secret'),
    'bearer nothing',
    'Digest username="a"',
  ])('%s', async (header) => expect(await ask(header)).toBe(401));

  it('two Authorization headers', async () => {
    const socket = await rawSocket(server.url);
    const header = `Authorization: Bearer ${server.tokens.alice}\r\n`;
    socket.send(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}${header}\r\n`);
    expect(await socket.receive()).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('a credential', () => {
  it('ends for everybody as soon as it is revoked', async () => {
    const { credential, secret } = await createToken(server.gateway.dependencies, alice, { name: 'lost phone' });
    expect(await ask(`Bearer ${secret}`)).toBe(200);
    await revokeCredential(server.gateway.dependencies, alice, credential.key);
    expect(await ask(`Bearer ${secret}`)).toBe(401);
  });

  it('ends when it expires', async () => {
    const expires = clock() + 60_000;
    const { secret } = await createToken(server.gateway.dependencies, alice, { name: 'for a minute', expires });
    expect(await ask(`Bearer ${secret}`)).toBe(200);
    clock.advance(60_000);
    expect(await ask(`Bearer ${secret}`)).toBe(401);
  });

  it('only reads when that is its scope', async () => {
    const scopes = ['https://www.googleapis.com/auth/calendar.readonly'];
    const { secret } = await createToken(server.gateway.dependencies, alice, { name: 'reader', scopes });
    expect(await ask(`Bearer ${secret}`)).toBe(200);
    const payload = JSON.stringify({ summary: 'x' });
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const answer = await server.inject({ method: 'POST', url: '/calendar/v3/calendars', headers, payload });
    expect(answer.statusCode).toBe(403);
  });

  it('may be a password that somebody chose', async () => {
    await createAppPassword(server.gateway.dependencies, alice, { name: 'chosen', secret: 'corréct horse' });
    expect(await ask(basic('alice@example.org', 'corréct horse'))).toBe(200);
    expect(await ask(basic('alice@example.org', 'correct horse'))).toBe(401);
  });

  it('remembers when it was last used', async () => {
    await ask(`Bearer ${server.tokens.bob}`);
    await server.gateway.authenticator.settle();
    const bob = (await server.core.directory.byEmail(people.bob.email))!;
    const [token] = (await server.gateway.dependencies.store.reader.credentialsOf(bob.key)).filter(
      (one) => one.kind === 'token',
    );
    expect(token!.lastUsed).toBe(clock());
  });
});

describe('the log', () => {
  it('holds no secret of all that was sent', async () => {
    const { alice: token } = server.tokens;
    const headers = {
      'user-agent': `Client/1 (${token})`,
      referer: `/?access_token=${token}`,
      cookie: `session=${token}`,
    };
    await server.inject({ url: `${path}?key=api-key-123&q=${token}`, headers });
    await server.inject(`/calendar/feeds/alice%40example.org/private-0123456789abcdef/basic`);
    const secrets = [
      ...Object.values(server.tokens),
      ...Object.values(server.passwords),
      'api-key-123',
      '0123456789abcdef',
    ];
    const all = server.logs.join('');
    expect(all).toContain('"status":200');
    for (const secret of [...secrets, 'corréct', 'wrong-secret', basic('alice@example.org', server.passwords.alice)])
      expect(all).not.toContain(secret);
  });
});
