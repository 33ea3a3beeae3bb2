import type { Core, CoreDependencies } from '@dayferry/core';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput, unauthenticated } from '@dayferry/core';
import type { Provider } from 'oidc-provider';
import type { Issuers } from '../issuers/issuers.js';
import type { LegacySignIn } from '../legacy/legacy-sign-in.js';
import { createProvider } from '../oauth/oauth-server.js';
import { Sessions, type SignedIn } from '../sessions.js';
import type { Verify } from '../verifier.js';
import { deviceCodePage, deviceConfirmPage, deviceDonePage, postPage, postPolicy } from './consent-page.js';
import { errorPage } from './sign-in-page.js';

export interface PageOptions {
  core: Core;
  dependencies: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;
  publicUrl: string;
  issuers: Issuers;
  /** The authenticator's. */
  verify: Verify;
  /** Of all replicas, for the key that signs ID tokens; empty when there is none. */
  secret: string;
  /** Whether programs may register themselves. */
  allowsRegistration: boolean;
  legacy: LegacySignIn;
  /** Our own trouble in the OAuth server. */
  failed: (error: Error) => void;
}

/** What the handlers of all pages share. */
export interface PageServer extends PageOptions {
  sessions: Sessions;
  cookies: { session: string; csrf: string; journey: string; options: CookieSerializeOptions };
  oauth: OauthPages;
}

export interface OauthPages {
  /** Made when it is first asked for; after a failure the next one tries again. */
  provider: () => Promise<Provider>;
  sessionCookie: string;
  allowsRegistration: boolean;
}

export function pageServer(options: PageOptions): PageServer {
  const { store, clock } = options.dependencies;
  // RFC 6265bis §4.1.3.2: a cookie with this prefix comes from this host alone, over https.
  const secure = options.publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  return {
    ...options,
    sessions: new Sessions({ store, clock }),
    cookies: {
      session: `${prefix}dayferry`,
      csrf: `${prefix}dayferry-csrf`,
      journey: `${prefix}dayferry-journey`,
      // Lax: a program sends its user here from its own pages, where they are signed in.
      options: { path: '/', httpOnly: true, secure, sameSite: 'lax' },
    },
    oauth: oauthPages(options, { session: `${prefix}dayferry-oauth`, isSecure: secure }),
  };
}

function oauthPages(options: PageOptions, cookies: { session: string; isSecure: boolean }): OauthPages {
  let made: Promise<Provider> | undefined;
  const pages = {
    error: (sentence: string) => errorPage('That did not work', sentence),
    deviceCode: deviceCodePage,
    deviceConfirm: deviceConfirmPage,
    deviceDone: deviceDonePage,
    post: postPage,
    postPolicy,
  };
  const make = (): Promise<Provider> =>
    createProvider({ ...options, pages, cookies }).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
  return {
    provider: () => (made ??= make()),
    sessionCookie: cookies.session,
    allowsRegistration: options.allowsRegistration,
  };
}

export function signedIn({ sessions, cookies }: PageServer, request: FastifyRequest): Promise<SignedIn | null> {
  return sessions.find(request.cookies[cookies.session]);
}

/** Unauthenticated without a session; the error handler sends those to the sign-in page. */
export async function requireSignedIn(server: PageServer, request: FastifyRequest): Promise<SignedIn> {
  const found = await signedIn(server, request);
  if (!found) throw unauthenticated();
  return found;
}

export type Fields = URLSearchParams;

/** The fields of a form; every body here is one. */
export function fieldsOf(request: FastifyRequest): Fields {
  return new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
}

/** InvalidInput when it is missing or longer than a form lets it be. */
export function field(fields: Fields, name: string): string {
  const value = fields.get(name)?.trim() ?? '';
  if (!value || value.length > 1_024) throw invalidInput(name, `Please fill in the field "${name}".`);
  return value;
}

/** What a person answered on a consent page. */
export function isAllowed(request: FastifyRequest): boolean {
  const decision = fieldsOf(request).get('decision');
  if (decision !== 'allow' && decision !== 'deny') throw invalidInput('decision', 'Allow or deny.');
  return decision === 'allow';
}

export function sendPage(reply: FastifyReply, text: string, status = 200): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(text);
}

/** A path on this server, and nothing that a browser could take for another one; else the account page. */
export function localPath(text: unknown): string {
  return typeof text === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) && text.length <= 4_096
    ? text
    : '/account';
}
