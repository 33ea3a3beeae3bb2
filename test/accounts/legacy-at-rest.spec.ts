import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpOf } from '../storage/dump.js';
import { feed, LegacyScene, pairIn, password, scope, type Pair } from './legacy-scene.js';

const scene = new LegacyScene();
/** Everything that opens something, or did, by what it is. */
const secrets: Record<string, string> = {};
let token: Pair;

beforeAll(async () => {
  await scene.start();
  token = await scene.accessToken();
  const asked = pairIn(await scene.requestToken());
  const back = new URL(await scene.answer(`/accounts/OAuthAuthorizeToken?oauth_token=${asked.key}`));
  const query = new URLSearchParams({ next: 'https://planner.example.org/', scope, session: '1' }).toString();
  const once = new URL(await scene.answer(`/accounts/AuthSubRequest?${query}`)).searchParams.get('token')!;
  const headers = { authorization: `AuthSub token="${once}"` };
  const session = await scene.server.inject({ url: '/accounts/AuthSubSessionToken', headers });
  Object.assign(secrets, {
    consumerSecret: scene.planner.consumer.secret,
    token: token.key,
    tokenSecret: token.secret,
    requestToken: asked.key,
    requestSecret: asked.secret,
    verifier: back.searchParams.get('oauth_verifier')!,
    once,
    session: /^Token=(\S+)$/m.exec(session.body)![1]!,
    login: await clientLogin(),
    cookie: await magicCookie(),
    appPassword: scene.server.passwords.alice,
    nonce: await signedRequest(),
    password,
  });
});
afterAll(() => scene.server.close());

async function clientLogin(): Promise<string> {
  const fields = { Email: 'alice@example.org', Passwd: scene.server.passwords.alice };
  const { body } = await scene.server.inject({
    method: 'POST',
    url: '/accounts/ClientLogin',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
  return /^Auth=(\S+)$/m.exec(body)![1]!;
}

/** Made, and used in both of its addresses. */
async function magicCookie(): Promise<string> {
  const { calendars, directory } = scene.server.core;
  const viewer = await directory.viewer((await directory.byEmail('alice@example.org'))!, ['calendar']);
  const cookie = await calendars.resetLink(await calendars.open(viewer, 'alice@example.org'));
  for (const [tree, rest] of [
    ['feeds', 'full'],
    ['ical', 'basic.ics'],
  ])
    expect(
      (await scene.server.inject(`/calendar/${tree}/alice%40example.org/private-${cookie}/${rest}`)).statusCode,
    ).toBe(200);
  return cookie;
}

/** The nonce of a request that was let in. */
async function signedRequest(): Promise<string> {
  const authorization = scene.planner.header('GET', feed, { token });
  expect((await scene.server.inject({ url: feed, headers: { authorization } })).statusCode).toBe(200);
  return /oauth_nonce="([^"]+)"/.exec(authorization)![1]!;
}

describe('token-at-rest', () => {
  it('the whole database has no token, verifier, secret, cookie, password or nonce of the legacy doors', async () => {
    const dump = await dumpOf(scene.server.gateway.config.databaseUrl);
    for (const model of ['Consumer', 'OAuth1Request', 'LegacyToken', 'Grant', 'alice@example.org'])
      expect(dump).toContain(model);
    expect(Object.keys(secrets)).toHaveLength(13);
    for (const [what, secret] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(20);
      for (const text of [secret, encodeURIComponent(secret)]) expect(dump.includes(text), what).toBe(false);
    }
  });
});

describe('token-in-url-log', () => {
  it('the log has none of them, wherever a request had it', async () => {
    const query = new URLSearchParams(Object.entries(scene.planner.parameters('GET', feed, { token }))).toString();
    expect((await scene.server.inject(`${feed}?${query}`)).statusCode).toBe(200);
    const signature = new URLSearchParams(query).get('oauth_signature')!;
    for (const secret of Object.values(secrets)) {
      const headers = {
        referer: `https://planner.example.org/?token=${secret}`,
        authorization: `AuthSub token="${secret}"`,
      };
      for (const name of [
        'token',
        'oauth_token',
        'oauth_verifier',
        'oauth_token_secret',
        'Passwd',
        'ctoken',
        'logintoken',
      ])
        await scene.server.inject({ url: `/accounts/AuthSubTokenInfo?${name}=${secret}`, headers });
    }
    const logs = scene.server.logs.join('');
    expect(logs).toContain('/accounts/AuthSubTokenInfo?ctoken=');
    for (const secret of [...Object.values(secrets), signature, encodeURIComponent(signature)])
      expect(logs).not.toContain(secret);
  });
});
