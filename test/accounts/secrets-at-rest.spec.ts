import { addServiceAccount, createAppPassword } from '@dayferry/auth';
import { importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpOf } from '../storage/dump.js';
import { addressOf, exchange, OauthScene, password, readonlyScope } from './oauth-flow.js';
import { OauthBrowser } from './oauth-browser.js';
import { OtherIssuer } from './other-issuer.js';

let issuer: OtherIssuer;
let scene: OauthScene;
/** Everything that was ever given out or sent in, by what it is. */
const secrets = new Map<string, string>();

beforeAll(async () => {
  issuer = await OtherIssuer.start();
  const vouching = {
    issuer: issuer.url,
    domains: ['example.org'],
    audience: 'us',
    clientId: 'us',
    clientSecret: 'secret-at-the-issuer',
  };
  scene = await OauthScene.start({
    DAYFERRY_ISSUERS: JSON.stringify([vouching]),
    DAYFERRY_SECRET: 'of-all-replicas-'.repeat(3),
  });
  secrets.set('secret of the server', 'of-all-replicas-'.repeat(3)).set('secret at the issuer', 'secret-at-the-issuer');
  await throughPasswords();
  await throughPages();
  await throughOauth();
  await throughDevice();
  await throughServiceAccount();
  await throughIssuer();
});
afterAll(async () => {
  await scene.server.close();
  await issuer.close();
});

const list = '/calendar/v3/users/me/calendarList';

async function use(what: string, authorization: string, status = 200): Promise<void> {
  const answer = await scene.server.inject({ url: list, headers: { authorization } });
  expect([what, answer.statusCode]).toEqual([what, status]);
}

const basic = (secret: string) => `Basic ${Buffer.from(`${scene.alice.email}:${secret}`).toString('base64')}`;

async function throughPasswords(): Promise<void> {
  const chosen = 'chosen by a person';
  await createAppPassword(scene.server.gateway.dependencies, scene.alice, { name: 'chosen', secret: chosen });
  secrets
    .set('chosen password', chosen)
    .set('wrong password', 'nearly the right one')
    .set('account password', password);
  secrets.set('app password', scene.server.passwords.alice).set('token', scene.server.tokens.alice);
  await use('chosen', basic(chosen));
  await use('wrong', basic('nearly the right one'), 401);
  await use('app password', basic(scene.server.passwords.alice));
  secrets.set('Basic header', basic(scene.server.passwords.alice).slice(6));
  await use('GoogleLogin', `GoogleLogin auth=${scene.server.tokens.alice}`);
  await scene.server.inject(`${list}?access_token=${scene.server.tokens.alice}`);
}

async function throughPages(): Promise<void> {
  const browser = new OauthBrowser(scene.server);
  await browser.signIn(scene.alice.email, 'not the password of the page');
  secrets.set('wrong password of the page', 'not the password of the page');
  await browser.signIn(scene.alice.email, password);
  const page = await browser.get('/account');
  secrets.set('session', browser.cookies.get('dayferry')!).set('CSRF cookie', browser.cookies.get('dayferry-csrf')!);
  secrets.set('CSRF token', /name="_csrf" value="([^"]+)"/.exec(page.body)![1]!);
  const made = await browser.post('/account/app-passwords', { name: 'Phone', access: 'calendar', protocol: '' });
  secrets.set('app password of the page', /<code>(df_[\w-]+)<\/code>/.exec(made.body)![1]!);
  const reset = await browser.post('/account/private-address/reset', { id: scene.alice.email });
  const address = /<code>http[^<]*(\/calendar\/ical\/[^<]+)<\/code>/.exec(reset.body)![1]!;
  secrets.set('private address', /private-([^/]+)/.exec(address)![1]!);
  expect((await scene.server.inject(address)).statusCode).toBe(200);
}

async function throughOauth(): Promise<void> {
  const flow = await scene.webFlow({ access_type: 'offline', prompt: 'consent', state: 'the state' });
  const browser = await scene.signedIn();
  const back = await scene.allow(flow, browser);
  for (const [name, value] of browser.cookies) secrets.set(`cookie ${name}`, value);
  secrets
    .set('code', back.searchParams.get('code')!)
    .set('PKCE verifier', flow.verifier)
    .set('client secret', scene.web.secret!);
  const tokens = await exchange(flow, back);
  secrets
    .set('access token', tokens.access_token)
    .set('refresh token', tokens.refresh_token!)
    .set('ID token', tokens.id_token!);
  await use('access token', `Bearer ${tokens.access_token}`);
  await scene.server.inject(`/tokeninfo?access_token=${tokens.access_token}`);
  const pending = new OauthBrowser(scene.server);
  await pending.open(addressOf(flow));
  for (const [name, value] of pending.cookies) secrets.set(`pending ${name}`, value);
}

async function throughDevice(): Promise<void> {
  const answer = await scene.token({ client_id: scene.device.clientId, scope: readonlyScope }, {}, '/device/code');
  const begun = answer.json<{ device_code: string; user_code: string }>();
  secrets.set('device code', begun.device_code).set('user code', begun.user_code);
  await scene.server.inject(`/device?user_code=${begun.user_code}`);
}

async function throughServiceAccount(): Promise<void> {
  const made = await addServiceAccount(scene.server.gateway.dependencies, { email: 'robot@example.org' });
  const claims = {
    iss: 'robot@example.org',
    scope: readonlyScope,
    aud: `${scene.server.url}/token`,
    jti: 'one-time-name-of-it',
  };
  const signed = new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).setIssuedAt().setExpirationTime('5 minutes');
  const assertion = await signed.sign(await importPKCS8(made.privateKey!, 'RS256'));
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const token = (await scene.token(grant)).json<{ access_token: string }>().access_token;
  await scene.token({}, {}, `/token?assertion=${assertion}`);
  secrets.set('assertion', assertion).set('its token', token);
  for (const [i, line] of made.privateKey!.split('\n').slice(1, -2).entries()) secrets.set(`private key ${i}`, line);
  await use('its token', `Bearer ${token}`);
}

async function throughIssuer(): Promise<void> {
  const token = await issuer.sign({
    aud: 'us',
    sub: 'x',
    email: scene.alice.email,
    email_verified: true,
    scope: 'calendar',
  });
  secrets.set('token of the issuer', token);
  await use('token of the issuer', `Bearer ${token}`);
  await scene.server.inject(`${list}?access_token=${token}`);
}

/** As they stand, and as they would stand in an address. */
const found = (text: string) =>
  [...secrets]
    .filter(([, secret]) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
    .map(([what]) => what);

describe('after all doors were used', () => {
  it('there are secrets of all kinds to look for, each long enough to be found', () => {
    expect(secrets.size).toBeGreaterThan(45);
    expect([...secrets].filter(([, secret]) => secret.length < 9)).toEqual([]);
  });

  it('token-at-rest: the database holds none of them', async () => {
    const dump = await dumpOf(scene.server.gateway.config.databaseUrl);
    expect(dump).toContain(scene.alice.email);
    expect(dump).toContain('AccessToken');
    expect(found(dump)).toEqual([]);
  });

  it('token-in-url-log: the log holds none of them', () => {
    const log = scene.server.logs.join('');
    expect(log).toContain('/tokeninfo');
    expect(log).toContain('"status":200');
    expect(found(log)).toEqual([]);
  });
});
