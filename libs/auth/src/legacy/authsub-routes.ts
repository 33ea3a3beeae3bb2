import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endAccess } from '../oauth/end-access.js';
import { exchangeAuthSub } from './authsub.js';
import { tokenOfAuthSub } from './authsub-header.js';
import type { LegacySignIn } from './legacy-sign-in.js';
import type { FoundToken } from './legacy-tokens.js';
import { isOauthHeader } from './oauth1/parameters.js';
import { verifyOauth } from './oauth1/verify.js';
import { lines, sendText } from './plain-text.js';
import { tokenOfOauth } from './signed-requests.js';

/** What a program does with the token in its Authorization header. Tokens of OAuth 1.0 are told of, and ended, here too. */
export function authSubRoutes(fastify: FastifyInstance, legacy: LegacySignIn): void {
  fastify.get('/accounts/AuthSubSessionToken', async (request, reply) => {
    const session = await exchangeAuthSub(legacy, await tokenOfAuthSub(legacy, request));
    if (!session) return sendText(reply, 403, 'The token cannot be exchanged for one that lasts.\n');
    return sendText(reply, 200, lines({ Token: session.secret, Expiration: compact(session.until) }));
  });
  fastify.get('/accounts/AuthSubTokenInfo', async (request, reply) => {
    const { token } = await tokenOf(legacy, request);
    const { site, target, isSigned, scopes } = token;
    // A client looks for them in this order.
    return sendText(
      reply,
      200,
      lines({ Target: site ?? target, Secure: String(isSigned), Scope: spelt(scopes, legacy) }),
    );
  });
  fastify.get('/accounts/AuthSubRevokeToken', async (request, reply) => {
    const { record, token } = await tokenOf(legacy, request);
    await legacy.dependencies.store.write((tx) => endAccess(legacy.dependencies, tx, record, token.target));
    return sendText(reply, 200, '');
  });
}

async function tokenOf(legacy: LegacySignIn, request: FastifyRequest): Promise<FoundToken> {
  if (!isOauthHeader(request.headers.authorization ?? '')) return tokenOfAuthSub(legacy, request);
  return verifyOauth(legacy, request, (caller) => tokenOfOauth(legacy, caller));
}

/** `yyyymmddThhmmssZ`. */
const compact = (millis: number): string => new Date(millis).toISOString().replace(/[-:]|\.\d+/g, '');

/** The whole calendar by the name that old programs asked for it with. */
const spelt = (scopes: readonly string[], { publicUrl }: LegacySignIn): string =>
  scopes.map((scope) => (scope === 'calendar' ? `${publicUrl}/calendar/feeds/` : scope)).join(' ');
