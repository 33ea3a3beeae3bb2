import * as oidc from 'openid-client';
import { afterAll, describe, expect, it } from 'vitest';
import { type OauthBrowser } from './oauth-browser.js';
import { addressOf, exchange, nativeBack, OauthScene, webBack } from './oauth-flow.js';

const scene = await OauthScene.start();
afterAll(() => scene.server.close());

describe('oauth2-redirect', () => {
  it.each([
    'https://planner.example.org/back/',
    'https://planner.example.org/back2',
    'https://planner.example.org/',
    'https://planner.example.org/back?x=1',
    'https://planner.example.org/back#x',
    'https://planner.example.org/%2e/back',
    'https://planner.example.org/back%2F',
    'https://planner.example.org:8443/back',
    'https://planner.example.org@evil.example/back',
    'https://evil.planner.example.org/back',
    'https://planner.example.org.evil.example/back',
    'http://planner.example.org/back',
    'HTTPS://planner.example.org/back',
    '//planner.example.org/back',
    'javascript:alert(1)',
    nativeBack,
  ])('shows a page instead of going to %s', async (redirect_uri) => {
    const answer = await (await scene.signedIn()).open(addressOf(await scene.webFlow({ redirect_uri })));
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).not.toContain('<script>');
  });

  it('lets a program on this machine choose its port, and nothing else', async () => {
    const there = await (
      await scene.signedIn()
    ).open(addressOf(await scene.nativeFlow({ redirect_uri: 'http://127.0.0.1:5123/back' })));
    expect(there.statusCode).toBe(200);
    for (const redirect_uri of ['http://127.0.0.1:5123/other', 'http://localhost:5123/back', 'http://127.0.0.2/back']) {
      const elsewhere = await (await scene.signedIn()).open(addressOf(await scene.nativeFlow({ redirect_uri })));
      expect(elsewhere.statusCode).toBe(400);
    }
  });

  it.each(['token', 'id_token', 'code token', 'none', 'code id_token'])(
    'gives nothing for response_type=%s',
    async (response_type) => {
      const answer = await (await scene.signedIn()).open(addressOf(await scene.webFlow({ response_type })));
      expect(answer.headers.location ?? '').not.toMatch(/code=|token=/);
      expect(answer.statusCode).toBeLessThan(500);
    },
  );

  it('refuses parameters twice, and an answer in a fragment', async () => {
    const twice = `${addressOf(await scene.webFlow())}&redirect_uri=https%3A%2F%2Fevil.example`;
    const answer = await (await scene.signedIn()).open(twice);
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
    const end = await (await scene.signedIn()).open(addressOf(await scene.webFlow({ response_mode: 'fragment' })));
    expect(end.headers.location).toMatch(/[?#]error=/);
    expect(end.headers.location).not.toContain('code=');
  });
});

describe('oauth2-code', () => {
  const fields = (back: URL, verifier: string, client: string, redirect_uri = nativeBack) => ({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code')!,
    redirect_uri,
    client_id: client,
    code_verifier: verifier,
  });

  it('opens nothing a second time, and what it gave ends', async () => {
    const flow = await scene.nativeFlow();
    const back = await scene.allow(flow);
    const tokens = await exchange(flow, back);
    expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    await expect(exchange(flow, back)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await scene.events(tokens.access_token)).statusCode).toBe(401);
    const refresh = oidc.refreshTokenGrant(flow.config, tokens.refresh_token!);
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('opens nothing that lasts when it is used twice at once', async () => {
    const flow = await scene.nativeFlow();
    const back = await scene.allow(flow);
    const both = await Promise.allSettled([exchange(flow, back), exchange(flow, back)]);
    const given = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.access_token] : []));
    for (const token of given) expect((await scene.events(token)).statusCode).toBe(401);
    expect(given.length).toBeLessThan(2);
  });

  it.each([
    ['another program', (b: URL, v: string) => fields(b, v, scene.device.clientId)],
    ['another address', (b: URL, v: string) => fields(b, v, scene.app.clientId, webBack)],
    ['another verifier', (b: URL) => fields(b, oidc.randomPKCECodeVerifier(), scene.app.clientId)],
    ['the challenge for a verifier', (b: URL, _v: string, c: string) => fields(b, c, scene.app.clientId)],
    ['no verifier', (b: URL) => ({ ...fields(b, '', scene.app.clientId) })],
  ])('opens nothing for %s', async (_whom, wanted) => {
    const flow = await scene.nativeFlow();
    const back = await scene.allow(flow);
    const answer = await scene.token(wanted(back, flow.verifier, flow.parameters.code_challenge!));
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ error: string }>().error).toMatch(/^(invalid_grant|unauthorized_client|invalid_request)$/);
    expect(answer.body).not.toContain('access_token');
  });

  it.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['with plain PKCE', { code_challenge_method: 'plain' }],
  ])('is not given to a program without a secret %s', async (_how, more) => {
    const flow = await scene.nativeFlow(more);
    const given = Object.entries(flow.parameters).filter(([, value]) => value !== '');
    const answer = await (await scene.signedIn()).open(addressOf({ ...flow, parameters: Object.fromEntries(given) }));
    expect(answer.headers.location).toContain('error=invalid_request');
  });

  it('needs the secret of a program that has one', async () => {
    const flow = await scene.webFlow();
    const back = await scene.allow(flow);
    const wanted = fields(back, flow.verifier, scene.web.clientId, webBack);
    const wrong: Record<string, string>[] = [{}, { client_secret: 'wrong' }, { client_secret: 'sha256$wrong' }];
    for (const more of wrong) expect((await scene.token({ ...wanted, ...more })).statusCode).toBe(401);
    expect((await scene.token({ ...wanted, client_secret: scene.web.secret! })).statusCode).toBe(200);
  });
});

