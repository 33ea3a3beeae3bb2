import { createAppPassword, createCredential } from '@dayferry/auth';
import type { Principal } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClock, people, startServer } from '../harness/index.js';
import { Browser } from './browser.js';

const clock = fakeClock('2026-03-01T12:00:00Z');
const password = 'correct horse battery';

const server = await startServer({ clock });
const alice: Principal = (await server.core.directory.byEmail(people.alice.email))!;
await createCredential(
  server.gateway.dependencies,
  { user: alice, kind: 'password' },
  { name: 'password', secret: password },
);
afterAll(() => server.close());

const event = '/calendar/v3/calendars/primary/events';
const basic = (secret: string) => `Basic ${Buffer.from(`alice@example.org:${secret}`).toString('base64')}`;
const secretIn = (text: string) => /<code>(df_[\w-]{27})<\/code>/.exec(text)![1]!;

async function signedIn(): Promise<Browser> {
  const browser = new Browser(server);
  const answer = await browser.signIn(alice.email, password);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/account']);
  return browser;
}

describe('the sign-in page', () => {
  it('is where somebody without a session is sent, and leads back', async () => {
    const browser = new Browser(server);
    const sent = await browser.get('/account');
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/account/sign-in?next=%2Faccount']);
    const form = await browser.get(sent.headers.location!);
    expect(form.body).toContain('name="next" value="/account"');
    expect(form.headers['content-security-policy']).toContain("default-src 'none'");
    expect(form.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(form.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['a wrong password', 'alice@example.org', 'wrong'],
    ['nobody', 'nobody@example.org', 'wrong'],
  ])('says the same to %s', async (_who, email, secret) => {
    const answer = await new Browser(server, '198.51.100.7').signIn(email, secret);
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('The address or the password is wrong.');
  });

  it('does not take an app password', async () => {
    const answer = await new Browser(server, '198.51.100.8').signIn(alice.email, server.passwords.alice);
    expect(answer.statusCode).toBe(401);
  });

  it('holds back who guesses', async () => {
    const browser = new Browser(server, '198.51.100.9');
    for (let i = 0; i < 10; i += 1) await browser.signIn(alice.email, `guess ${i}`);
    const held = await browser.signIn(alice.email, password);
    expect(held.statusCode).toBe(429);
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/x\r\nSet-Cookie: a=b',
    'javascript:alert(1)',
  ])('never leads to %j', async (next) => {
    const answer = await new Browser(server).signIn(alice.email, password, next);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/account']);
  });

  it('shows what was typed as text', async () => {
    const answer = await new Browser(server, '198.51.100.10').signIn('"><script>alert(1)</script>', 'x');
    expect(answer.statusCode).toBe(401);
    expect(answer.body).not.toContain('<script>');
  });
});

describe('session-fixation', () => {
  it('makes a new session at sign-in, whatever the browser brings along', async () => {
    const browser = new Browser(server);
    browser.cookies.set('dayferry', 'chosen-by-somebody-else');
    await browser.signIn(alice.email, password);
    expect(browser.cookies.get('dayferry')).toMatch(/^[\w-]{43}$/);
    expect((await browser.get('/account')).statusCode).toBe(200);
  });

  it('ends a session at sign-out and after twelve hours, for a copy of the cookie too', async () => {
    const browser = await signedIn();
    await browser.get('/account');
    const copy = new Browser(server);
    copy.cookies.set('dayferry', browser.cookies.get('dayferry')!);
    expect((await copy.get('/account')).statusCode).toBe(200);
    await browser.post('/account/sign-out', {});
    expect((await copy.get('/account')).statusCode).toBe(303);
    const late = await signedIn();
    clock.advance(12 * 3_600_000);
    expect((await late.get('/account')).statusCode).toBe(303);
  });

  it('keeps no usable session in the store', async () => {
    const browser = await signedIn();
    const secret = browser.cookies.get('dayferry')!;
    expect(await server.gateway.dependencies.store.reader.session(secret)).toBeNull();
  });
});

describe('consent-csrf: a form of the account page', () => {
  const wanted = { name: 'stolen', access: 'calendar', protocol: '' };

  it.each([
    ['without its token', { _csrf: '' }, {}],
    ["with another browser's token", { _csrf: 'aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbb' }, {}],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['from another origin', {}, { origin: 'https://evil.example' }],
    ['from no origin at all', {}, { origin: 'null' }],
    ['as something else', {}, { 'content-type': 'text/plain' }],
  ])('is refused %s', async (_how, fields, headers) => {
    const browser = await signedIn();
    await browser.get('/account');
    const before = await server.gateway.dependencies.store.reader.credentialsOf(alice.key);
    const answer = await browser.post('/account/app-passwords', { ...wanted, ...fields }, headers);
    expect(answer.statusCode).toBe(403);
    expect(await server.gateway.dependencies.store.reader.credentialsOf(alice.key)).toEqual(before);
  });

  it('is refused when it is too large', async () => {
    const browser = await signedIn();
    await browser.get('/account');
    expect((await browser.post('/account/app-passwords', { ...wanted, name: 'x'.repeat(20_000) })).statusCode).toBe(
      413,
    );
  });
});

describe('the account page', () => {
  it('makes an app password that opens what was asked for, and takes it away', async () => {
    const browser = await signedIn();
    await browser.get('/account');
    const made = await browser.post('/account/app-passwords', {
      name: '<b>phone</b>',
      access: 'calendar.readonly',
      protocol: 'v3',
    });
    const authorization = basic(secretIn(made.body));
    expect(made.body).toContain('&lt;b&gt;phone&lt;/b&gt;');
    expect((await server.inject({ url: event, headers: { authorization } })).statusCode).toBe(200);
    expect(
      (await server.inject({ url: '/rest/alice%40example.org/calendar/', headers: { authorization } })).statusCode,
    ).toBe(403);
    const [mine] = (await server.gateway.dependencies.store.reader.credentialsOf(alice.key)).filter(
      ({ name }) => name === '<b>phone</b>',
    );
    const again = await browser.get('/account');
    expect(again.body).not.toContain(secretIn(made.body));
    expect((await browser.post('/account/app-passwords/revoke', { id: mine!.key })).statusCode).toBe(200);
    expect((await server.inject({ url: event, headers: { authorization } })).statusCode).toBe(401);
  });

  it("revokes nobody else's", async () => {
    const bob = (await server.core.directory.byEmail(people.bob.email))!;
    const { credential } = await createAppPassword(server.gateway.dependencies, bob, { name: 'of bob' });
    const browser = await signedIn();
    await browser.get('/account');
    expect((await browser.post('/account/app-passwords/revoke', { id: credential.key })).statusCode).toBe(404);
  });

  it('makes, resets and removes a private address', async () => {
    const browser = await signedIn();
    await browser.get('/account');
    const addressIn = (text: string) => new URL(/<code>(http[^<]+\/basic\.ics)<\/code>/.exec(text)![1]!).pathname;
    const reset = async () =>
      addressIn((await browser.post('/account/private-address/reset', { id: alice.email })).body);
    const first = await reset();
    expect((await server.inject(first)).statusCode).toBe(200);
    const second = await reset();
    const feedOf = (address: string): string => address.replace('/ical/', '/feeds/').replace('.ics', '');
    expect((await server.inject(first)).statusCode).toBe(404);
    expect((await server.inject(second)).statusCode).toBe(200);
    expect((await server.inject(feedOf(second))).statusCode).toBe(200);
    expect((await server.inject({ method: 'POST', url: feedOf(second), payload: '<entry/>' })).statusCode).toBe(403);
    await browser.post('/account/private-address/remove', { id: alice.email });
    expect((await server.inject(second)).statusCode).toBe(404);
    expect((await browser.post('/account/private-address/reset', { id: 'bob@example.org' })).statusCode).toBe(404);
  });

  it('gives a configuration profile for Apple devices, with no secret in it', async () => {
    const browser = await signedIn();
    const profile = await browser.get('/account/dayferry.mobileconfig');
    expect(profile.headers['content-type']).toContain('application/x-apple-aspen-config');
    for (const part of ['com.apple.caldav.account', '<key>CalDAVPrincipalURL</key>', 'alice@example.org'])
      expect(profile.body).toContain(part);
    expect(profile.body).not.toMatch(/CalDAVPassword|df_/);
    const [, path = ''] = /<key>CalDAVPrincipalURL<\/key><string>([^<]+)</.exec(profile.body)!;
    const headers = { authorization: basic(server.passwords.alice), depth: '0' };
    expect((await server.inject({ method: 'PROPFIND', url: path, headers })).statusCode).toBe(207);
    expect((await browser.get('/account/dayferry.mobileconfig')).body).toBe(profile.body);
    expect((await new Browser(server).get('/account/dayferry.mobileconfig')).statusCode).toBe(303);
  });

  it('changes the password, and every session of the old one ends', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    await browser.get('/account');
    const change = (current: string, wanted: string) => browser.post('/account/password', { current, new: wanted });
    expect((await change('wrong', 'a new long password')).statusCode).toBe(400);
    expect((await change(password, 'short')).statusCode).toBe(400);
    expect((await change(password, 'a new long password')).statusCode).toBe(200);
    expect((await other.get('/account')).statusCode).toBe(303);
    expect((await new Browser(server).signIn(alice.email, password)).statusCode).toBe(401);
    expect((await new Browser(server).signIn(alice.email, 'a new long password')).statusCode).toBe(303);
  });
});

it('writes sign-ins down, and keeps every secret out of the log', async () => {
  const entries = await server.gateway.dependencies.store.reader.auditEntries({ who: alice.email, limit: 1_000 });
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of ['sign-in', 'sign-in-failed', 'sign-out', 'credential-issued', 'private-address-reset'])
    expect(actions).toContain(action);
  const logs = server.logs.join('');
  for (const secret of [password, 'a new long password', 'guess 1']) expect(logs).not.toContain(secret);
  expect(logs).not.toMatch(/df_[\w-]{27}/);
});
