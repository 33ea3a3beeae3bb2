import { addClient, listClients, removeClient } from '@dayferry/auth';
import { auth } from '@googleapis/calendar';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, testDatabase, type TestDatabase } from '../harness/index.js';
import { addressOf, OauthScene, readonlyScope, webBack } from './oauth-flow.js';

const scene = await OauthScene.start();
afterAll(() => scene.server.close());

describe("the library of v3's clients", () => {
  const client = () => {
    const { url } = scene.server;
    const endpoints = {
      oauth2AuthBaseUrl: `${url}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${url}/token`,
      oauth2RevokeUrl: `${url}/revoke`,
    };
    const { clientId, secret } = scene.web;
    return new auth.OAuth2({ clientId, clientSecret: secret, redirectUri: webBack, endpoints });
  };
  type Client = ReturnType<typeof client>;

  async function codeFor(program: Client): Promise<string> {
    const wanted = { access_type: 'offline', prompt: 'consent', scope: [readonlyScope], include_granted_scopes: true };
    const browser = await scene.signedIn();
    await browser.open(program.generateAuthUrl(wanted));
    const end = await browser.decide({ decision: 'allow' });
    return new URL(end.headers.location!).searchParams.get('code')!;
  }

  it('signs in, refreshes more than once, and revokes', async () => {
    const program = client();
    const { tokens } = await program.getToken(await codeFor(program));
    program.setCredentials(tokens);
    expect((await scene.events(tokens.access_token!)).statusCode).toBe(200);
    for (let i = 0; i < 2; i += 1) {
      const { credentials } = await program.refreshAccessToken();
      expect((await scene.events(credentials.access_token!)).statusCode).toBe(200);
    }
    await program.revokeCredentials();
    expect((await scene.events(tokens.access_token!)).statusCode).toBe(401);
    await expect(program.refreshAccessToken()).rejects.toThrow();
    await expect(client().revokeToken('made-up')).rejects.toThrow();
  });

  it('finds the older addresses too', async () => {
    const program = client();
    const browser = await scene.signedIn();
    const address = program.generateAuthUrl({ scope: readonlyScope, approval_prompt: 'force', access_type: 'offline' });
    const page = await browser.open(address.replace('/o/oauth2/v2/auth', '/o/oauth2/auth'));
    expect(page.body).toContain('asks for access');
    const end = new URL((await browser.decide({ decision: 'allow' })).headers.location!);
    const fields = {
      grant_type: 'authorization_code',
      code: end.searchParams.get('code')!,
      redirect_uri: webBack,
      client_id: scene.web.clientId,
      client_secret: scene.web.secret!,
    };
    const answer = await scene.token(fields, {}, '/o/oauth2/token');
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) as string });
  });
});

