import type { Clock, CredentialKind, StoreReader } from '@dayferry/core';
import type { BasicPresented, Presented } from './authorization-header.js';
import type { Attempt, Throttle } from './throttle.js';
import type { Issuers } from './issuers/issuers.js';
import { byAccessToken } from './oauth/access-tokens.js';
import { isLegacyToken, type LegacyTokens } from './legacy/legacy-tokens.js';
import { dummyHash, isOwnSecret, lookupHash } from './secret.js';
import type { Verified } from './verified.js';

export interface VerifierDependencies {
  reader: Pick<StoreReader, 'credentialByHash' | 'credentialsOf' | 'oauthRecord' | 'principal' | 'principalByEmail'>;
  clock: Clock;
  verifySecret: (secret: string, hash: string) => Promise<boolean>;
  throttle: Pick<Throttle, 'guard'>;
  /** Mail domain of names without one. */
  domain?: string;
  issuers: Pick<Issuers, 'byToken'>;
  /** Absent where the old Data API's doors are. */
  legacyTokens?: Pick<LegacyTokens, 'open'>;
}

export type Verify = (presented: Presented, from: Omit<Attempt, 'name' | 'secret'>) => Promise<Verified | null>;

/** Tokens also pass as Basic passwords, for clients that can only do Basic; passwords do not pass as Bearer tokens. */
const kindsOf: Record<Presented['scheme'], readonly CredentialKind[]> = {
  basic: ['app-password', 'password', 'token'],
  bearer: ['token', 'access-token', 'identity'],
};

/** Null for a wrong secret, an unknown user, an expired credential: the caller cannot tell them apart. */
export function createVerifier(deps: VerifierDependencies): Verify {
  return async (given, from) => {
    const presented = given.scheme === 'basic' ? { ...given, name: fullName(given.name, deps.domain) } : given;
    const isChosen = presented.scheme === 'basic' && !isOwnSecret(presented.secret);
    const verified = isChosen
      ? await deps.throttle.guard({ ...from, ...presented }, () => byUser(deps, presented))
      : await byLookup(deps, presented);
    return verified && isUsable(verified, presented, deps.clock()) ? verified : null;
  };
}

/** Programs of servers that had one domain sign in by a bare name. */
export function fullName(name: string, domain: string | undefined): string {
  return domain === undefined || name.includes('@') ? name : `${name}@${domain}`;
}

function isUsable({ credential, record }: Verified, presented: Presented, now: number): boolean {
  if (credential.expires !== undefined && credential.expires <= now) return false;
  return record !== undefined || kindsOf[presented.scheme].includes(credential.kind);
}

/** A random secret is found by its hash: one index read, and nothing about the user decides how long it takes. */
async function byLookup(deps: VerifierDependencies, presented: Presented): Promise<Verified | null> {
  const { reader, issuers, legacyTokens } = deps;
  if (isLegacyToken(presented.secret)) return (await legacyTokens?.open(presented.secret)) ?? null;
  if (!isOwnSecret(presented.secret))
    return (await byAccessToken(reader, presented.secret)) ?? issuers.byToken(presented.secret);
  const credential = await reader.credentialByHash(lookupHash(presented.secret));
  const user = credential && (await reader.principal(credential.userKey));
  if (!user || (presented.scheme === 'basic' && user.email !== presented.name)) return null;
  return { user, credential };
}

/** A chosen secret is compared with each of its user's. Somebody unknown costs one comparison too (dummy hash). */
async function byUser(deps: VerifierDependencies, presented: BasicPresented): Promise<Verified | null> {
  const user = await deps.reader.principalByEmail(presented.name);
  const credentials = user ? await deps.reader.credentialsOf(user.key) : [];
  const chosen = credentials.filter((credential) => credential.hash.startsWith('scrypt$'));
  const hashes = chosen.length ? chosen.map((credential) => credential.hash) : [dummyHash];
  const matches: boolean[] = [];
  for (const hash of hashes) matches.push(await deps.verifySecret(presented.secret, hash));
  const credential = chosen[matches.indexOf(true)];
  return user && credential ? { user, credential } : null;
}
