import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import helmet from '@fastify/helmet';
import { DayferryError, type ErrorKind } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { legacyConsentRoutes } from '../legacy/consent-routes.js';
import { legacyProgramRoutes } from '../legacy/program-routes.js';
import { accountRoutes } from './account-routes.js';
import { consentRoutes } from './consent-routes.js';
import { issuerRoutes } from './issuer-routes.js';
import { oauthRoutes } from './oauth-routes.js';
import { styleHash } from './page.js';
import { fieldsOf, pageServer, sendPage, type PageOptions } from './page-server.js';
import { errorPage } from './sign-in-page.js';
import { signInRoutes } from './sign-in-routes.js';
import { tokenInfoRoutes } from './token-routes.js';

const formBytes = 16_384;

/** Sign-in and the account page, below `/account`, with cookies, CSRF protection and a strict CSP that only they have. */
export function registerPages(fastify: FastifyInstance, options: PageOptions): void {
  const server = pageServer(options);
  void fastify.register(async (pages) => {
    await pages.register(cookie);
    await pages.register(csrf, {
      cookieKey: server.cookies.csrf,
      cookieOpts: { ...server.cookies.options, sameSite: 'strict' },
      getToken: (request) => fieldsOf(request).get('_csrf') ?? undefined,
    });
    await pages.register(helmet, headers(server.cookies.options.secure === true));
    pages.addHook('onRoute', (route) => void (route.bodyLimit = formBytes));
    pages.addHook('preHandler', (request, reply, done) => {
      if (request.method !== 'POST') return done();
      if (!isOwnForm(request, new URL(options.publicUrl).host))
        return done(new DayferryError('forbidden', 'The form came from another site.'));
      pages.csrfProtection(request, reply, done);
    });
    pages.setErrorHandler((error, request, reply) => fail(error, request, reply));
    signInRoutes(pages, server);
    issuerRoutes(pages, server);
    accountRoutes(pages, server);
    consentRoutes(pages, server);
    oauthRoutes(pages, server);
    legacyConsentRoutes(pages, server);
  });
  void fastify.register((programs, _options, done) => {
    legacyProgramRoutes(programs, server);
    done();
  });
  // Programs ask here, without cookies or forms.
  void fastify.register((programs, _options, done) => {
    tokenInfoRoutes(programs, server);
    done();
  });
}

/** Nothing but our own style and our own forms; never in a frame. */
function headers(isSecure: boolean): Parameters<typeof helmet>[1] {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: [styleHash],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    // With `no-referrer` browsers say of our own forms that they come from `null`.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure,
  };
}

/** Browsers say where a form comes from (Fetch metadata, Origin); the token is checked besides. */
function isOwnForm(
  { headers: { origin, host, 'sec-fetch-site': site, 'content-type': type } }: FastifyRequest,
  publicHost: string,
): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  const from = origin === undefined ? host : URL.canParse(origin) ? new URL(origin).host : '';
  // A proxy may ask us under another name than browsers know.
  if (from !== host && from !== publicHost) return false;
  return type?.split(';')[0]!.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

const statuses: Partial<Record<ErrorKind, number>> = {
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'invalid-input': 400,
  'too-large': 413,
  'rate-limited': 429,
};

function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof DayferryError && error.kind === 'unauthenticated')
    return reply.redirect(`/account/sign-in?next=${encodeURIComponent(nextOf(request))}`, 303);
  const status = statusOf(error);
  if (status !== 503) return sendPage(reply, errorPage('That did not work', sentenceOf(error)), status);
  request.log.error({ err: error }, 'account page failed');
  void reply.header('retry-after', '5');
  return sendPage(reply, errorPage('The server is in trouble', `Please try again. (Request ${request.id})`), status);
}

/** After sign-in: the page again, or the one that showed the form where that has the same address. */
function nextOf({ method, url, server, routeOptions }: FastifyRequest): string {
  const isPage = method === 'GET' || server.hasRoute({ method: 'GET', url: routeOptions.url ?? '' });
  return isPage ? url : '/account';
}

function statusOf(error: unknown): number {
  if (error instanceof DayferryError) return statuses[error.kind] ?? 503;
  const { statusCode } = error as { statusCode?: number };
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 503;
}

function sentenceOf(error: unknown): string {
  if (error instanceof DayferryError) return error.message;
  return statusOf(error) === 403
    ? 'The form was too old. Go back, load the page again, and repeat.'
    : 'The form cannot be read.';
}
