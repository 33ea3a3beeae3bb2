import type { LightMyRequestResponse as Response } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feed, LegacyScene, pairIn, reads, scope, sealIn, type Pair } from './legacy-scene.js';

let scene: LegacyScene;
beforeEach(async () => void (scene = await new LegacyScene().start()));
afterEach(() => scene.server.close());

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const tenYears = 3_650 * day;
const program = '&lt;Planner&gt;';

const question = (session = '1'): string =>
  `/accounts/AuthSubRequest?${new URLSearchParams({ next: 'https://planner.example.org/', scope, session }).toString()}`;
const authorize = ({ key }: Pair): string => `/accounts/OAuthAuthorizeToken?oauth_token=${key}`;

const present = (token: string, url = feed, method = 'GET'): Promise<Response> =>
  scene.server.inject({ method, url, headers: { authorization: `AuthSub token="${token}"` } });
const exchange = (token: string): Promise<Response> => present(token, '/accounts/AuthSubSessionToken');

async function singleUse(session = '1'): Promise<string> {
  return new URL(await scene.answer(question(session))).searchParams.get('token')!;
}

/** A token that lasts, and when it says that it ends. */
async function lasting(): Promise<{ token: string; expiration: string }> {
  const { body } = await exchange(await singleUse());
  const [, token = '', expiration = ''] = /^Token=(\S+)\nExpiration=(\S+)$/m.exec(body)!;
  return { token, expiration };
}

/** What the upkeep of the background does. */
const upkeep = (): Promise<void> =>
  scene.server.gateway.dependencies.store.write((tx) => tx.removeExpiredOauthRecords(scene.clock()));

const over = [401, true];
const outcome = ({ statusCode, body }: Response): [number, boolean] => [statusCode, body.includes('Token expired')];

describe('a token of AuthSub for one request', () => {
  it.each([
    ['0', 'opens'],
    ['1', 'is exchanged'],
  ])('with session=%s %s within an hour, and not after it', async (session) => {
    const use = session === '1' ? exchange : present;
    const [early, late] = [await singleUse(session), await singleUse(session)];
    scene.clock.advance(hour - second);
    expect((await use(early)).statusCode).toBe(200);
    scene.clock.advance(second);
    expect(outcome(await use(late))).toEqual(over);
  });

  it('leaves a program connected for that hour, and for as long as the token that lasts', async () => {
    await singleUse('0');
    expect(await scene.account()).toContain(program);
    scene.clock.advance(hour);
    expect(await scene.account()).not.toContain(program);
    await lasting();
    scene.clock.advance(hour);
    await upkeep();
    expect(await scene.account()).toContain(program);
  });

  it('that nobody exchanged connects no program', async () => {
    await singleUse('1');
    scene.clock.advance(hour);
    expect(await scene.account()).not.toContain(program);
  });
});

describe('a token of AuthSub that lasts', () => {
  it.each(Object.entries(reads))('opens %s until the moment that it names, and no longer', async (_protocol, read) => {
    // Between consent and exchange, so that the two do not begin at the same moment.
    const once = await singleUse();
    scene.clock.advance(30 * minute);
    const { body } = await exchange(once);
    const [, token = '', expiration] = /^Token=(\S+)\nExpiration=(\S+)$/m.exec(body)!;
    expect(expiration).toBe('20360227T123000Z');
    scene.clock.set('2036-02-27T12:29:59Z');
    await upkeep();
    expect((await present(token, read.url, read.method)).statusCode).toBeLessThan(300);
    expect(await scene.account()).toContain(program);
    scene.clock.set('2036-02-27T12:30:00Z');
    expect((await present(token, read.url, read.method)).statusCode).toBe(401);
    expect(await scene.account()).not.toContain(program);
  });

  it('is told to be over for a month, at every address, and then it is unknown', async () => {
    const { token } = await lasting();
    scene.clock.advance(tenYears);
    await upkeep();
    for (const url of [
      feed,
      '/accounts/AuthSubTokenInfo',
      '/accounts/AuthSubRevokeToken',
      '/accounts/AuthSubSessionToken',
    ])
      expect(outcome(await present(token, url))).toEqual(over);
    scene.clock.advance(30 * day);
    await upkeep();
    expect(outcome(await present(token))).toEqual([401, false]);
  });
});

