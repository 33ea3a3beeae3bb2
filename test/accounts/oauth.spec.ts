import { createHash } from 'node:crypto';
import * as oidc from 'openid-client';
import { afterAll, describe, expect, it } from 'vitest';
import { OauthBrowser } from './oauth-browser.js';
import { addressOf, exchange, OauthScene, password, readonlyScope } from './oauth-flow.js';

const scene = await OauthScene.start();
afterAll(() => scene.server.close());

describe('the code flow', () => {
  it('asks who it is and what the program may, and gives a token that opens just that', async () => {
    const flow = await scene.webFlow();
    const browser = new OauthBrowser(scene.server);
    const form = await browser.open(addressOf(flow));
    expect(form.body).toContain('name="password"');
    const consent = await browser.signInHere(scene.alice.email, password);
    const shown = ['&lt;Planner&gt; asks for access', scene.alice.email, 'See and download', 'planner.example.org'];
    for (const text of shown) expect(consent.body).toContain(text);
    expect(consent.body).not.toContain('share and delete');
    expect(consent.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const end = await browser.decide({ decision: 'allow' });
    const tokens = await exchange(flow, new URL(end.headers.location!));
    expect(tokens.claims()).toMatchObject({ sub: scene.alice.key, iss: scene.server.url });
    expect(tokens.refresh_token).toBeUndefined();
    const user = await oidc.fetchUserInfo(flow.config, tokens.access_token, scene.alice.key);
    expect(user).toMatchObject({ email: scene.alice.email });
    expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    expect((await scene.events(tokens.access_token, 'POST')).statusCode).toBe(403);
  });

  it('does not ask again for what was allowed to a program on the web, unless the program wants that', async () => {
    await scene.tokens(await scene.webFlow());
    const direct = await (await scene.signedIn()).open(addressOf(await scene.webFlow()));
    expect(direct.headers.location).toContain('code=');
    const asked = await (await scene.signedIn()).open(addressOf(await scene.webFlow({ prompt: 'consent' })));
    expect(asked.body).toContain('asks for access');
  });

  it('asks each time for a program that keeps no secret, which could be any other', async () => {
    await scene.tokens(await scene.nativeFlow());
    expect((await (await scene.signedIn()).open(addressOf(await scene.nativeFlow()))).body).toContain(
      'asks for access',
    );
  });

  it('tells a program that is not let in', async () => {
    const browser = await scene.signedIn();
    await browser.open(addressOf(await scene.nativeFlow()));
    const end = new URL((await browser.decide({ decision: 'deny' })).headers.location!);
    expect([end.searchParams.get('error'), end.searchParams.get('state')]).toEqual(['access_denied', 'the state']);
  });

  it.each([
    ['web', 'allow', 'https://planner.example.org'],
    ['native', 'deny', 'http://127.0.0.1'],
  ] as const)('posts the answer to a %s program that asks for a form: %s', async (kind, decision, origin) => {
    const flow = await scene[`${kind}Flow`]({ response_mode: 'form_post', prompt: 'consent' });
    const browser = await scene.signedIn();
    await browser.open(addressOf(flow));
    const { headers, body } = await browser.decide({ decision });
    const policy = String(headers['content-security-policy']).split(';');
    const script = /<script>([^<]+)<\/script>/.exec(body)![1]!;
    const digest = createHash('sha256').update(script).digest('base64');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", `form-action ${origin}`, `script-src 'sha256-${digest}'`]),
    );
    expect(headers['cache-control']).toContain('no-store');
    const address = /<form method="post" action="([^"]+)">/.exec(body)![1]!;
    expect(address).toBe(flow.parameters.redirect_uri);
    const inputs = body.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const fields = Object.fromEntries([...inputs].map(([, name, value]) => [name!, value!]));
    const answer = new Request(address, { method: 'POST', body: new URLSearchParams(fields) });
    const checks = { pkceCodeVerifier: flow.verifier, expectedState: 'the state' };
    const tokens = oidc.authorizationCodeGrant(flow.config, answer, checks);
    if (decision === 'deny') await expect(tokens).rejects.toMatchObject({ error: 'access_denied' });
    else expect((await scene.events((await tokens).access_token)).statusCode).toBe(200);
  });

  it.each(['login', 'select_account'])('asks for the password again at prompt=%s', async (prompt) => {
    const browser = await scene.signedInBefore();
    const form = await browser.open(addressOf(await scene.webFlow({ prompt })));
    expect(form.body).toContain('name="password"');
    const end = await browser.signInHere(scene.alice.email, password);
    expect(end.headers.location).toContain('code=');
  });

  it('answers prompt=none without a page', async () => {
    const nobody = await new OauthBrowser(scene.server).open(addressOf(await scene.webFlow({ prompt: 'none' })));
    expect(nobody.headers.location).toContain('error=login_required');
    const browser = await scene.signedIn();
    await scene.allow(await scene.webFlow(), browser);
    const known = await browser.open(addressOf(await scene.webFlow({ prompt: 'none' })));
    expect(known.headers.location).toContain('code=');
    await browser.get('/account');
    await browser.post('/account/sign-out', {});
    const gone = await browser.open(addressOf(await scene.webFlow({ prompt: 'none' })));
    expect(gone.headers.location).toContain('error=login_required');
  });
});

