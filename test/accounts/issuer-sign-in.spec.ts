import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { people, startServer } from '../harness/index.js';
import { Browser } from './browser.js';
import { OtherIssuer } from './other-issuer.js';

const issuer = await OtherIssuer.start();
const known = { issuer: issuer.url, label: 'Example & Co', clientId: 'dayferry', clientSecret: 'our secret there' };
const settings = [known, { ...known, issuer: `${issuer.url}/other` }].map((one) => ({
  ...one,
  domains: ['example.org'],
}));
const server = await startServer({ listen: true, env: { DAYFERRY_ISSUERS: JSON.stringify(settings) } });
afterAll(async () => {
  await server.close();
  await issuer.close();
});
beforeEach(() => {
  issuer.person = { sub: 'person-1', email: people.alice.email, email_verified: true, name: 'Alice' };
  issuer.idToken = {};
});

const leave = async (browser: Browser, next = '/account') =>
  (await browser.get(`/account/sign-in/0?next=${encodeURIComponent(next)}`)).headers.location!;

/** Where the issuer sends the browser, as a path of ours. */
async function signedInThere(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location')!);
  expect(back.origin).toBe(server.url);
  return back.pathname + back.search;
}

describe('sign-in through an issuer', () => {
  it('is offered on the sign-in page, and ends where the person wanted to go', async () => {
    const browser = new Browser(server);
    const page = await browser.get('/account/sign-in?next=%2Fdevice%3Fuser_code%3DABCD');
    expect(page.body).toContain('Sign in with Example &amp; Co');
    const link = /href="(\/account\/sign-in\/0[^"]+)"/.exec(page.body)![1]!;
    const away = new URL((await browser.get(link)).headers.location!);
    expect(Object.fromEntries(away.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'dayferry',
      code_challenge_method: 'S256',
      redirect_uri: `${server.url}/account/sign-in/0/back`,
    });
    const end = await browser.get(await signedInThere(away.href));
    expect([end.statusCode, end.headers.location]).toEqual([303, '/device?user_code=ABCD']);
    const account = await browser.get('/account');
    expect(account.body).toContain(people.alice.email);
    expect(account.body).toContain('with Example &amp; Co');
    expect(account.body).not.toContain('Password now');
  });

  it('makes the session a new one, which ends with sign-out', async () => {
    const browser = new Browser(server);
    browser.cookies.set('dayferry', 'brought-along');
    await browser.get(await signedInThere(await leave(browser)));
    const secret = browser.cookies.get('dayferry')!;
    expect(secret).not.toBe('brought-along');
    await browser.get('/account');
    await browser.post('/account/sign-out', {});
    browser.cookies.set('dayferry', secret);
    expect((await browser.get('/account')).statusCode).toBe(303);
  });

  it('goes nowhere but to paths of this server', async () => {
    const browser = new Browser(server);
    const end = await browser.get(await signedInThere(await leave(browser, '//evil.example/')));
    expect(end.headers.location).toBe('/account');
  });
});

describe('what comes back is refused', () => {
  const refused = async (path: string, browser = new Browser(server)) => {
    const answer = await browser.get(path);
    expect(browser.cookies.has('dayferry')).toBe(false);
    return answer.statusCode;
  };

  it('in another browser, a second time, or with another state', async () => {
    const browser = new Browser(server);
    const back = await signedInThere(await leave(browser));
    expect(await refused(back)).toBe(400);
    expect(await refused(back.replace(/state=[^&]+/, 'state=other'), browser)).toBe(403);
    expect(await refused(back, browser)).toBe(400);
  });

  it.each([
    ['another nonce', { nonce: 'other' }],
    ['another audience', { aud: 'somebody-else' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a past end', { exp: 1_000 }],
    ['another person than the user endpoint says', { sub: 'person-2' }],
  ])('with %s in the ID token', async (_what, claims) => {
    const browser = new Browser(server);
    const back = await signedInThere(await leave(browser));
    issuer.idToken = claims;
    expect(await refused(back, browser)).toBe(403);
  });

  it.each([
    ['not verified', { sub: 'p2', email: 'bob@example.org', email_verified: false }],
    ['of another domain', { sub: 'p3', email: 'bob@elsewhere.example', email_verified: true }],
    ['of nobody here', { sub: 'p4', email: 'nobody@example.org', email_verified: true }],
  ])('with an address that is %s', async (_what, person) => {
    issuer.person = person;
    const browser = new Browser(server);
    expect(await refused(await signedInThere(await leave(browser)), browser)).toBe(403);
  });

  it('when the person said no, and for an issuer that is not there', async () => {
    const browser = new Browser(server);
    const state = new URL(await leave(browser)).searchParams.get('state')!;
    expect(await refused(`/account/sign-in/0/back?error=access_denied&state=${state}`, browser)).toBe(403);
    for (const path of ['/account/sign-in/2', '/account/sign-in/x', '/account/sign-in/__proto__'])
      expect(await refused(path)).toBe(404);
  });

  it('that was begun at another issuer', async () => {
    const browser = new Browser(server);
    const back = await signedInThere(await leave(browser));
    expect(await refused(back.replace('/sign-in/0/', '/sign-in/1/'), browser)).toBe(404);
    expect(issuer.asked).not.toContain('/other/.well-known/openid-configuration');
  });

  it('for now, while the issuer is down', async () => {
    const browser = new Browser(server);
    const back = await signedInThere(await leave(browser));
    issuer.isDown = true;
    expect(await refused(back, browser)).toBe(503);
    issuer.isDown = false;
  });
});