describe('consent-csrf', () => {
  async function atConsent(): Promise<OauthBrowser> {
    const browser = await scene.signedIn();
    expect((await browser.open(addressOf(await scene.nativeFlow()))).body).toContain('asks for access');
    return browser;
  }

  it.each([
    ['without its token', { _csrf: '' }, {}],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['from another origin', {}, { origin: 'https://evil.example' }],
  ])('refuses the form %s', async (_how, fields, headers) => {
    const browser = await atConsent();
    expect((await browser.post(browser.at, { decision: 'allow', ...fields }, headers)).statusCode).toBe(403);
  });

  it('gives nothing by GET, to another browser, or to somebody else', async () => {
    const browser = await atConsent();
    expect((await browser.get(`${browser.at}?decision=allow`)).body).toContain('asks for access');
    const other = await scene.signedIn();
    await other.get('/account');
    expect((await other.post(browser.at, { decision: 'allow' })).statusCode).toBe(400);
    browser.cookies.delete('dayferry');
    expect((await browser.post(browser.at, { decision: 'allow' })).headers.location).toContain('/account/sign-in');
  });

  it('gives what it showed, whatever the form says, and only once', async () => {
    const browser = await atConsent();
    const forged = { decision: 'allow', scope: 'calendar', client_id: scene.web.clientId, redirect_uri: webBack };
    const page = browser.at;
    const end = await browser.decide(forged);
    expect(end.headers.location).toMatch(/^http:\/\/127\.0\.0\.1\/back\?code=/);
    expect((await browser.post(page, { decision: 'allow' })).statusCode).toBe(400);
    const grants = await scene.server.gateway.dependencies.store.reader.oauthRecords({
      model: 'Grant',
      userKey: scene.alice.key,
      clientId: scene.app.clientId,
    });
    expect(grants.length).toBeGreaterThan(0);
    for (const { payload } of grants) expect(payload).not.toMatch(/"scope":"[^"]*\bcalendar\b[ "]/);
  });
});

describe('bad requests', () => {
  it.each([
    ['no body', {}, ''],
    ['JSON', { 'content-type': 'application/json' }, '{}'],
    ['a gzip that is none', { 'content-encoding': 'gzip' }, 'grant_type=x'],
    ['two ways to be a program', { authorization: 'Basic eDp5' }, 'client_id=x&client_secret=y'],
    ['a name that cannot be read', { authorization: 'Basic JTp5' }, 'grant_type=refresh_token'],
    ['100 kB', {}, `grant_type=refresh_token&refresh_token=${'x'.repeat(100_000)}`],
  ])('are told so: %s', async (_what, headers, payload) => {
    for (const url of ['/token', '/revoke', '/oauth2/introspect', '/device/code', '/o/oauth2/token']) {
      const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
      const answer = await scene.server.inject({ method: 'POST', url, headers: form, payload });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
    }
  });

  it.each(['GET', 'HEAD'] as const)('are not taken by the thousand from one address: %s', async (method) => {
    const url = addressOf(await scene.webFlow()).slice(scene.server.url.length);
    const ask = () => scene.server.inject({ method, url, remoteAddress: `203.0.113.${method.length}` });
    const statuses = new Set<number>();
    for (let i = 0; i < 301; i += 1) statuses.add((await ask()).statusCode);
    expect([...statuses]).toEqual([303, 429]);
  });

  it('do not let a program register itself', async () => {
    const payload = JSON.stringify({ redirect_uris: ['https://evil.example/'] });
    const headers = { 'content-type': 'application/json' };
    const answer = await scene.server.inject({ method: 'POST', url: '/oauth2/register', headers, payload });
    expect(answer.statusCode).toBe(404);
  });
});