describe('a request token of OAuth 1.0', () => {
  it('is shown, answered and exchanged within half an hour', async () => {
    const asked = pairIn(await scene.requestToken());
    scene.clock.advance(30 * minute - second);
    const verifier = new URL(await scene.answer(authorize(asked))).searchParams.get('oauth_verifier')!;
    expect((await scene.exchange(scene.planner, asked, verifier)).statusCode).toBe(200);
  });

  it('is shown to nobody after that', async () => {
    const asked = pairIn(await scene.requestToken());
    const browser = await scene.signedIn();
    scene.clock.advance(30 * minute);
    const page = await browser.get(authorize(asked));
    expect([page.statusCode, sealIn(page)]).toEqual([400, '']);
    expect(page.body).toContain('This request is over.');
  });

  it.each(['allow', 'deny'])('%s on a page that was left open leads nowhere', async (decision) => {
    const asked = pairIn(await scene.requestToken());
    const browser = await scene.signedIn();
    const seal = sealIn(await browser.get(authorize(asked)));
    scene.clock.advance(30 * minute);
    const answer = await browser.post(authorize(asked), { decision, seal });
    expect([answer.statusCode, answer.body.includes('http-equiv')]).toEqual([400, false]);
    expect(await scene.account()).not.toContain(program);
  });

  it('that was answered in time is exchanged in time too, and else connects nothing', async () => {
    const asked = pairIn(await scene.requestToken());
    scene.clock.advance(29 * minute);
    const verifier = new URL(await scene.answer(authorize(asked))).searchParams.get('oauth_verifier')!;
    expect(await scene.account()).toContain(program);
    scene.clock.advance(minute);
    const late = await scene.exchange(scene.planner, asked, verifier);
    expect([late.statusCode, late.body]).toEqual([400, 'The token is invalid.\n']);
    expect(await scene.account()).not.toContain(program);
    await upkeep();
    expect((await scene.exchange(scene.planner, asked, verifier)).statusCode).toBe(400);
  });
});

describe('an access token of OAuth 1.0', () => {
  it.each(Object.entries(reads))('opens %s for ten years from its exchange', async (_protocol, { method, url }) => {
    const asked = pairIn(await scene.requestToken());
    const verifier = new URL(await scene.answer(authorize(asked))).searchParams.get('oauth_verifier')!;
    scene.clock.advance(20 * minute);
    const token = pairIn(await scene.exchange(scene.planner, asked, verifier));
    scene.clock.advance(tenYears - second);
    await upkeep();
    expect((await scene.planner.ask(url, { method, token })).statusCode).toBeLessThan(300);
    expect(await scene.account()).toContain(program);
    scene.clock.advance(second);
    expect((await scene.planner.ask(url, { method, token })).statusCode).toBe(401);
    expect(await scene.account()).not.toContain(program);
  });

  it('is told to be over, at the addresses of AuthSub too', async () => {
    const token = await scene.accessToken();
    scene.clock.advance(tenYears);
    for (const url of [feed, '/accounts/AuthSubTokenInfo', '/accounts/AuthSubRevokeToken'])
      expect(outcome(await scene.planner.ask(url, { token }))).toEqual(over);
  });
});

describe('a consent page whose session is over', () => {
  const pages = {
    AuthSub: () => Promise.resolve(question()),
    // Asked for after eleven and a half hours, or the request would be over before the session.
    'OAuth 1.0': async () => authorize(pairIn(await scene.requestToken())),
  };

  it.each(Object.entries(pages))('of %s lets nobody in, and asks again after sign-in', async (_door, page) => {
    const browser = await scene.signedIn();
    scene.clock.advance(12 * hour - minute);
    const url = await page();
    const answer = { decision: 'allow', seal: sealIn(await browser.get(url)) };
    expect(answer.seal).not.toBe('');
    scene.clock.advance(minute);
    const sent = await browser.post(url, answer);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/account/sign-in?next=${encodeURIComponent(url)}`]);
    expect(await scene.audit('program-connected')).toEqual([]);
    // What the old page showed is not what the new session was asked.
    const again = await scene.signedIn();
    expect((await again.get(url)).statusCode).toBe(200);
    expect((await again.post(url, answer)).statusCode).toBe(403);
    expect(await scene.audit('program-connected')).toEqual([]);
    expect(await scene.answer(url, 'allow', again)).toMatch(/^https:\/\/planner\.example\.org\/.*(?:token|verifier)=/);
  });
});