describe('scopes', () => {
  it.each([
    ['caldav', { caldav: 207, v3: 403 }],
    ['calendar.readonly', { caldav: 207, v3: 200 }],
    ['openid', { caldav: 403, v3: 403 }],
    ['https://www.google.com/calendar/feeds/', { caldav: 207, v3: 200 }],
  ])('%s opens what it is for', async (scope, expected) => {
    const { access_token: token } = await scene.tokens(await scene.webFlow({ scope }));
    const headers = { authorization: `Bearer ${token}`, depth: '0' };
    const caldav = await scene.server.inject({
      method: 'PROPFIND',
      url: '/dav/calendars/alice%40example.org/',
      headers,
    });
    expect({ caldav: caldav.statusCode, v3: (await scene.events(token)).statusCode }).toEqual(expected);
  });

  it('cannot be widened at a refresh, and can be narrowed', async () => {
    const scope = `${readonlyScope} https://www.googleapis.com/auth/calendar.events`;
    const flow = await scene.webFlow({ scope, access_type: 'offline' });
    const { refresh_token: refresh = '' } = await scene.tokens(flow);
    const wider = oidc.refreshTokenGrant(flow.config, refresh, { scope: 'calendar' });
    await expect(wider).rejects.toMatchObject({ error: 'invalid_scope' });
    const narrow = await oidc.refreshTokenGrant(flow.config, refresh, { scope: readonlyScope });
    expect((await scene.events(narrow.access_token, 'POST')).statusCode).toBe(403);
  });
});

describe('refresh tokens', () => {
  it('come with access_type=offline, and work while nobody is there', async () => {
    const flow = await scene.webFlow({ access_type: 'offline', prompt: 'consent' });
    const first = await scene.tokens(flow);
    const second = await oidc.refreshTokenGrant(flow.config, first.refresh_token!);
    expect((await scene.events(second.access_token)).statusCode).toBe(200);
    // The library of v3's clients keeps the first one for ever.
    expect((await oidc.refreshTokenGrant(flow.config, first.refresh_token!)).access_token).toBeTruthy();
  });

  it('are new each time where a program keeps no secret; one that is used twice ends them all', async () => {
    const flow = await scene.nativeFlow();
    const first = await scene.tokens(flow);
    const second = await oidc.refreshTokenGrant(flow.config, first.refresh_token!);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await scene.events(second.access_token)).statusCode).toBe(200);
    const stolen = oidc.refreshTokenGrant(flow.config, first.refresh_token!);
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' });
    const next = oidc.refreshTokenGrant(flow.config, second.refresh_token!);
    await expect(next).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await scene.events(second.access_token)).statusCode).toBe(401);
  });

  it('are given once, when two use one at the same moment', async () => {
    const flow = await scene.nativeFlow();
    const { refresh_token: refresh } = await scene.tokens(flow);
    const both = await Promise.allSettled([1, 2].map(() => oidc.refreshTokenGrant(flow.config, refresh!)));
    const given = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.access_token] : []));
    expect(given.length).toBeLessThan(2);
    for (const token of given) expect((await scene.events(token)).statusCode).toBe(401);
  });
});

