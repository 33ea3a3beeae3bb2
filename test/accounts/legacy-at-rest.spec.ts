import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feed, LegacyScene, pairIn, scope, type Pair } from './legacy-scene.js';

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

describe('token-at-rest', () => {
  it('the database has no token, verifier or secret of the legacy doors', async () => {
    const { reader } = scene.server.gateway.dependencies.store;
    const models = ['Consumer', 'OAuth1Request', 'LegacyToken', 'Grant'];
    const records = await Promise.all(models.map((model) => reader.oauthRecords({ model })));
    for (const found of records) expect(found.length).toBeGreaterThan(0);
    const dump = JSON.stringify([records, await reader.auditEntries({ limit: 1_000 })]);
    expect(Object.keys(secrets)).toHaveLength(9);
    for (const secret of Object.values(secrets)) {
      expect(secret.length).toBeGreaterThan(20);
      expect(dump).not.toContain(secret);
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
