import { createSign } from 'node:crypto';
import type { LightMyRequestResponse as Response } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feed, LegacyScene, reads, scope } from './legacy-scene.js';

const scene = new LegacyScene();
beforeAll(() => scene.start());
afterAll(() => scene.server.close());

const site = 'https://planner.example.org/welcome?a=1';
const request = (more: Record<string, string> = {}): string =>
  `/accounts/AuthSubRequest?${new URLSearchParams({ next: site, scope, session: '1', secure: '0', ...more }).toString()}`;

const header = (token: string): Record<string, string> => ({ authorization: `AuthSub token="${token}"` });
const ask = (token: string, path = feed): Promise<Response> =>
  scene.server.inject({ url: path, headers: header(token) });
const status = async (token: string, path = feed): Promise<number> => (await ask(token, path)).statusCode;

async function singleUse(more: Record<string, string> = {}): Promise<string> {
  return new URL(await scene.answer(request(more))).searchParams.get('token')!;
}

async function session(more: Record<string, string> = {}): Promise<string> {
  const { body } = await ask(await singleUse(more), '/accounts/AuthSubSessionToken');
  return /^Token=(\S+)$/m.exec(body)![1]!;
}

describe('AuthSub', () => {
  it('asks the user, and sends them back with a token behind what was there', async () => {
    const page = await (await scene.signedIn()).get(request());
    expect(page.body).toContain('&lt;Planner&gt; asks for access');
    expect(await scene.answer(request())).toMatch(/^https:\/\/planner\.example\.org\/welcome\?a=1&token=df_[\w-]{43}$/);
  });

  it('sends somebody without a session to sign in first, and back to the question', async () => {
    const sent = await scene.server.inject(request());
    expect([sent.statusCode, sent.headers.location]).toEqual([
      303,
      `/account/sign-in?next=${encodeURIComponent(request())}`,
    ]);
  });

  it('gives a token for one request, in any protocol', async () => {
    for (const { url, method } of Object.values(reads)) {
      const token = await singleUse();
      const answers = await Promise.all([1, 2].map(() => scene.server.inject({ method, url, headers: header(token) })));
      expect(answers.map(({ statusCode }) => statusCode < 300)).toContain(true);
      expect(answers.map(({ statusCode }) => statusCode)).toContain(401);
    }
  });

  it('exchanges it once for a token that lasts', async () => {
    const token = await singleUse();
    const { statusCode, body } = await ask(token, '/accounts/AuthSubSessionToken');
    expect([statusCode, body]).toEqual([200, expect.stringMatching(/^Token=df_[\w-]{43}\nExpiration=\d{8}T\d{6}Z\n$/)]);
    expect(await status(token, '/accounts/AuthSubSessionToken')).toBe(401);
    expect(await status(token)).toBe(401);
    const lasting = /^Token=(\S+)$/m.exec(body)![1]!;
    expect([await status(lasting), await status(lasting)]).toEqual([200, 200]);
    expect(
      (await scene.server.inject({ url: feed, headers: { authorization: `AuthSub token=${lasting}` } })).statusCode,
    ).toBe(200);
  });

  it('exchanges none that was asked for one request only', async () => {
    const token = await singleUse({ session: '0' });
    expect(await status(token, '/accounts/AuthSubSessionToken')).toBe(403);
    expect(await status(token)).toBe(200);
  });

  it('tells of a token, and ends it', async () => {
    const token = await session();
    expect((await ask(token, '/accounts/AuthSubTokenInfo')).body).toBe(
      `Target=https://planner.example.org\nSecure=false\nScope=${scene.server.url}/calendar/feeds/\n`,
    );
    expect(await status(token)).toBe(200);
    const ended = await ask(token, '/accounts/AuthSubRevokeToken');
    expect([ended.statusCode, ended.body]).toEqual([200, '']);
    expect(await status(token)).toBe(401);
    expect(await status(token, '/accounts/AuthSubRevokeToken')).toBe(401);
  });

  it('is on the user’s page, and ends there', async () => {
    const token = await session();
    const browser = await scene.signedIn();
    expect((await browser.get('/account')).body).toContain('&lt;Planner&gt;');
    await browser.post('/account/programs/revoke', { id: 'consumer:planner.example.org' });
    expect(await status(token)).toBe(401);
  });

  it('sends back without a token when the user says no', async () => {
    expect(await scene.answer(request(), 'deny')).toBe(site);
  });

  it('asks only people of the domain that the program names', async () => {
    const browser = await scene.signedIn();
    expect((await browser.get(request({ hd: 'example.org' }))).statusCode).toBe(200);
    expect((await browser.get(request({ hd: 'default' }))).statusCode).toBe(200);
    const other = await browser.get(request({ hd: 'elsewhere.example' }));
    expect([other.statusCode, other.body]).toEqual([403, expect.stringContaining('somebody of elsewhere.example')]);
  });
});

