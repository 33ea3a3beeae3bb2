import { addServiceAccount } from '@dayferry/auth';
import { importPKCS8, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock, startServer, type TestServer } from '../harness/index.js';

const clock = fakeClock('2026-03-01T12:00:00Z');
const [second, minute] = [1_000, 60_000];
const email = 'robot@example.org';

let server: TestServer;
let replica: TestServer;
let key: Awaited<ReturnType<typeof importPKCS8>>;

beforeAll(async () => {
  server = await startServer({ clock });
  const { databaseUrl: url } = server.gateway.config;
  const env = { DAYFERRY_PUBLIC_URL: server.url };
  replica = await startServer({ clock, database: { url, drop: () => Promise.resolve() }, env });
  const made = await addServiceAccount(server.gateway.dependencies, { email });
  key = await importPKCS8(made.privateKey!, 'RS256');
});
afterAll(async () => {
  await replica.close();
  await server.close();
});

/** As v3's libraries make it: good for an hour, without a `jti`. */
function sign(claims: JWTPayload = {}): Promise<string> {
  const iat = Math.floor(clock() / 1_000);
  const usual = { iss: email, scope: 'https://www.googleapis.com/auth/calendar', aud: `${server.url}/token` };
  return new SignJWT({ ...usual, iat, exp: iat + 3_600, ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(key);
}

async function present(assertion: string, at: TestServer = server): Promise<string> {
  const answer = await at.inject({
    method: 'POST',
    url: '/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    }).toString(),
  });
  const { error, error_description: text } = answer.json<{ error?: string; error_description?: string }>();
  return answer.statusCode === 200 ? 'taken' : `${error}: ${text}`;
}

const refused = 'invalid_grant: Invalid JWT: it was used already';

describe('an assertion without jti', () => {
  it('is taken again for two minutes, by whatever replica, as libraries repeat it', async () => {
    const assertion = await sign();
    const twins = await Promise.all([server, replica, server, replica].map((at) => present(assertion, at)));
    expect(twins).toEqual(['taken', 'taken', 'taken', 'taken']);
    clock.advance(2 * minute - second);
    expect(await present(assertion, replica)).toBe('taken');
    clock.advance(second);
    expect([await present(assertion), await present(assertion, replica)]).toEqual([refused, refused]);
  });

  it('counts from its first use, not from when it was made', async () => {
    const assertion = await sign();
    clock.advance(50 * minute);
    expect(await present(assertion)).toBe('taken');
    clock.advance(minute);
    expect(await present(assertion)).toBe('taken');
    clock.advance(minute);
    expect(await present(assertion)).toBe(refused);
  });

  it('is the same one in whatever spelling of its signature', async () => {
    const assertion = await sign();
    expect(await present(assertion)).toBe('taken');
    clock.advance(2 * minute);
    // 256 octets end in a character of which only two bits count.
    const spelt = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map(
      (last) => assertion.slice(0, -1) + last,
    );
    expect((await Promise.all(spelt.map((one) => present(one)))).filter((outcome) => outcome === 'taken')).toEqual([]);
    expect(await present(assertion)).toBe(refused);
  });

  it('does not stand in the way of the next one, nor of one with other claims', async () => {
    const first = await sign();
    expect(await present(first)).toBe('taken');
    clock.advance(2 * minute);
    expect(await present(await sign())).toBe('taken');
    const others = [{ scope: 'https://www.googleapis.com/auth/calendar.readonly' }, { sub: email }];
    for (const claims of others) expect(await present(await sign(claims))).toBe('taken');
  });

  it('is remembered until it would be refused anyway', async () => {
    const assertion = await sign();
    expect(await present(assertion)).toBe('taken');
    const { store } = server.gateway.dependencies;
    const upkeep = () => store.write((tx) => tx.removeExpiredOauthRecords(clock()));
    clock.advance(61 * minute - second);
    await upkeep();
    expect(await present(assertion)).toBe(refused);
    clock.advance(second);
    await upkeep();
    expect(await store.reader.oauthRecords({ model: 'Assertion', clientId: email })).toEqual([]);
    expect(await present(assertion)).toBe('invalid_grant: Invalid JWT: signature, audience or time');
  });

  it('that gave no token was not used', async () => {
    const unknown = await sign({ sub: 'nobody@example.org' });
    expect(await present(unknown)).toBe('invalid_grant: Invalid email or User ID');
    clock.advance(2 * minute);
    expect(await present(unknown)).toBe('invalid_grant: Invalid email or User ID');
  });
});

describe('an assertion with jti', () => {
  it('is taken once, and so is its jti in another', async () => {
    const assertion = await sign({ jti: 'once' });
    expect(await present(assertion)).toBe('taken');
    expect([await present(assertion), await present(assertion, replica)]).toEqual([refused, refused]);
    clock.advance(minute);
    expect(await present(await sign({ jti: 'once' }))).toBe(refused);
  });
});