describe('the device flow (RFC 8628)', () => {
  const poll = (deviceCode: string) =>
    scene.token({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode,
      client_id: scene.device.clientId,
    });
  const begin = async () =>
    oidc.initiateDeviceAuthorization(await scene.discover(scene.device.clientId), { scope: readonlyScope });
  const xsrfIn = (body: string) => /name="xsrf" value="([^"]+)"/.exec(body)![1]!;

  it('gives a program without a browser a token, once somebody typed its code and allowed it', async () => {
    const begun = await begin();
    expect((await poll(begun.device_code)).json()).toMatchObject({ error: 'authorization_pending' });
    const browser = await scene.signedIn();
    const input = await browser.open(begun.verification_uri);
    expect(input.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const typed = { xsrf: xsrfIn(input.body), user_code: begun.user_code };
    const confirm = await browser.post('/device', typed);
    expect(confirm.body).toContain('Television');
    expect(confirm.body).toContain(begun.user_code);
    const consent = await browser.follow(
      await browser.post('/device', { ...typed, xsrf: xsrfIn(confirm.body), confirm: 'yes' }),
    );
    expect(consent.body).toContain('asks for access');
    expect((await poll(begun.device_code)).json()).toMatchObject({ error: 'authorization_pending' });
    expect((await browser.decide({ decision: 'allow' })).body).toContain('Go back to the device');
    const tokens = (await poll(begun.device_code)).json<{ access_token: string; refresh_token: string }>();
    expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    expect(tokens.refresh_token).toBeTruthy();
    expect((await poll(begun.device_code)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('does not take the hash of a device code for the code', async () => {
    const begun = await begin();
    const { reader } = scene.server.gateway.dependencies.store;
    for (const { hash } of await reader.oauthRecords({ model: 'DeviceCode' }))
      expect((await poll(`#${hash}`)).json()).toMatchObject({ error: 'invalid_grant' });
    expect((await poll(begun.device_code)).json()).toMatchObject({ error: 'authorization_pending' });
  });

  it('holds back who guesses codes', async () => {
    const browser = await scene.signedIn();
    const input = await browser.open('/device');
    const guess = () => browser.post('/device', { xsrf: xsrfIn(input.body), user_code: 'BCDF-GHJK' });
    const statuses: number[] = [];
    for (let i = 0; i < 21; i += 1) statuses.push((await guess()).statusCode);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses).not.toContain(500);
  });
});

describe('programs', () => {
  const deps = () => scene.server.gateway.dependencies;

  it.each([
    'http://planner.example.org/back',
    'https://planner.example.org/back#x',
    'https://user@planner.example.org/',
    'javascript:alert(1)',
    'data:text/html,x',
    'scheme:back',
    'back',
    'https://*.example.org/',
  ])('cannot be registered with %s', async (address) => {
    await expect(addClient(deps(), { name: 'x', redirectUris: [address] })).rejects.toMatchObject({
      kind: 'invalid-input',
    });
  });

  it('can be registered with an address of their own scheme', async () => {
    const { clientId } = await addClient(deps(), {
      name: 'App',
      redirectUris: ['org.example.app:/back'],
      isPublic: true,
    });
    const flow = await scene.nativeFlow({ client_id: clientId, redirect_uri: 'org.example.app:/back' });
    const back = await scene.allow(flow);
    expect(back.href).toMatch(/^org\.example\.app:\/back\?code=/);
  });

  it('end with all that users let them do', async () => {
    const { clientId, secret } = await addClient(deps(), { name: 'Old', redirectUris: [webBack] });
    const flow = await scene.webFlow();
    const tokens = await scene.tokens({ ...flow, config: await scene.discover(clientId, secret) });
    expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    await removeClient(deps(), clientId);
    expect((await scene.events(tokens.access_token)).statusCode).toBe(401);
    expect((await listClients(deps())).map((client) => client.clientId)).not.toContain(clientId);
    await expect(removeClient(deps(), clientId)).rejects.toMatchObject({ kind: 'not-found' });
    const gone = await (
      await scene.signedIn()
    ).open(addressOf({ ...flow, parameters: { ...flow.parameters, client_id: clientId } }));
    expect(gone.statusCode).toBe(400);
  });
});

describe('token-at-rest', () => {
  it('the database holds no id, code, token or secret that opens anything; the log neither', async () => {
    const browser = await scene.signedIn();
    const flow = await scene.nativeFlow();
    const back = await scene.allow(flow, browser);
    const tokens = await oidc.authorizationCodeGrant(flow.config, back, {
      pkceCodeVerifier: flow.verifier,
      expectedState: 'the state',
    });
    const begun = await oidc.initiateDeviceAuthorization(await scene.discover(scene.device.clientId), {
      scope: readonlyScope,
    });
    expect((await browser.open(addressOf(await scene.nativeFlow()))).body).toContain('asks for access');
    const secrets = [
      back.searchParams.get('code')!,
      tokens.access_token,
      tokens.refresh_token!,
      begun.device_code,
      begun.user_code.replace('-', ''),
      scene.web.secret!,
      ...browser.cookies.values(),
    ];
    const { reader } = scene.server.gateway.dependencies.store;
    const models = ['Client', 'Grant', 'AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode'];
    const records = [];
    for (const model of [...models, 'Session', 'Interaction']) records.push(...(await reader.oauthRecords({ model })));
    expect(new Set(records.map(({ model }) => model))).toEqual(new Set([...models, 'Session', 'Interaction']));
    const dump = JSON.stringify(records);
    const logs = scene.server.logs.join('');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(7);
      expect(dump).not.toContain(secret);
      expect(logs).not.toContain(secret);
    }
  });
});

describe('settings', () => {
  const secret = 'a secret of more than 32 characters';
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const keysOn = async (env: Record<string, string>): Promise<string> => {
    const server = await startServer({ database: { url: database.url, drop: () => Promise.resolve() }, env });
    const answer = await server.inject('/oauth2/v3/certs');
    const records = await server.gateway.dependencies.store.reader.oauthRecords({ model: 'SigningKey' });
    for (const { payload } of records) expect(payload).not.toMatch(/"(?:d|kty)\\*"/);
    await server.close();
    return answer.body;
  };

  it('one secret is one signing key, on every replica and after a restart', async () => {
    const first = await keysOn({ DAYFERRY_SECRET: secret });
    expect(await keysOn({ DAYFERRY_SECRET: secret })).toBe(first);
    expect(await keysOn({})).not.toBe(first);
    const other = await keysOn({ DAYFERRY_SECRET: `another ${secret}` });
    expect(other).not.toBe(first);
    for (const keys of [first, other]) expect(keys).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  it('behind a proxy, cookies are Secure and addresses those of the outside', async () => {
    const outside = 'https://calendar.example.org';
    const server = await startServer({ env: { DAYFERRY_PUBLIC_URL: outside } });
    const { clientId } = await addClient(server.gateway.dependencies, { name: 'x', redirectUris: [webBack] });
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: webBack,
      scope: 'caldav',
    });
    const headers = { host: 'inside:8080', 'x-forwarded-host': 'evil.example' };
    const answer = await server.inject({ url: `/o/oauth2/auth?${query.toString()}`, headers });
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/account\/authorize\//),
    ]);
    const cookies = [answer.headers['set-cookie'] ?? []].flat();
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) expect(cookie).toMatch(/; secure.*; httponly/i);
    const metadata = (await server.inject({ url: '/.well-known/openid-configuration', headers })).json<object>();
    for (const [name, value] of Object.entries(metadata))
      if (name.endsWith('_endpoint')) expect(value).toMatch(/^https:\/\/calendar\.example\.org\//);
    await server.close();
  });

  it('programs register themselves where that is allowed, and are held to the same rules', async () => {
    const server = await startServer({ env: { DAYFERRY_OAUTH_REGISTRATION: 'allow' } });
    const register = (metadata: object) =>
      server.inject({
        method: 'POST',
        url: '/oauth2/register',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(metadata),
      });
    const made = await register({ redirect_uris: ['https://new.example.org/back'], client_name: 'New' });
    expect(made.statusCode).toBe(201);
    const { client_secret: given } = made.json<{ client_secret: string }>();
    const records = await server.gateway.dependencies.store.reader.oauthRecords({ model: 'Client' });
    expect(JSON.stringify(records)).not.toContain(given);
    for (const redirect of ['javascript:alert(1)', 'https://new.example.org/#x', 'nothing'])
      expect((await register({ redirect_uris: [redirect] })).statusCode).toBe(400);
    const statuses = new Set<number>();
    for (let i = 0; i < 20; i += 1) statuses.add((await register({})).statusCode);
    expect([...statuses]).toEqual([400, 429]);
    await server.close();
  });
});
