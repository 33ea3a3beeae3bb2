import { removeConsumer } from '@dayferry/auth';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { feed, LegacyScene, pairIn, reads, scope, sealIn, type Pair } from './legacy-scene.js';

const scene = new LegacyScene();
await scene.start();
const token = await scene.accessToken();
afterAll(() => scene.server.close());

const form = (data: object): string => new URLSearchParams(Object.entries(data)).toString();
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const authorize = (key: string): string => `/accounts/OAuthAuthorizeToken?oauth_token=${key}`;

describe('OAuth 1.0a in three legs', () => {
  it('leads from a request token by the user to an access token', async () => {
    const answer = await scene.requestToken();
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=UTF-8']);
    expect(answer.body).toMatch(
      /^oauth_token=df_[\w-]{43}&oauth_token_secret=[\w-]{43}&oauth_callback_confirmed=true$/,
    );
    const asked = pairIn(answer);
    const back = new URL(await scene.answer(authorize(asked.key)));
    expect(back.href).toMatch(/^https:\/\/planner\.example\.org\/back\?a=1&oauth_token=df_/);
    expect(back.searchParams.get('oauth_token')).toBe(asked.key);
    const access = pairIn(await scene.exchange(scene.planner, asked, back.searchParams.get('oauth_verifier')!));
    expect((await scene.planner.ask(feed, { token: access })).statusCode).toBe(200);
  });

  it('shows who asks for what, as text, and where the answer goes', async () => {
    const asked = pairIn(await scene.requestToken());
    const page = await (await scene.signedIn()).get(authorize(asked.key));
    expect(page.body).toContain('&lt;Planner&gt; asks for access');
    expect(page.body).toContain('See, change, share and delete all calendars');
    expect(page.body).toContain('planner.example.org');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('gives a program without a browser a code to type in (oob)', async () => {
    const access = await scene.accessToken(scene.installed, 'oob');
    expect((await scene.installed.ask(feed, { token: access })).statusCode).toBe(200);
  });

  it('signs by RSA-SHA1 with a registered key, and then not by the other method', async () => {
    const access = await scene.accessToken(scene.signing, 'https://signing.example.org/back');
    expect((await scene.signing.ask(feed, { token: access })).statusCode).toBe(200);
    const hmac = scene.signer({ key: 'signing.example.org', secret: '' });
    expect((await hmac.ask(feed, { token: access })).statusCode).toBe(401);
  });

  it('takes its parameters from the query and from a form as well', async () => {
    const more = { scope, oauth_callback: 'oob', xoauth_displayname: 'My Program' };
    const path = '/accounts/OAuthGetRequestToken';
    const posted = scene.installed.parameters('POST', path, { data: more });
    const inForm = await scene.server.inject({ method: 'POST', url: path, headers: formType, payload: form(posted) });
    expect(inForm.statusCode).toBe(200);
    const asked = await scene.server.inject(`${path}?${form(scene.installed.parameters('GET', path, { data: more }))}`);
    expect(asked.statusCode).toBe(200);
    const page = await (await scene.signedIn()).get(authorize(pairIn(inForm).key));
    expect(page.body).toContain('A program that calls itself My Program');
  });

  it.each(Object.entries(reads))('opens %s, by header and by query', async (_protocol, { method, url }) => {
    expect((await scene.planner.ask(url, { method, token })).statusCode).toBeLessThan(300);
    const query = form(scene.planner.parameters(method, url, { token }));
    expect((await scene.server.inject({ method, url: `${url}?${query}` })).statusCode).toBeLessThan(300);
  });

  it('signs query parameters, and strict=true knows those of OAuth', async () => {
    const path = `${feed}?q=a%20b&max-results=5&strict=true`;
    expect((await scene.planner.ask(path, { token })).statusCode).toBe(200);
    const query = form(scene.planner.parameters('GET', path, { token }));
    expect((await scene.server.inject(`${feed}?${query}`)).statusCode).toBe(200);
  });

  it('answers the deny button without a verifier, and the request is over', async () => {
    const asked = pairIn(await scene.requestToken());
    const back = new URL(await scene.answer(authorize(asked.key), 'deny'));
    expect(back.searchParams.get('oauth_problem')).toBe('permission_denied');
    expect(back.searchParams.has('oauth_verifier')).toBe(false);
    expect((await (await scene.signedIn()).get(authorize(asked.key))).statusCode).toBe(400);
  });

  it('gives one access token for one consent, to its own program, with the right verifier', async () => {
    const asked = pairIn(await scene.requestToken());
    const invalid = [400, 'The token is invalid.\n'];
    const exchange = async (verifier: string, signer = scene.planner): Promise<[number, string]> => {
      const { statusCode, body } = await scene.exchange(signer, asked, verifier);
      return [statusCode, body];
    };
    expect(await exchange('x')).toEqual(invalid);
    const back = new URL(await scene.answer(authorize(asked.key)));
    const verifier = back.searchParams.get('oauth_verifier')!;
    expect(await exchange(`${verifier.slice(1)}x`)).toEqual(invalid);
    expect(await exchange(verifier, scene.office)).toEqual(invalid);
    const both = await Promise.all([exchange(verifier), exchange(verifier)]);
    expect(both.map(([status]) => status).toSorted()).toEqual([200, 400]);
    // A request token opens nothing by itself.
    expect((await scene.planner.ask(feed, { token: asked })).statusCode).toBe(401);
  });

  it.each([
    ['another site', 'https://evil.example/back'],
    ['a site that begins alike', 'https://planner.example.org.evil.example/'],
    ['a user name', 'https://planner.example.org@evil.example/'],
    ['plain http', 'http://planner.example.org/back'],
    ['a script', 'javascript:alert(1)'],
    ['a backslash', 'https://planner.example.org\\@evil.example/'],
    ['a newline', 'https://planner.example.org/\nSet-Cookie: a=b'],
  ])('takes no callback with %s', async (_what, callback) => {
    expect((await scene.requestToken(scene.planner, { oauth_callback: callback })).statusCode).toBe(400);
  });

  it('sends people of unregistered programs nowhere but to their own machine', async () => {
    const status = async (callback: string): Promise<number> =>
      (await scene.requestToken(scene.installed, { oauth_callback: callback })).statusCode;
    expect(await status('https://planner.example.org/back')).toBe(400);
    expect(await status('http://127.0.0.1:8123/back')).toBe(200);
  });

  it('needs a callback and a scope that is here', async () => {
    const { planner } = scene;
    const path = '/accounts/OAuthGetRequestToken';
    expect((await planner.ask(`${path}?scope=${scope}`)).statusCode).toBe(400);
    const data = { oauth_callback: 'oob' };
    expect((await planner.ask(path, { data })).statusCode).toBe(400);
    expect((await planner.ask(`${path}?scope=https://docs.google.com/feeds/`, { data })).statusCode).toBe(400);
    expect((await planner.ask(`${path}?scope=${scene.server.url}/calendar/feeds/`, { data })).statusCode).toBe(200);
  });
});

describe('consent-csrf: the answer', () => {
  it('counts only with the form of the same page, in the same session', async () => {
    const [asked, other] = [pairIn(await scene.requestToken()), pairIn(await scene.requestToken())];
    const browser = await scene.signedIn();
    const seal = sealIn(await browser.get(authorize(asked.key)));
    const answer = { decision: 'allow', seal };
    const stranger = await scene.signedIn();
    const elsewhere = sealIn(await stranger.get(authorize(asked.key)));
    expect((await browser.post(authorize(other.key), answer)).statusCode).toBe(403);
    expect((await browser.post(authorize(asked.key), { ...answer, seal: elsewhere })).statusCode).toBe(403);
    expect((await browser.post(authorize(asked.key), answer, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await browser.post(authorize(asked.key), { ...answer, _csrf: 'x' })).statusCode).toBe(403);
    expect((await browser.get(`${authorize(asked.key)}&decision=allow&seal=${seal}`)).body).toContain(
      'asks for access',
    );
    expect((await browser.post(authorize(asked.key), answer)).statusCode).toBe(200);
    expect((await browser.post(authorize(asked.key), answer)).statusCode).toBe(400);
  });
});

describe('a token of OAuth 1.0', () => {
  it('opens nothing without a signature, or with another program’s', async () => {
    for (const authorization of [
      `Bearer ${token.key}`,
      `AuthSub token="${token.key}"`,
      `GoogleLogin auth=${token.key}`,
    ])
      expect((await scene.server.inject({ url: feed, headers: { authorization } })).statusCode).toBe(401);
    expect((await scene.server.inject(`${feed}?oauth_token=${token.key}`)).statusCode).toBe(401);
    expect((await scene.office.ask(feed, { token })).statusCode).toBe(401);
  });

  it('can do what the user allowed and no more', async () => {
    const path = '/accounts/OAuthGetRequestToken?scope=https://www.googleapis.com/auth/calendar.readonly';
    const asked = pairIn(await scene.planner.ask(path, { data: { oauth_callback: 'oob' } }));
    const readonly = pairIn(await scene.exchange(scene.planner, asked, await scene.answer(authorize(asked.key))));
    const url = '/calendar/v3/calendars/primary/events';
    const write = async (access: Pair): Promise<number> => {
      const headers = {
        authorization: scene.planner.header('POST', url, { token: access }),
        'content-type': 'application/json',
      };
      const payload = '{"start":{"date":"2026-03-02"},"end":{"date":"2026-03-03"}}';
      return (await scene.server.inject({ method: 'POST', url, headers, payload })).statusCode;
    };
    expect([await write(token), await write(readonly)]).toEqual([200, 403]);
    expect((await scene.planner.ask(url, { token: readonly })).statusCode).toBe(200);
  });

  it('is told of and ended at the addresses of AuthSub', async () => {
    const access = await scene.accessToken();
    const info = await scene.planner.ask('/accounts/AuthSubTokenInfo', { token: access });
    expect(info.body).toBe(`Target=planner.example.org\nSecure=true\nScope=${scene.server.url}/calendar/feeds/\n`);
    expect((await scene.planner.ask('/accounts/AuthSubRevokeToken', { token: access })).statusCode).toBe(200);
    expect((await scene.planner.ask(feed, { token: access })).statusCode).toBe(401);
  });

  it('is on the user’s page, and ends there with all others of the program', async () => {
    const access = await scene.accessToken(scene.signing, 'https://signing.example.org/');
    const browser = await scene.signedIn();
    const page = (await browser.get('/account')).body;
    expect(page).toContain('signing.example.org');
    await browser.post('/account/programs/revoke', { id: 'consumer:signing.example.org' });
    expect((await scene.signing.ask(feed, { token: access })).statusCode).toBe(401);
    expect(await scene.account()).not.toContain('signing.example.org');
  });

  it('ends with its program', async () => {
    const extra = await scene.register({ key: 'extra.example.org' });
    const access = await scene.accessToken(extra, 'https://extra.example.org/');
    await removeConsumer(scene.server.gateway.dependencies, 'extra.example.org');
    expect((await extra.ask(feed, { token: access })).statusCode).toBe(401);
    expect(await scene.account()).not.toContain('extra.example.org');
  });

  it('is in the audit log when it is given and when it ends', async () => {
    const given = {
      actor: 'alice@example.org',
      subject: 'alice@example.org',
      program: '<Planner>',
      scopes: 'calendar',
    };
    expect(await scene.audit('program-connected')).toContainEqual({ ...given, door: 'oauth1' });
    const ended = await scene.audit('program-disconnected');
    expect(ended).toContainEqual({ actor: 'planner.example.org', subject: 'alice@example.org' });
  });
});

describe('two-legged OAuth', () => {
  const path = (email: string): string => `${feed}?xoauth_requestor_id=${encodeURIComponent(email)}`;

  it('lets an administrator’s program act for everybody of its domain', async () => {
    expect((await scene.office.ask(path('alice@example.org'))).body).toContain('alice@example.org');
    expect((await scene.office.ask(path('bob@example.org'))).body).toContain('bob@example.org');
    expect(
      (await scene.office.ask('/calendar/v3/users/me/calendarList?xoauth_requestor_id=bob@example.org')).statusCode,
    ).toBe(200);
  });

  it('says the same of people who are not there and of those of other domains', async () => {
    const answers = await Promise.all(
      ['nobody@example.org', 'alice@elsewhere.example'].map((email) => scene.office.ask(path(email))),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403]);
    expect(answers[0]!.body).toBe(answers[1]!.body);
  });

  it('is for no other program, and not without a name', async () => {
    expect((await scene.planner.ask(path('alice@example.org'))).statusCode).toBe(403);
    expect((await scene.installed.ask(path('alice@example.org'))).statusCode).toBe(403);
    expect((await scene.office.ask(feed)).statusCode).toBe(401);
    // Named after the signature was made.
    const authorization = scene.office.header('GET', feed);
    expect((await scene.server.inject({ url: path('alice@example.org'), headers: { authorization } })).statusCode).toBe(
      401,
    );
  });
});

describe('without a secret in the settings', () => {
  it('installed programs and key pairs work; registered secrets are refused with the reason', async () => {
    const server = await startServer();
    const bare = Object.assign(new LegacyScene(), { server, clock: () => Date.now() });
    const signer = bare.signer({ key: 'anonymous', secret: 'anonymous' });
    expect((await bare.requestToken(signer, { oauth_callback: 'oob' })).statusCode).toBe(200);
    await bare.register({ key: 'shared.example.org' });
    const refused = await bare.requestToken(bare.signer({ key: 'shared.example.org', secret: '' }));
    expect([refused.statusCode, refused.body]).toEqual([401, expect.stringContaining('need DAYFERRY_SECRET')]);
    await server.close();
  });
});
