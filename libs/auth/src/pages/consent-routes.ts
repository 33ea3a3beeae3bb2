import { auditEntry, DayferryError, invalidInput, type Principal } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InteractionResults, Provider } from 'oidc-provider';
import { knownScopes, sentencesOf } from '../oauth/oauth-scopes.js';
import type { SignedIn } from '../sessions.js';
import { consentPage, forwardPage } from './consent-page.js';
import { isAllowed, requireSignedIn, sendPage, signedIn, type PageServer } from './page-server.js';
import { showSignIn } from './sign-in-routes.js';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const address = '/account/authorize/:uid';

/** What the OAuth server asks people: who they are, and whether a program may. */
export function consentRoutes(fastify: FastifyInstance, server: PageServer): void {
  fastify.get(address, async (request, reply) => {
    const asked = await interactionOf(server, request, reply);
    return asked.prompt.name === 'consent'
      ? askConsent(server, asked, request, reply)
      : signInFor(server, asked, request, reply);
  });
  fastify.post(address, async (request, reply) => {
    const asked = await interactionOf(server, request, reply);
    const who = await personOf(server, asked, request);
    if (!isAllowed(request)) return leadOn(server, request, reply, denied);
    const grantId = await grant(server, asked, { user: who.user, ip: request.ip });
    return leadOn(server, request, reply, { consent: { grantId } });
  });
}

const denied = { error: 'access_denied', error_description: 'The user did not let the program in.' };

/** The one that the browser's own cookie names, and only at its own address. */
async function interactionOf(
  { oauth }: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Interaction> {
  const provider = await oauth.provider();
  const over = () => invalidInput('request', 'This request is over. Go back to the program and begin again.');
  const found = await provider.interactionDetails(request.raw, reply.raw).catch((error: unknown) => {
    throw (error as Error).name === 'SessionNotFound' ? over() : error;
  });
  if (found.uid !== (request.params as { uid: string }).uid) throw over();
  return found;
}

async function signInFor(
  server: PageServer,
  asked: Interaction,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const who = await signedIn(server, request);
  if (who && !mustSignInAgain(asked, who)) {
    const login = { accountId: who.user.key, ts: Math.floor(who.session.created / 1000), amr: ['pwd'] };
    return leadOn(server, request, reply, { login, select_account: {} });
  }
  const hint = asked.params.login_hint;
  const form = {
    next: request.url,
    email: typeof hint === 'string' ? hint.slice(0, 320) : who?.user.email,
  };
  return showSignIn(server, reply, form);
}

/** Where the program asks for it: a session that was there before does not do. */
function mustSignInAgain({ prompt, iat }: Interaction, { session }: SignedIn): boolean {
  const reasons = ['login_prompt', 'select_account_prompt', 'max_age', 'id_token_hint'];
  return prompt.reasons.some((reason) => reasons.includes(reason)) && session.created < iat * 1000;
}

/** Whom the authorization server knows is who sits there now: somebody else may have signed in meanwhile. */
async function personOf(server: PageServer, asked: Interaction, request: FastifyRequest): Promise<SignedIn> {
  const who = await requireSignedIn(server, request);
  const isSame = asked.session?.accountId === who.user.key;
  if (asked.prompt.name === 'consent' && isSame) return who;
  throw new DayferryError('forbidden', 'Somebody else has signed in. Go back to the program and begin again.');
}

async function askConsent(
  server: PageServer,
  asked: Interaction,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { user } = await personOf(server, asked, request);
  const { client_id: clientId, redirect_uri: answerTo } = asked.params as Record<string, string | undefined>;
  const provider = await server.oauth.provider();
  const client = await provider.Client.find(clientId ?? '');
  const consent = {
    csrf: reply.generateCsrf(server.cookies.options),
    action: request.url,
    program: client?.clientName ?? clientId ?? '',
    user,
    may: sentencesOf(scopesOf(asked)),
    ...(answerTo === undefined ? {} : { answerTo: new URL(answerTo).host || new URL(answerTo).protocol }),
  };
  return sendPage(reply, consentPage(consent));
}

const scopesOf = ({ params }: Interaction): string[] =>
  knownScopes(typeof params.scope === 'string' ? params.scope : undefined);

/** Writes the consent down: for what the page showed, and nothing that came with the form. */
async function grant(
  { oauth, dependencies }: PageServer,
  asked: Interaction,
  { user, ip }: { user: Principal; ip: string },
): Promise<string> {
  const provider = await oauth.provider();
  const clientId = String(asked.params.client_id);
  const before = asked.grantId === undefined ? undefined : await provider.Grant.find(asked.grantId);
  const consent = before ?? new provider.Grant({ accountId: user.key, clientId });
  const scopes = scopesOf(asked);
  consent.addOIDCScope(scopes);
  const id = await consent.save();
  const detail = { program: clientId, scopes: scopes.join(' ') };
  const entry = auditEntry(dependencies, {
    action: 'program-connected',
    actor: user.email,
    subject: user.email,
    ip,
    detail,
  });
  await dependencies.store.write((tx) => tx.appendAudit(entry));
  return id;
}

async function leadOn(
  { oauth }: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  result: InteractionResults,
): Promise<FastifyReply> {
  const provider = await oauth.provider();
  return sendPage(reply, forwardPage(await provider.interactionResult(request.raw, reply.raw, result)));
}