describe('secure AuthSub', () => {
  const signed = { next: 'https://signing.example.org/', secure: '1' };
  let nonce = 1_000;

  interface Forged {
    method?: string;
    url?: string;
    seconds?: number;
    nonce?: number;
    data?: (data: string) => string;
    algorithm?: string;
  }

  function signature(
    token: string,
    { method = 'GET', url = feed, seconds = 0, ...more }: Forged = {},
  ): Record<string, string> {
    const time = Math.floor(scene.clock() / 1_000) + seconds;
    const data = `${method} ${scene.server.url}${url} ${time} ${more.nonce ?? (nonce += 1)}`;
    const sig = createSign('RSA-SHA1').update(data).sign(scene.keys.privateKey, 'base64');
    const sent = more.data?.(data) ?? data;
    return {
      authorization: `AuthSub token="${token}" data="${sent}" sig="${sig}" sigalg="${more.algorithm ?? 'rsa-sha1'}"`,
    };
  }

  const send = async (token: string, forged?: Forged, url = feed): Promise<number> =>
    (await scene.server.inject({ url, headers: signature(token, forged) })).statusCode;

  async function secureSession(): Promise<string> {
    const url = '/accounts/AuthSubSessionToken';
    const { body } = await scene.server.inject({ url, headers: signature(await singleUse(signed), { url }) });
    return /^Token=(\S+)$/m.exec(body)![1]!;
  }

  it('takes signed requests, each once', async () => {
    const token = await secureSession();
    expect(await send(token)).toBe(200);
    expect(await send(token, { url: `${feed}?max-results=1` }, `${feed}?max-results=1`)).toBe(200);
    const headers = signature(token);
    const twice = await Promise.all([1, 2].map(() => scene.server.inject({ url: feed, headers })));
    expect(twice.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401]);
    const url = '/accounts/AuthSubTokenInfo';
    expect((await scene.server.inject({ url, headers: signature(token, { url }) })).body).toContain('Secure=true\n');
  });

  it.each<[string, Forged]>([
    ['another method', { method: 'DELETE' }],
    ['another address', { url: `${feed}?q=x` }],
    ['an old time', { seconds: -301 }],
    ['a time to come', { seconds: 301 }],
    ['data that was changed after signing', { data: (data) => `${data}1` }],
    ['another algorithm', { algorithm: 'dsa-sha1' }],
    ['no data', { data: () => '' }],
  ])('refuses %s', async (_what, forged) => expect(await send(await secureSession(), forged)).toBe(401));

  it('takes no secure token without a signature', async () => {
    const token = await secureSession();
    expect(await status(token)).toBe(401);
    expect((await scene.server.inject({ url: feed, headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(
      401,
    );
    expect(await status(token, '/accounts/AuthSubRevokeToken')).toBe(401);
  });
});

describe('authsub-next', () => {
  it.each([
    ['a foreign site', { next: 'https://evil.example/' }],
    ['a site that begins alike', { next: 'https://planner.example.org.evil.example/' }],
    ['two slashes', { next: '//evil.example/' }],
    ['a scheme alone', { next: 'https:evil.example' }],
    ['a script', { next: 'javascript:alert(1)' }],
    ['data', { next: 'data:text/html,x' }],
    ['a newline', { next: 'https://planner.example.org/\r\nSet-Cookie: a=b' }],
    ['a user name', { next: 'https://planner.example.org@evil.example/' }],
    ['a user name in front of its own site', { next: 'https://evil@planner.example.org/' }],
    ['a backslash', { next: 'https://evil.example\\@planner.example.org/' }],
    ['plain http', { next: 'http://planner.example.org/' }],
    ['another port', { next: 'https://planner.example.org:8443/' }],
    ['a fragment', { next: 'https://planner.example.org/#x' }],
    ['nothing', { next: '' }],
    ['the scope of another service', { scope: 'https://docs.google.com/feeds/' }],
    ['a scope too many', { scope: `${scope} https://docs.google.com/feeds/` }],
    ['no scope', { scope: '' }],
    ['secure tokens without a key', { secure: '1' }],
    ['a flag that is none', { session: 'yes' }],
  ])('with %s is a page that leads nowhere', async (_what, more) => {
    const answer = await (await scene.signedIn()).get(request(more));
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
    expect(answer.body).not.toMatch(/http-equiv|<form|evil\.example"/);
  });

  it('twice is a page that leads nowhere', async () => {
    const answer = await (await scene.signedIn()).get(`${request()}&next=https://evil.example/`);
    expect(answer.statusCode).toBe(400);
  });
});

describe('consent-csrf: the answer to AuthSub', () => {
  it('is refused for another scope than the page showed, by GET and from elsewhere', async () => {
    const browser = await scene.signedIn();
    const page = await browser.get(request({ scope: 'https://www.googleapis.com/auth/calendar.readonly' }));
    const seal = /name="seal" value="([^"]+)"/.exec(page.body)![1]!;
    const answer = { decision: 'allow', seal };
    expect((await browser.post(request(), answer)).statusCode).toBe(403);
    expect((await browser.post(request(), answer, { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await browser.get(`${request()}&decision=allow&seal=${seal}`)).body).not.toContain('token=');
  });
});
