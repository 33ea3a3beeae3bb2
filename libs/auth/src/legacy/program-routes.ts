import { DayferryError } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { challenges } from '../challenges.js';
import { fieldsOf, type PageServer } from '../pages/page-server.js';
import { RequestRate } from '../request-rate.js';
import { authSubRoutes } from './authsub-routes.js';
import { captchaDigits } from './captcha.js';
import { captchaImage } from './captcha-image.js';
import { clientLogin, type LoginAnswer } from './client-login.js';
import { giveAccessToken, giveRequestToken, type TokenPair } from './oauth1/three-legged.js';
import { lines, sendText } from './plain-text.js';

/** Requests from one network address in a minute: each may leave a row behind. */
const perMinute = 300;
const formBytes = 16_384;

/** What programs ask at the legacy doors, in plain text; people's pages are elsewhere. */
export function legacyProgramRoutes(fastify: FastifyInstance, server: PageServer): void {
  const rate = new RequestRate(perMinute);
  fastify.addHook('onRoute', (route) => void (route.bodyLimit = formBytes));
  fastify.addHook('onRequest', async (request) => rate.count(request.ip));
  fastify.setErrorHandler((error, request, reply) => fail(error, request, reply));
  clientLoginRoutes(fastify, server);
  authSubRoutes(fastify, server.legacy);
  oauthRoutes(fastify, server);
}

function clientLoginRoutes(fastify: FastifyInstance, server: PageServer): void {
  const { legacy, verify, publicUrl } = server;
  fastify.post('/accounts/ClientLogin', async (request, reply) => {
    const fields = fieldsOf(request);
    const field = (name: string): string | undefined => fields.get(name) ?? undefined;
    const answer = await clientLogin({ legacy, verify }, { field, ip: request.ip });
    return sendLogin(reply, answer, publicUrl);
  });
  fastify.get('/accounts/Captcha', async (request, reply) => {
    const { ctoken } = request.query as { ctoken?: unknown };
    const digits = typeof ctoken === 'string' ? await captchaDigits(legacy.dependencies, ctoken) : null;
    if (digits === null) return sendText(reply, 404, 'There is no such picture, or it is over.\n');
    return reply.header('cache-control', 'no-store').type('image/png').send(captchaImage(digits));
  });
}

/** The error stands in the first line, because the Python library reads no further; libgdata needs an address with some. */
function sendLogin(reply: FastifyReply, answer: LoginAnswer, publicUrl: string): FastifyReply {
  if ('auth' in answer) return sendText(reply, 200, lines({ SID: 'unused', LSID: 'unused', Auth: answer.auth }));
  const { error, info, captcha, retryAfter } = answer;
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  const page = captcha === undefined ? '/account' : `/accounts/CaptchaPage?ctoken=${captcha}`;
  return sendText(
    reply,
    403,
    lines({
      Error: error,
      ...(info === undefined ? {} : { Info: info }),
      ...(captcha === undefined ? {} : { CaptchaToken: captcha, CaptchaUrl: `Captcha?ctoken=${captcha}` }),
      ...(error === 'BadAuthentication' ? {} : { Url: publicUrl + page }),
    }),
  );
}

function oauthRoutes(fastify: FastifyInstance, { legacy }: PageServer): void {
  const method = ['GET', 'POST'];
  const sendPair = (reply: FastifyReply, { token, secret }: TokenPair, more: Record<string, string> = {}) =>
    sendText(reply, 200, new URLSearchParams({ oauth_token: token, oauth_token_secret: secret, ...more }).toString());
  fastify.route({
    method,
    url: '/accounts/OAuthGetRequestToken',
    handler: async (request, reply) => {
      if (!(await legacy.doors.isOpenToAnybody('oauth1')))
        return sendText(reply, 403, 'OAuth 1.0 is switched off here.\n');
      return sendPair(reply, await giveRequestToken(legacy, request), { oauth_callback_confirmed: 'true' });
    },
  });
  fastify.route({
    method,
    url: '/accounts/OAuthGetAccessToken',
    handler: async (request, reply) => {
      const pair = await giveAccessToken(legacy, request);
      return pair ? sendPair(reply, pair) : sendText(reply, 400, 'The token is invalid.\n');
    },
  });
}

/** `signature_invalid` comes with the text that should have been signed, which is what an author needs to see. */
function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof DayferryError) {
    const { kind, message, detail } = error;
    if (kind === 'unauthenticated') {
      const base = detail.info?.baseString;
      void reply.header('www-authenticate', challenges());
      return sendText(reply, 401, `${message}\n${base === undefined ? '' : `base_string:${base}\n`}`);
    }
    if (kind === 'invalid-input') return sendText(reply, 400, `${message}\n`);
    if (kind === 'forbidden') return sendText(reply, 403, `${message}\n`);
    if (kind === 'rate-limited') {
      void reply.header('retry-after', String(detail.retryAfter ?? 60));
      return sendText(reply, 429, `${message}\n`);
    }
  }
  const { statusCode = 503 } = error as { statusCode?: number };
  if (statusCode >= 400 && statusCode < 500) return sendText(reply, statusCode, 'The request cannot be read.\n');
  request.log.error({ err: error }, 'legacy sign-in failed');
  void reply.header('retry-after', '5');
  return sendText(reply, 503, lines({ Error: 'ServiceUnavailable' }));
}
