import { createPublicKey, randomBytes } from 'node:crypto';
import { auditEntry, type CoreDependencies, type Principal, type StoreReader, type StoreWriter } from '@dayferry/core';
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { aliases, paths } from '../oauth/paths.table.js';
import { recordHash } from '../oauth/record-hash.js';
import { scopeOf } from '../scopes.js';
import { serviceAccountOf, type ServiceAccount } from './service-accounts.js';

type Dependencies = Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** What the token endpoint answers (RFC 6749 §5). */
export interface TokenAnswer {
  status: number;
  body: Record<string, string | number>;
}

/** An assertion that is not taken, in the words of RFC 6749 §5.2. */
class Refused extends Error {
  constructor(
    readonly code: 'invalid_grant' | 'invalid_scope' | 'unauthorized_client',
    message: string,
  ) {
    super(message);
  }
}

const [hour, skewSeconds] = [3_600, 60];
/** v3's libraries send an assertion again after an answer that was lost, or a 504 of a proxy that waited for a minute. */
const repeats = 120_000;

/** Libraries of v3 say that they mean the old service, wherever they send it; no other server has this account's key. */
const oldAudiences = [
  'https://oauth2.googleapis.com/token',
  'https://accounts.google.com/o/oauth2/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://www.googleapis.com/oauth2/v3/token',
];

/**
 * An access token for a service account (RFC 7523 §2.1): for itself, or in the place of the user whom `sub` names, with
 * scopes that the administrator delegated. An assertion with a `jti` is taken once, one without for two minutes from its
 * first use (ADR 150).
 */
export async function answerAssertion(deps: Dependencies, publicUrl: string, assertion: string): Promise<TokenAnswer> {
  try {
    const { account, claims } = await verified(deps, publicUrl, assertion);
    const scopes = scopesOf(claims);
    const user = await userOf(deps, account, claims);
    if (user.key !== account.userKey) requireDelegated(account, scopes);
    const used = useOf(account, claims, assertion);
    const token = await issue(deps, { account, user, scope: scopes.join(' '), used });
    return {
      status: 200,
      body: { access_token: token, expires_in: hour, token_type: 'Bearer', scope: scopes.join(' ') },
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      status: error.code === 'unauthorized_client' ? 401 : 400,
      body: { error: error.code, error_description: error.message },
    };
  }
}

interface Asked {
  account: ServiceAccount;
  claims: JWTPayload;
}

async function verified({ store, clock }: Dependencies, publicUrl: string, assertion: string): Promise<Asked> {
  const account = await serviceAccountOf(store, issuerOf(assertion));
  if (!account) throw new Refused('invalid_grant', 'Invalid grant: account not found');
  const own = [paths.token, ...Object.keys(aliases).filter((path) => aliases[path] === paths.token)];
  try {
    const { payload: claims } = await jwtVerify(assertion, createPublicKey(account.publicKey), {
      algorithms: ['RS256'],
      issuer: account.email,
      audience: [...own.map((path) => publicUrl + path), publicUrl, ...oldAudiences],
      requiredClaims: ['iat', 'exp'],
      currentDate: new Date(clock()),
      clockTolerance: skewSeconds,
      // It may not be made ahead of its time: `iat` is when, and an hour is the longest.
      maxTokenAge: hour,
    });
    if (claims.exp! - claims.iat! > hour)
      throw new Refused('invalid_grant', 'Invalid JWT: it may last an hour at most');
    return { account, claims };
  } catch (error) {
    if (error instanceof errors.JOSEError)
      throw new Refused('invalid_grant', 'Invalid JWT: signature, audience or time');
    throw error;
  }
}

/** Not yet believed. */
function issuerOf(assertion: string): string {
  try {
    return String(decodeJwt(assertion).iss).toLowerCase();
  } catch {
    throw new Refused('invalid_grant', 'Invalid JWT: it cannot be read');
  }
}

/** As they were asked for; all have to be known here. */
function scopesOf({ scope }: JWTPayload): string[] {
  const scopes = typeof scope === 'string' ? [...new Set(scope.split(' ').filter(Boolean))] : [];
  if (!scopes.length) throw new Refused('invalid_scope', 'Missing required scope');
  const unknown = scopes.filter((one) => scopeOf(one) === null);
  if (unknown.length) throw new Refused('invalid_scope', `Unknown scopes: ${unknown.join(' ').slice(0, 200)}`);
  return scopes;
}

/** RFC 7523 §3 `sub`; the account itself without one. Who is in no way its business looks like nobody. */
async function userOf(
  { store: { reader } }: Dependencies,
  account: ServiceAccount,
  { sub }: JWTPayload,
): Promise<Principal> {
  const own = (await reader.principal(account.userKey))!;
  const user = sub === undefined ? own : await reader.principalByEmail(String(sub).toLowerCase());
  if (user?.kind !== 'user' || user.organisationKey !== own.organisationKey)
    throw new Refused('invalid_grant', 'Invalid email or User ID');
  return user;
}

function requireDelegated({ delegated }: ServiceAccount, scopes: string[]): void {
  if (scopes.every((scope) => delegated.includes(scopeOf(scope)!))) return;
  throw new Refused(
    'unauthorized_client',
    'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
  );
}

interface Use {
  hash: string;
  /** Epoch milliseconds: it is taken by nobody from then on. */
  expires: number;
  /** Milliseconds from its first use for which it is taken again. */
  repeats: number;
}

/**
 * Under what the use of an assertion is remembered. Of one without a `jti` that is what is signed: the signature itself can
 * be spelt in several ways.
 */
function useOf({ email }: ServiceAccount, { jti, exp }: JWTPayload, assertion: string): Use {
  const expires = (exp! + skewSeconds) * 1_000;
  if (jti !== undefined) return { hash: recordHash(model, `${email} ${String(jti)}`), expires, repeats: 0 };
  const signed = assertion.slice(0, assertion.lastIndexOf('.'));
  return { hash: recordHash(model, signed), expires, repeats };
}

const model = 'Assertion';

async function issue(
  deps: Dependencies,
  { account, user, scope, used }: { account: ServiceAccount; user: Principal; scope: string; used: Use },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = deps.clock();
  const common = { clientId: account.email, userKey: user.key };
  const payload = JSON.stringify({ scope, iat: Math.floor(now / 1_000) });
  await deps.store.write(async (tx) => {
    // Of all who present the same assertion, one at a time.
    if (!(await tx.lockOauthRecord(recordHash('ServiceAccount', account.email))))
      throw new Refused('invalid_grant', 'Invalid grant: account not found');
    await use(tx, account, used, now);
    const hash = recordHash('AccessToken', token);
    await tx.saveOauthRecord({ hash, model: 'AccessToken', payload, expires: now + hour * 1_000, ...common });
    if (user.key === account.userKey) return;
    const detail = { scopes: scope };
    await tx.appendAudit(
      auditEntry(deps, { action: 'acted-for-user', actor: account.email, subject: user.email, detail }),
    );
  });
  return token;
}

async function use(
  tx: Pick<StoreReader, 'oauthRecord'> & Pick<StoreWriter, 'saveOauthRecord'>,
  { email: clientId }: ServiceAccount,
  { hash, expires, repeats }: Use,
  now: number,
): Promise<void> {
  const before = await tx.oauthRecord(hash);
  if (before && now >= (before.consumed ?? 0) + repeats)
    throw new Refused('invalid_grant', 'Invalid JWT: it was used already');
  if (!before) await tx.saveOauthRecord({ hash, model, clientId, payload: '{}', expires, consumed: now });
}
