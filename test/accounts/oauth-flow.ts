import { createHash, randomBytes } from 'node:crypto';
import { addClient, createCredential } from '@dayferry/auth';
import type { Principal } from '@dayferry/core';
import type { LightMyRequestResponse as Response } from 'fastify';
import * as oidc from 'openid-client';
import { people, startServer, type TestServer } from '../harness/index.js';
import { OauthBrowser } from './oauth-browser.js';

export const password = 'correct horse battery';
export const webBack = 'https://planner.example.org/back';
export const nativeBack = 'http://127.0.0.1/back';
export const readonlyScope = 'https://www.googleapis.com/auth/calendar.readonly';

/** One authorization as a program begins it. */
export interface Flow {
  config: oidc.Configuration;
  verifier: string;
  parameters: Record<string, string>;
}

interface Programs {
  /** Has a secret. */
  web: { clientId: string; secret?: string };
  app: { clientId: string };
  device: { clientId: string };
}

/** A server with alice, who has a password, and with one program of each kind. */
export class OauthScene {
  readonly web: Programs['web'];
  readonly app: Programs['app'];
  readonly device: Programs['device'];

  private constructor(
    readonly server: TestServer,
    readonly alice: Principal,
    { web, app, device }: Programs,
  ) {
    [this.web, this.app, this.device] = [web, app, device];
  }

  static async start(env: Record<string, string> = {}): Promise<OauthScene> {
    const server = await startServer({ listen: true, env });
    const deps = server.gateway.dependencies;
    const alice = (await server.core.directory.byEmail(people.alice.email))!;
    await createCredential(deps, { user: alice, kind: 'password' }, { name: 'password', secret: password });
    const web = await addClient(deps, { name: '<Planner>', redirectUris: [webBack] });
    const app = await addClient(deps, { name: 'Phone', redirectUris: [nativeBack], isPublic: true });
    const device = await addClient(deps, { name: 'Television', redirectUris: [], isPublic: true, isDevice: true });
    return new OauthScene(server, alice, { web, app, device });
  }

  discover(clientId: string, secret?: string): Promise<oidc.Configuration> {
    const authentication = secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret);
    return oidc.discovery(new URL(this.server.url), clientId, secret, authentication, {
      execute: [oidc.allowInsecureRequests],
    });
  }

  async signedIn(): Promise<OauthBrowser> {
    const browser = new OauthBrowser(this.server);
    await browser.signIn(this.alice.email, password);
    return browser;
  }

  /** One who signed in a minute ago. */
  async signedInBefore(): Promise<OauthBrowser> {
    const { store } = this.server.gateway.dependencies;
    const backing = (await store.reader.credentialsOf(this.alice.key)).find(({ kind }) => kind === 'password')!;
    const [secret, created] = [randomBytes(32).toString('base64url'), Date.now() - 60_000];
    const hash = createHash('sha256').update(secret).digest('hex');
    const session = {
      hash,
      userKey: this.alice.key,
      credentialKey: backing.key,
      created,
      expires: created + 3_600_000,
    };
    await store.write((tx) => tx.saveSession(session));
    const browser = new OauthBrowser(this.server);
    browser.cookies.set('dayferry', secret);
    return browser;
  }

  async webFlow(more: Record<string, string> = {}): Promise<Flow> {
    return flowOf(await this.discover(this.web.clientId, this.web.secret), { redirect_uri: webBack, ...more });
  }

  async nativeFlow(more: Record<string, string> = {}): Promise<Flow> {
    return flowOf(await this.discover(this.app.clientId), { redirect_uri: nativeBack, ...more });
  }

  /** Opens the program's address, allows what it asks for, and is where the browser ends. */
  async allow({ config, parameters }: Flow, browser?: OauthBrowser): Promise<URL> {
    const person = browser ?? (await this.signedIn());
    const page = await person.open(oidc.buildAuthorizationUrl(config, parameters).href);
    const end = page.headers.location === undefined ? await person.decide({ decision: 'allow' }) : page;
    return new URL(end.headers.location!);
  }

  async tokens(flow: Flow): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
    return exchange(flow, await this.allow(flow));
  }

  events(token: string, method: 'GET' | 'POST' = 'GET'): Promise<Response> {
    const body = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' }, summary: 'x' };
    return this.server.inject({
      method,
      url: '/calendar/v3/calendars/primary/events',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { payload: body } : {}),
    });
  }

  /** The token endpoint, without a library that would know better. */
  token(fields: Record<string, string>, headers: Record<string, string> = {}, path = '/token'): Promise<Response> {
    return this.server.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  }
}

async function flowOf(config: oidc.Configuration, more: Record<string, string>): Promise<Flow> {
  const verifier = oidc.randomPKCECodeVerifier();
  const parameters = {
    scope: `openid email ${readonlyScope}`,
    state: 'the state',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  };
  return { config, verifier, parameters };
}

export function exchange({ config, verifier }: Flow, back: URL) {
  return oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 'the state' });
}

export const addressOf = ({ config, parameters }: Flow): string => oidc.buildAuthorizationUrl(config, parameters).href;
