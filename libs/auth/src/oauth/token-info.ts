import type { Clock, Store } from '@dayferry/core';
import { behind } from './access-tokens.js';
import { recordHash } from './record-hash.js';
import { knownScopes } from './oauth-scopes.js';

/** What an access token is good for, to whoever has it, in v3's words; null for one that is not. */
export async function tokenInfo(
  { store: { reader }, clock }: { store: Pick<Store, 'reader'>; clock: Clock },
  token: string,
): Promise<TokenInfo | null> {
  const record = await reader.oauthRecord(recordHash('AccessToken', token));
  const found = record && (await behind(reader, record));
  if (!found || !record.expires || record.expires <= clock()) return null;
  const { scope = '' } = JSON.parse(record.payload) as { scope?: string };
  const scopes = new Set(knownScopes(scope));
  const says = (claim: string): boolean =>
    [...scopes].some((one) => one === claim || one.endsWith(`/userinfo.${claim}`));
  return {
    clientId: found.credential.name,
    scope,
    expires: Math.floor(record.expires / 1_000),
    expiresIn: Math.floor((record.expires - clock()) / 1_000),
    isOffline: scopes.has('offline_access'),
    ...(scopes.has('openid') ? { subject: found.user.key } : {}),
    ...(says('email') ? { email: found.user.email } : {}),
  };
}

interface TokenInfo {
  clientId: string;
  scope: string;
  /** Epoch seconds. */
  expires: number;
  expiresIn: number;
  isOffline: boolean;
  subject?: string;
  email?: string;
}

/** `/oauth2/v3/tokeninfo`: everything is text. */
export function thirdForm({ clientId, scope, expires, expiresIn, isOffline, subject, email }: TokenInfo): object {
  return {
    azp: clientId,
    aud: clientId,
    ...(subject === undefined ? {} : { sub: subject }),
    scope,
    exp: String(expires),
    expires_in: String(expiresIn),
    ...(email === undefined ? {} : { email, email_verified: 'true' }),
    access_type: isOffline ? 'offline' : 'online',
  };
}

/** `/oauth2/v1/tokeninfo`. */
export function firstForm({ clientId, scope, expiresIn, isOffline, subject, email }: TokenInfo): object {
  return {
    issued_to: clientId,
    audience: clientId,
    ...(subject === undefined ? {} : { user_id: subject }),
    scope,
    expires_in: expiresIn,
    ...(email === undefined ? {} : { email, verified_email: true }),
    access_type: isOffline ? 'offline' : 'online',
  };
}
