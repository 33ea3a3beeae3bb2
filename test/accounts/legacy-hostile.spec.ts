import { createHmac } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { feed, LegacyScene, reads } from './legacy-scene.js';

const scene = new LegacyScene();
await scene.start();
const token = await scene.accessToken();
afterAll(() => scene.server.close());

const send = async (authorization: string, url = feed): Promise<number> =>
  (await scene.server.inject({ url, headers: { authorization } })).statusCode;

/** Another server on the same database, as a replica or as the same one after a restart. */
async function replica(): Promise<LegacyScene['server']> {
  const env = {
    DAYFERRY_SECRET: 'a secret of thirty-two characters',
    DAYFERRY_PUBLIC_URL: scene.server.url,
  };
  const { databaseUrl: url } = scene.server.gateway.config;
  return startServer({ clock: scene.clock, database: { url, drop: () => Promise.resolve() }, env });
}

describe('oauth1-replay', () => {
  it('the same request is taken once, on two replicas at once and after a restart', async () => {
    const second = await replica();
    const headers = { authorization: scene.planner.header('GET', feed, { token }) };
    const servers = [scene.server, second, scene.server, second];
    const answers = await Promise.all(servers.map((server) => server.inject({ url: feed, headers })));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401, 401, 401]);
    await second.close();
    const third = await replica();
    expect((await third.inject({ url: feed, headers })).statusCode).toBe(401);
    await third.close();
  });

  it.each([
    [-601, 401],
    [-301, 401],
    [-299, 200],
    [299, 200],
    [301, 401],
    [600, 401],
  ])('with a timestamp %i seconds off it is %i', async (seconds, status) => {
    scene.clock.advance(seconds * 1_000);
    const header = scene.planner.header('GET', feed, { token });
    scene.clock.advance(-seconds * 1_000);
    expect(await send(header)).toBe(status);
  });

  it('a nonce is remembered as long as its timestamp is taken', async () => {
    scene.clock.advance(299_000);
    const ahead = scene.planner.header('GET', feed, { token });
    scene.clock.advance(-299_000);
    expect(await send(ahead)).toBe(200);
    const { store } = scene.server.gateway.dependencies;
    scene.clock.advance(598_000);
    await store.write((tx) => tx.removeOldNonces(scene.clock()));
    expect(await send(ahead)).toBe(401);
  });

  it.each(['', 'x'.repeat(10_000), 'x'.repeat(300)])('a nonce of a strange length is refused', async (nonce) => {
    const parameters = { ...scene.planner.parameters('GET', feed, { token }), oauth_nonce: nonce };
    expect(await send(signedAnew(parameters))).toBe(401);
  });

  it('a wrong signature uses no nonce up', async () => {
    const right = scene.planner.header('GET', feed, { token });
    expect(await send(right.replace(/oauth_signature="../, 'oauth_signature="xx'))).toBe(401);
    expect(await send(right)).toBe(200);
  });

  it('a right signature that leads nowhere leaves nothing behind: the same one is answered the same way', async () => {
    const url = `${feed}?xoauth_requestor_id=alice%40example.org`;
    const anybody = scene.installed.header('GET', url);
    expect([await send(anybody, url), await send(anybody, url)]).toEqual([403, 403]);
  });
});

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

interface Base {
  method?: string;
  address?: string;
  /** As they stand in the text that is signed: by default encoded and sorted. */
  normalized?: string;
  key?: string;
}

/** Signs as the RFC says, or in another way; the header has the parameters in the order that is given. */
function signedAnew(given: object, base: Base = {}): string {
  const { oauth_signature: _old, ...own } = Object.fromEntries(Object.entries(given)) as Record<string, string>;
  const pairs = Object.entries(own).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const { method = 'GET', address = scene.server.url + feed } = base;
  const text = [method, address, base.normalized ?? pairs.toSorted().join('&')].map(encode).join('&');
  const key = base.key ?? `${encode(consumerSecret())}&${encode(token.secret)}`;
  own.oauth_signature = createHmac('sha1', key).update(text).digest('base64');
  const members = Object.entries(own).map(([name, value]) => `${encode(name)}="${encode(value)}"`);
  return `OAuth ${members.join(', ')}`;
}

const consumerSecret = (): string => scene.planner.consumer.secret;
const fresh = (): Record<string, string> => ({
  ...(scene.planner.parameters('GET', feed, { token }) as unknown as Record<string, string>),
});

function withoutVersion(): Record<string, string> {
  const { oauth_version: _version, ...rest } = fresh();
  return rest;
}

describe('oauth1-signature: canonical forms', () => {
  it.each<[string, () => string]>([
    ['as the RFC has it', () => signedAnew(fresh())],
    ['parameters in another order', () => signedAnew(Object.fromEntries(Object.entries(fresh()).reverse()))],
    ['without a version', () => signedAnew(withoutVersion())],
    ['with a realm', () => signedAnew(fresh()).replace('OAuth ', 'OAuth realm="", ')],
    ['separated by commas alone', () => signedAnew(fresh()).replaceAll(', ', ',')],
    ['the scheme in small letters', () => signedAnew(fresh()).replace('OAuth', 'oauth')],
  ])('%s', async (_what, header) => expect(await send(header())).toBe(200));

  it('duplicate parameters of the query, sorted by value', async () => {
    const url = `${feed}?q=b&q=a`;
    expect(await send(scene.planner.header('GET', url, { token }), url)).toBe(200);
  });
});

describe('oauth1-signature: all others are refused', () => {
  it.each<[string, () => string]>([
    [
      'parameters signed unsorted',
      () =>
        signedAnew(fresh(), {
          normalized: Object.entries(fresh())
            .map((pair) => pair.join('='))
            .join('&'),
        }),
    ],
    ['encoded once too often', () => scene.planner.header('GET', feed, { token }).replaceAll('%', '%25')],
    ['a parameter twice', () => `${signedAnew(fresh())}, oauth_nonce="again"`],
    ['another method', () => signedAnew(fresh(), { method: 'POST' })],
    [
      'the host in capitals',
      () => signedAnew(fresh(), { address: (scene.server.url + feed).replace('127.0.0.1', 'LOCALHOST') }),
    ],
    ['without the port', () => signedAnew(fresh(), { address: `http://127.0.0.1${feed}` })],
    [
      'https in the place of http',
      () => signedAnew(fresh(), { address: (scene.server.url + feed).replace('http:', 'https:') }),
    ],
    [
      'another path',
      () => signedAnew(fresh(), { address: `${scene.server.url}/calendar/feeds/bob%40example.org/private/full` }),
    ],
    ['empty secrets', () => signedAnew(fresh(), { key: '&' })],
    ['an empty token secret', () => signedAnew(fresh(), { key: `${consumerSecret()}&` })],
    ['PLAINTEXT', () => signedAnew({ ...fresh(), oauth_signature_method: 'PLAINTEXT' })],
    ['no method at all', () => signedAnew({ ...fresh(), oauth_signature_method: 'none' })],
    ['RSA-SHA1 without a key', () => signedAnew({ ...fresh(), oauth_signature_method: 'RSA-SHA1' })],
    ['an unknown program', () => signedAnew({ ...fresh(), oauth_consumer_key: 'nobody.example.org' })],
    ['the anonymous program', () => signedAnew({ ...fresh(), oauth_consumer_key: 'anonymous' })],
    ['another version', () => signedAnew({ ...fresh(), oauth_version: '2.0' })],
    ['an unknown token', () => signedAnew({ ...fresh(), oauth_token: 'df_x' })],
    ['no signature', () => signedAnew(fresh()).replace(/, oauth_signature=".*/, '')],
    ['a header that is cut off', () => signedAnew(fresh()).slice(0, -1)],
  ])('%s', async (_what, header) => expect(await send(header())).toBe(401));

  it.each(Object.values(reads))('in the words of each protocol: $url', async ({ method, url }) => {
    const authorization = signedAnew({ ...fresh(), oauth_signature_method: 'PLAINTEXT' });
    const answer = await scene.server.inject({ method, url, headers: { authorization } });
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, expect.anything()]);
  });

  it('a body that was changed under way, where it is a form', async () => {
    const path = '/accounts/OAuthGetRequestToken';
    const headers = {
      authorization: scene.planner.header('POST', path, {
        data: { oauth_callback: 'oob', scope: 'calendar.readonly' },
      }),
      'content-type': 'application/x-www-form-urlencoded',
    };
    const answer = await scene.server.inject({ method: 'POST', url: path, headers, payload: 'scope=calendar' });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('signature_invalid');
    expect(answer.body).toContain('base_string:POST&');
    expect(answer.body).not.toContain(consumerSecret());
  });
});