describe('revocation and introspection', () => {
  it('ends a token for the program that it belongs to (RFC 7009)', async () => {
    const flow = await scene.nativeFlow();
    const tokens = await scene.tokens(flow);
    expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    const other = await scene.discover(scene.web.clientId, scene.web.secret);
    await oidc.tokenRevocation(other, tokens.refresh_token!);
    expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    await oidc.tokenRevocation(flow.config, tokens.refresh_token!);
    expect((await scene.events(tokens.access_token)).statusCode).toBe(401);
  });

  it('says of a token what it is, to the program that it belongs to (RFC 7662)', async () => {
    const flow = await scene.webFlow();
    const { access_token: token } = await scene.tokens(flow);
    const known = await oidc.tokenIntrospection(flow.config, token);
    expect(known).toMatchObject({ active: true, client_id: scene.web.clientId, sub: scene.alice.key });
    const other = await scene.discover(scene.app.clientId);
    expect(await oidc.tokenIntrospection(other, token)).toEqual({ active: false });
    expect(await oidc.tokenIntrospection(flow.config, 'made-up')).toEqual({ active: false });
  });

  it.each(['oauth-authorization-server', 'openid-configuration'])('is found by /.well-known/%s', async (name) => {
    const metadata = (await scene.server.inject(`/.well-known/${name}`)).json<Record<string, unknown>>();
    expect(metadata).toMatchObject({
      issuer: scene.server.url,
      authorization_endpoint: `${scene.server.url}/o/oauth2/v2/auth`,
      token_endpoint: `${scene.server.url}/token`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
    expect(metadata).not.toHaveProperty('registration_endpoint');
  });

  it('lists the response modes and the grants that work, and no others', async () => {
    const metadata = (await scene.discover(scene.web.clientId, scene.web.secret)).serverMetadata();
    const { response_modes_supported: modes = [], grant_types_supported: grants = [] } = metadata;
    expect(modes.toSorted()).toEqual(['form_post', 'query']);
    for (const mode of [...modes, 'fragment', 'web_message', 'jwt', 'query.jwt'])
      expect(await givesCode(mode), mode).toBe(modes.includes(mode));
    expect(grants).toContain('urn:ietf:params:oauth:grant-type:jwt-bearer');
    for (const grant of [...grants, 'password', 'implicit', 'client_credentials'])
      expect(await isKnownGrant(grant), grant).toBe(grants.includes(grant));
  });
});

async function givesCode(mode: string): Promise<boolean> {
  const flow = await scene.webFlow({ response_mode: mode, prompt: 'consent' });
  const browser = await scene.signedIn();
  if (!(await browser.open(addressOf(flow))).body.includes('asks for access')) return false;
  const { headers, body } = await browser.decide({ decision: 'allow' });
  return /[?&]code=/.test(headers.location ?? '') || body.includes('name="code"');
}

/** RFC 6749 §5.2: anything but `unsupported_grant_type`, for a program that is none. */
async function isKnownGrant(grant: string): Promise<boolean> {
  const form = new URLSearchParams({ grant_type: grant, client_id: scene.device.clientId });
  const answer = await scene.server.inject({
    method: 'POST',
    url: '/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: form.toString(),
  });
  return answer.json<{ error: string }>().error !== 'unsupported_grant_type';
}

describe('the account page', () => {
  it('shows connected programs, and disconnects one at once', async () => {
    const flow = await scene.webFlow({ access_type: 'offline' });
    const tokens = await scene.tokens(flow);
    const browser = await scene.signedIn();
    const page = await browser.get('/account');
    expect(page.body).toContain('&lt;Planner&gt;');
    expect((await browser.post('/account/programs/revoke', { id: scene.web.clientId })).statusCode).toBe(200);
    expect((await scene.events(tokens.access_token)).statusCode).toBe(401);
    const refresh = oidc.refreshTokenGrant(flow.config, tokens.refresh_token!);
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await browser.post('/account/programs/revoke', { id: scene.web.clientId })).statusCode).toBe(404);
  });

  it('disconnects every program with a new password', async () => {
    const { access_token: token } = await scene.tokens(await scene.nativeFlow());
    const browser = await scene.signedIn();
    await browser.get('/account');
    const change = { current: password, new: 'a new long password' };
    expect((await browser.post('/account/password', change)).statusCode).toBe(200);
    expect((await scene.events(token)).statusCode).toBe(401);
    const again = new OauthBrowser(scene.server);
    await again.signIn(scene.alice.email, change.new);
    await again.get('/account');
    await again.post('/account/password', { current: change.new, new: password });
  });

  it('leaves every step in the audit log', async () => {
    const { reader } = scene.server.gateway.dependencies.store;
    const entries = await reader.auditEntries({ who: scene.alice.email, limit: 1_000 });
    const actions = new Set(entries.map(({ action }) => action));
    expect(actions).toContain('program-connected');
    expect(actions).toContain('program-disconnected');
  });
});
