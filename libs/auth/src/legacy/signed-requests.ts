import { forbidden, unauthenticated, type Principal } from '@dayferry/core';
import type { SignInRequest } from '../sign-in-request.js';
import type { Verified } from '../verified.js';
import { readAuthSub, tokenOfAuthSub } from './authsub-header.js';
import { consumerId, type Consumer } from './consumers.js';
import type { LegacySignIn } from './legacy-sign-in.js';
import { legacyTokenHash, type FoundToken } from './legacy-tokens.js';
import { formOf, isOauthHeader } from './oauth1/parameters.js';
import { verifyOauth, type OauthCaller } from './oauth1/verify.js';

/**
 * Whom a signed request is for: by OAuth 1.0, whose parameters may stand in the header, the query or a form, or by AuthSub's
 * secure mode. Null for a request without a signature; Unauthenticated for one whose signature does not hold, Forbidden for a
 * program that may not act for that user.
 */
export async function signedBy(legacy: LegacySignIn, request: SignInRequest): Promise<Verified | null> {
  const header = request.raw.headers.authorization;
  if (header === undefined ? isSignedElsewhere(request) : isOauthHeader(header)) return byOauth(legacy, request);
  if (readAuthSub(header ?? '')?.sig === undefined) return null;
  const found = await tokenOfAuthSub(legacy, request);
  if (found.token.once !== undefined && !(await legacy.tokens.consume(found))) throw rejected();
  return (await legacy.tokens.verified(found)) ?? notThere();
}

function isSignedElsewhere(request: SignInRequest): boolean {
  const signature = /(?:^|[?&])oauth_signature=/;
  return signature.test(request.raw.url ?? '') || signature.test(formOf(request) ?? '');
}

function byOauth(legacy: LegacySignIn, request: SignInRequest): Promise<Verified> {
  return verifyOauth(legacy, request, async (caller) => {
    if (caller.token === null) return forRequestor(legacy, caller);
    return (await legacy.tokens.verified(await tokenOfOauth(legacy, caller))) ?? notThere();
  });
}

/** The access token that a request was signed with. Unauthenticated when it is none, or another program's. */
export async function tokenOfOauth({ tokens }: LegacySignIn, caller: OauthCaller): Promise<FoundToken> {
  const found = caller.token === null ? null : await tokens.find(legacyTokenHash(caller.token));
  if (found?.token.door !== 'oauth1' || found.token.target !== caller.consumer.key) throw rejected();
  return found;
}

/** Two-legged: an administrator's program names the user, and needs nobody's leave. */
async function forRequestor(legacy: LegacySignIn, { consumer, parameter }: OauthCaller): Promise<Verified> {
  const email = parameter('xoauth_requestor_id')?.trim().toLowerCase();
  if (!email) throw unauthenticated('No user is named in xoauth_requestor_id.', { code: 'parameter_absent' });
  const isFor = consumer.actsFor.includes(email.slice(email.lastIndexOf('@') + 1));
  const user = isFor ? await legacy.dependencies.store.reader.principalByEmail(email) : null;
  if (user?.kind !== 'user' || !(await legacy.doors.isOpenTo(email, 'oauth1')))
    throw forbidden('The program may not act for this user.', { code: 'insufficient-scope' });
  return { user, credential: credentialOf(consumer, user) };
}

function credentialOf({ key, scopes }: Consumer, user: Principal): Verified['credential'] {
  const id = consumerId(key);
  return { key: id, userKey: user.key, kind: 'access-token', name: key, hash: id, scopes, created: 0 };
}

function notThere(): never {
  throw rejected();
}

const rejected = () => unauthenticated('The token is invalid.', { code: 'token_rejected' });
