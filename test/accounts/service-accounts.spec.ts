import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { addServiceAccount, keyFile, removeServiceAccount } from '@dayferry/auth';
import { createPrincipal, removePrincipal } from '@dayferry/core';
import { auth, calendar } from '@googleapis/calendar';
import { SignJWT, importPKCS8, type JWTPayload } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { people, startServer } from '../harness/index.js';

const scope = 'https://www.googleapis.com/auth/calendar';
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

interface KeyFile {
  client_email: string;
  private_key: string;
  private_key_id: string;
  token_uri: string;
}

const server = await startServer({ listen: true });
const robot = await added('robot@example.org', ['calendar', 'calendar.readonly']);
afterAll(() => server.close());

async function added(email: string, delegated: string[] = []): Promise<KeyFile> {
  const made = await addServiceAccount(server.gateway.dependencies, { email, delegated });
  return keyFile(made, server.url) as KeyFile;
}

async function sign(claims: JWTPayload, key = robot.private_key, alg = 'RS256'): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { iss: robot.client_email, scope, aud: robot.token_uri, iat: now, exp: now + 3_600 };
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg }).sign(await importPKCS8(key, alg));
}

const exchange = (assertion: string, path = '/token') =>
  server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: jwtBearer, assertion }).toString(),
  });
const tokenFor = async (claims: JWTPayload) =>
  (await exchange(await sign(claims))).json<{ access_token: string }>().access_token;
const ask = (token: string, url: string, method = 'GET', payload?: object) =>
  server.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload ? { payload } : {}) });
const primary = '/calendar/v3/calendars/primary';
const refusal = async (claims: JWTPayload) => {
  const answer = await exchange(await sign(claims));
  return [answer.statusCode, answer.json<{ error: string }>().error];
};

describe("the library of v3's clients", () => {
  /** It knows the old service's address only, so its requests are led here. */
  function client(subject?: string) {
    const program = new auth.JWT({ email: robot.client_email, key: robot.private_key, scopes: [scope], subject });
    program.transporter.interceptors.request.add({
      resolved: (config) => {
        config.url = new URL(String(config.url).replace('https://oauth2.googleapis.com', server.url));
        return Promise.resolve(config);
      },
    });
    return calendar({ version: 'v3', auth: program, rootUrl: `${server.url}/` });
  }

  it('signs in with a key file, as itself and in the place of a user', async () => {
    expect((await client().calendars.get({ calendarId: 'primary' })).data.id).toBe('robot@example.org');
    expect((await client(people.alice.email).calendars.get({ calendarId: 'primary' })).data.id).toBe(
      people.alice.email,
    );
  });
});

