import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { addConsumer, createCredential, LegacyKeys, type NewConsumer } from '@dayferry/auth';
import type { LightMyRequestResponse as Response } from 'fastify';
import OAuth from 'oauth-1.0a';
import { fakeClock, people, startServer, type FakeClock, type Request, type TestServer } from '../harness/index.js';
import { Browser } from './browser.js';

export const password = 'correct horse battery';
export const scope = 'https://www.google.com/calendar/feeds/';
export const feed = '/calendar/feeds/default/private/full';
const secret = 'a secret of thirty-two characters';

export interface Pair {
  key: string;
  secret: string;
}

/** One address for each protocol, to be asked with a credential. */
export const reads: Record<string, Request & { url: string; method: string }> = {
  v2: { method: 'GET', url: feed },
  v3: { method: 'GET', url: '/calendar/v3/users/me/calendarList' },
  caldav: { method: 'PROPFIND', url: '/dav/calendars/alice%40example.org/' },
  jscalendar: { method: 'GET', url: '/rest/alice%40example.org/calendar/' },
};

/** Signs as a program does: by npm's `oauth-1.0a`, with a key pair or with a shared secret. */
export class Signer {
  readonly consumer: Pair;
  private readonly library: OAuth;

  constructor(
    private readonly server: TestServer,
    { consumer, privateKey, clock }: { consumer: Pair; privateKey?: KeyObject; clock: FakeClock },
  ) {
    this.consumer = consumer;
    const hmac = (text: string, key: string): string => createHmac('sha1', key).update(text).digest('base64');
    const rsa = (text: string): string => createSign('RSA-SHA1').update(text).sign(privateKey!, 'base64');
    this.library = new OAuth({
      consumer,
      signature_method: privateKey ? 'RSA-SHA1' : 'HMAC-SHA1',
      hash_function: privateKey ? rsa : hmac,
    });
    this.library.getTimeStamp = () => Math.floor(clock() / 1_000);
  }

  /** All parameters of a signed request; `data`: of its form. */
  parameters(method: string, path: string, { token, data }: { token?: Pair; data?: Record<string, string> } = {}) {
    return this.library.authorize({ method, url: this.server.url + path, data }, token);
  }

  header(...given: Parameters<Signer['parameters']>): string {
    return this.library.toHeader(this.parameters(...given)).Authorization;
  }

  /** With everything in the header. */
  async ask(
    path: string,
    { method = 'GET', ...more }: { method?: string; token?: Pair; data?: Record<string, string> } = {},
  ): Promise<Response> {
    return this.server.inject({ method, url: path, headers: { authorization: this.header(method, path, more) } });
  }
}

/** A server on which the legacy doors are open, with programs of each kind and with alice, who has a password. */
export class LegacyScene {
  readonly clock = fakeClock('2026-03-01T12:00:00Z');
  readonly keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  server!: TestServer;
  planner!: Signer;
  /** Has a key pair. */
  signing!: Signer;
  /** Acts for everybody of example.org. */
  office!: Signer;
  installed!: Signer;

  async start(env: Record<string, string> = {}, listen = false): Promise<this> {
    this.server = await startServer({ clock: this.clock, env: { DAYFERRY_SECRET: secret, ...env }, listen });
    const user = (await this.server.core.directory.byEmail(people.alice.email))!;
    await createCredential(
      this.server.gateway.dependencies,
      { user, kind: 'password' },
      { name: 'password', secret: password },
    );
    this.planner = await this.register({ key: 'planner.example.org', name: '<Planner>' });
    this.signing = await this.register({ key: 'signing.example.org' }, this.keys.privateKey);
    this.office = await this.register({ key: 'office.example.org', actsFor: ['example.org'] });
    this.installed = this.signer({ key: 'anonymous', secret: 'anonymous' });
    return this;
  }

  async register(wanted: Pick<NewConsumer, 'key'> & Partial<NewConsumer>, privateKey?: KeyObject): Promise<Signer> {
    const publicKey = privateKey && (this.keys.publicKey.export({ type: 'spki', format: 'pem' }) as string);
    const made = await addConsumer(this.server.gateway.dependencies, new LegacyKeys(secret), {
      sites: [`https://${wanted.key}`],
      publicKey,
      ...wanted,
    });
    return this.signer({ key: wanted.key, secret: made ?? '' }, privateKey);
  }

  signer(consumer: Pair, privateKey?: KeyObject): Signer {
    return new Signer(this.server, { consumer, privateKey, clock: this.clock });
  }

  async signedIn(): Promise<Browser> {
    const browser = new Browser(this.server);
    await browser.signIn(people.alice.email, password);
    return browser;
  }

  /** Opens a page that asks, answers, and is where the browser is led. */
  async answer(path: string, decision = 'allow', browser?: Browser): Promise<string> {
    const person = browser ?? (await this.signedIn());
    const question = await person.get(path);
    if (question.statusCode !== 200) throw new Error(`${question.statusCode}: ${question.body}`);
    return leadsTo(await person.post(path, { decision, seal: sealIn(question) }));
  }

  requestToken(signer = this.planner, data: Record<string, string> = {}): Promise<Response> {
    const path = `/accounts/OAuthGetRequestToken?scope=${encodeURIComponent(scope)}`;
    return signer.ask(path, { data: { oauth_callback: 'https://planner.example.org/back?a=1', ...data } });
  }

  /** From the request token to the access token, with alice's consent. */
  async accessToken(signer = this.planner, callback = 'https://planner.example.org/back?a=1'): Promise<Pair> {
    const asked = pairIn(await this.requestToken(signer, { oauth_callback: callback }));
    const back = await this.answer(`/accounts/OAuthAuthorizeToken?oauth_token=${asked.key}`);
    const verifier = callback === 'oob' ? back : new URL(back).searchParams.get('oauth_verifier')!;
    return pairIn(await this.exchange(signer, asked, verifier));
  }

  exchange(signer: Signer, token: Pair, verifier: string): Promise<Response> {
    return signer.ask('/accounts/OAuthGetAccessToken', { token, data: { oauth_verifier: verifier } });
  }

  /** What alice's page says. */
  async account(): Promise<string> {
    return (await (await this.signedIn()).get('/account')).body;
  }

  async audit(action: string): Promise<Record<string, string>[]> {
    const entries = await this.server.gateway.dependencies.store.reader.auditEntries({ action, limit: 100 });
    return entries.map(({ actor, subject, detail }) => ({ actor, subject, ...detail }));
  }
}

export const sealIn = ({ body }: Response): string => /name="seal" value="([^"]+)"/.exec(body)?.[1] ?? '';

/** The address that a page leads on to, or the code that it shows. */
function leadsTo({ body, statusCode }: Response): string {
  const found = /content="0;url=([^"]+)"/.exec(body) ?? /<code>([^<]+)<\/code>/.exec(body);
  if (!found) throw new Error(`${statusCode}: ${body}`);
  return found[1]!.replaceAll('&amp;', '&');
}

export function pairIn({ statusCode, body }: Response): Pair {
  const values = new URLSearchParams(body);
  const [key, own] = [values.get('oauth_token'), values.get('oauth_token_secret')];
  if (statusCode !== 200 || !key || !own) throw new Error(`${statusCode}: ${body}`);
  return { key, secret: own };
}