describe('a service account', () => {
  it('sees calendars that are shared with it, as anybody would', async () => {
    const alice = await ask(server.tokens.alice, `${primary}/acl`, 'POST', {
      role: 'reader',
      scope: { type: 'user', value: robot.client_email },
    });
    expect(alice.statusCode).toBe(200);
    const token = await tokenFor({});
    expect((await ask(token, `/calendar/v3/calendars/${people.alice.email}/events`)).statusCode).toBe(200);
    expect((await ask(token, `/calendar/v3/calendars/${people.bob.email}/events`)).statusCode).toBe(404);
  });

  it('acts for users in every protocol, with the scopes that it asked for', async () => {
    const token = await tokenFor({ sub: 'ALICE@example.org', scope: `${scope}.readonly` });
    expect((await ask(token, '/calendar/feeds/default/private/full')).statusCode).toBe(200);
    expect((await ask(token, '/dav/calendars/alice%40example.org/', 'PROPFIND')).statusCode).toBe(207);
    expect((await ask(token, '/rest/alice%40example.org/calendar/')).statusCode).toBe(200);
    expect((await ask(token, primary, 'PATCH', { location: 'x' })).statusCode).toBe(403);
  });

  it('leaves a line in the audit log each time that it gets a token for a user, and none of its secrets', async () => {
    const assertion = await sign({ sub: people.carol.email });
    await exchange(assertion);
    const { reader } = server.gateway.dependencies.store;
    const [entry] = await reader.auditEntries({ who: people.carol.email, action: 'acted-for-user', limit: 1 });
    expect(entry).toMatchObject({ actor: robot.client_email, subject: people.carol.email, detail: { scopes: scope } });
    const shown = JSON.stringify(await reader.auditEntries({ limit: 1_000 })) + server.logs.join('');
    for (const secret of [assertion, robot.private_key.split('\n')[1]!]) expect(shown).not.toContain(secret);
  });

  it('may have a key of its own making', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const email = 'own-key@example.org';
    const made = await addServiceAccount(server.gateway.dependencies, { email, publicKey: pem });
    expect(made.privateKey).toBeUndefined();
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect((await exchange(await sign({ iss: email }, key))).statusCode).toBe(200);
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });
    for (const bad of [short.toString(), key, 'no key'])
      await expect(
        addServiceAccount(server.gateway.dependencies, { email: 'bad@example.org', publicKey: bad }),
      ).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('ends with its removal, and its tokens with it', async () => {
    const other = await added('short-lived@example.org', ['calendar']);
    const assertion = await sign({ iss: other.client_email, sub: people.alice.email }, other.private_key);
    const token = (await exchange(assertion)).json<{ access_token: string }>().access_token;
    expect((await ask(token, primary)).statusCode).toBe(200);
    await removeServiceAccount(server.gateway.dependencies, other.client_email);
    expect((await ask(token, primary)).statusCode).toBe(401);
    expect((await exchange(assertion)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends with its user, too, and so does what it was given for others', async () => {
    const { dependencies } = server.gateway;
    const short = await added('short@example.org', ['calendar']);
    const answer = await exchange(await sign({ iss: short.client_email, sub: people.alice.email }, short.private_key));
    const token = answer.json<{ access_token: string }>().access_token;
    expect((await ask(token, primary)).statusCode).toBe(200);
    await dependencies.store.write((tx) => removePrincipal(dependencies, tx, short.client_email));
    expect((await ask(token, primary)).statusCode).toBe(401);
  });

  it('gives a token up by itself: whoever has it may end it, and it alone', async () => {
    const [one, other] = [await tokenFor({}), await tokenFor({ sub: people.alice.email })];
    expect((await ask(one, primary)).statusCode).toBe(200);
    const revoke = (token: string) => server.inject({ method: 'POST', url: `/revoke?token=${token}` });
    expect((await revoke(one)).statusCode).toBe(200);
    expect([(await revoke(one)).statusCode, (await revoke('made-up')).statusCode]).toEqual([400, 400]);
    expect((await ask(one, primary)).statusCode).toBe(401);
    expect((await ask(other, primary)).statusCode).toBe(200);
  });

  it('is not inherited by a user who comes later under the same address', async () => {
    const other = await added('reused@example.org');
    const { dependencies } = server.gateway;
    await dependencies.store.write((tx) => removePrincipal(dependencies, tx, other.client_email));
    await dependencies.store.write((tx) => createPrincipal(dependencies, tx, { email: other.client_email }));
    const answer = await exchange(await sign({ iss: other.client_email }, other.private_key));
    expect(answer.json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('an assertion is refused', () => {
  const now = Math.floor(Date.now() / 1_000);

  it.each([
    ['of nobody', { iss: 'nobody@example.org' }, [400, 'invalid_grant']],
    ['of an ordinary user', { iss: people.alice.email }, [400, 'invalid_grant']],
    ['for another server', { aud: 'https://other.example/token' }, [400, 'invalid_grant']],
    ['that is over', { iat: now - 7_200, exp: now - 3_600 }, [400, 'invalid_grant']],
    ['without an end', { exp: undefined }, [400, 'invalid_grant']],
    ['that lasts longer than an hour', { exp: now + 7_200 }, [400, 'invalid_grant']],
    ['of the future', { iat: now + 3_000, exp: now + 3_600 }, [400, 'invalid_grant']],
    ['without scopes', { scope: undefined }, [400, 'invalid_scope']],
    [
      'with scopes of something else',
      { scope: `${scope} https://www.googleapis.com/auth/drive` },
      [400, 'invalid_scope'],
    ],
    [
      'for scopes that are not delegated',
      { sub: people.alice.email, scope: `${scope}.acls` },
      [401, 'unauthorized_client'],
    ],
    ['for nobody', { sub: 'nobody@example.org' }, [400, 'invalid_grant']],
  ] as [string, JWTPayload, unknown[]][])('%s', async (_what, claims, expected) => {
    expect(await refusal(claims)).toEqual(expected);
  });

  it('for somebody of another organisation, as for nobody', async () => {
    const { dependencies } = server.gateway;
    const email = 'zoe@elsewhere.example';
    await dependencies.store.write((tx) => createPrincipal(dependencies, tx, { email }));
    const [there, missing] = [
      await exchange(await sign({ sub: email })),
      await exchange(await sign({ sub: 'nobody@elsewhere.example' })),
    ];
    expect([there.statusCode, there.body]).toEqual([missing.statusCode, missing.body]);
  });

  it('for a user, of an account without delegation', async () => {
    const plain = await added('plain@example.org');
    const answer = await exchange(await sign({ iss: plain.client_email, sub: people.alice.email }, plain.private_key));
    expect([answer.statusCode, answer.json<{ error: string }>().error]).toEqual([401, 'unauthorized_client']);
  });

  it('that another key signed, that nobody signed, that is signed with what everybody may know, or is none', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const forged = await sign({}, stranger.toString());
    const [, claims] = forged.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    const publicPem = createPublicKey(robot.private_key).export({ type: 'spki', format: 'pem' });
    const usual = { iss: robot.client_email, scope, aud: robot.token_uri, iat: now, exp: now + 600 };
    const keyed = await new SignJWT(usual).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(publicPem));
    const otherAlgorithm = await sign({}, robot.private_key, 'PS256');
    for (const assertion of [forged, none, keyed, otherAlgorithm, '', 'x', 'a.b.c', 'eyJ'.repeat(10_000)])
      expect((await exchange(assertion)).json()).toMatchObject({ error: 'invalid_grant' });
    expect((await exchange('x'.repeat(60_000))).statusCode).toBe(413);
  });

  it('the second time, where it says that it is for one time, also of many at once', async () => {
    const assertion = await sign({ jti: 'only once' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => exchange(assertion)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400, 400, 400, 400, 400]);
    expect((await exchange(assertion)).statusCode).toBe(400);
    const plain = await sign({});
    expect([(await exchange(plain)).statusCode, (await exchange(plain, '/o/oauth2/token')).statusCode]).toEqual([
      200, 200,
    ]);
  });
});
