import { invalidInput, type Principal } from '@dayferry/core';
import { consumerId, consumerOfSite, type Consumer } from './consumers.js';
import { heldGrant, letIn } from './grants.js';
import { readLegacyScopes } from './legacy-scopes.js';
import type { LegacySignIn } from './legacy-sign-in.js';
import type { FoundToken } from './legacy-tokens.js';
import { addressIn } from '../site.js';

/** What a program asks for by sending a user to AuthSubRequest. */
export interface AuthSubRequest {
  /** Where the user goes back to, as it was written. */
  next: string;
  /** Its origin. */
  site: string;
  program: string;
  /** The consumer's key; a site of this server itself is none, and has its origin instead. */
  target: string;
  scopes: string[];
  /** The token may be exchanged for one that lasts. */
  isSession: boolean;
  /** Requests with it must be signed. */
  isSecure: boolean;
  /** Only people of this mail domain; undefined = anybody. */
  domain?: string;
}

const [onceLasts, sessionLasts] = [3_600_000, 3_650 * 86_400_000];

/**
 * Reads and checks the query of AuthSubRequest. InvalidInput unless `next` is of a registered site (or of this server, by
 * https), the scopes are here, and a program that asks for secure tokens has registered a key: then nobody is sent anywhere.
 */
export async function readAuthSubRequest(legacy: LegacySignIn, query: URLSearchParams): Promise<AuthSubRequest> {
  const next = only(query, 'next') ?? '';
  const address = addressIn(next);
  const consumer = address && (await consumerAt(legacy, address));
  if (!address || !consumer)
    throw invalidInput('next', 'The program that sent you here is not registered for its site.');
  const isSecure = flag(query, 'secure');
  if (isSecure && consumer.publicKey === undefined)
    throw invalidInput('secure', 'The program asks for signed requests, and has not registered a key for them.');
  const domain = only(query, 'hd')?.toLowerCase();
  return {
    next,
    site: address.origin,
    program: consumer.name,
    target: consumer.key,
    scopes: readLegacyScopes(only(query, 'scope'), legacy.publicUrl),
    isSession: flag(query, 'session'),
    isSecure,
    ...(domain && domain !== 'default' ? { domain } : {}),
  };
}

type Target = Pick<Consumer, 'key' | 'name' | 'publicKey'>;

async function consumerAt({ dependencies, publicUrl }: LegacySignIn, { origin, host }: URL): Promise<Target | null> {
  if (origin === publicUrl && origin.startsWith('https:')) return { key: origin, name: host };
  return consumerOfSite(dependencies.store, origin);
}

/** One that stands twice could mean one thing to us and another to whoever reads it next. */
function only(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw invalidInput(name, `"${name}" stands in the address more than once.`);
  return values[0];
}

function flag(query: URLSearchParams, name: string): boolean {
  const value = only(query, name) ?? '0';
  if (value !== '0' && value !== '1') throw invalidInput(name, `"${name}" is neither 0 nor 1.`);
  return value === '1';
}

/** The user says yes: a token for one request. */
export async function allowAuthSub(
  legacy: LegacySignIn,
  asked: AuthSubRequest,
  { user, ip }: { user: Principal; ip: string },
): Promise<string> {
  const { program, target, site, scopes, isSecure, isSession } = asked;
  const clientId = consumerId(target);
  const { store, clock } = legacy.dependencies;
  const until = clock() + onceLasts;
  return store.write(async (tx) => {
    const grantId = await letIn(legacy, tx, { user, ip, clientId, program, scopes, door: 'authsub', until });
    const once = isSession ? 'exchangeable' : 'only';
    const common = { door: 'authsub', userKey: user.key, clientId, grantId, scopes, target, site } as const;
    const { secret } = await legacy.tokens.issue(tx, { ...common, isSigned: isSecure, once, lasts: onceLasts });
    return secret;
  });
}

export interface SessionToken {
  secret: string;
  /** Epoch milliseconds. */
  until: number;
}

/** A token that lasts, for one that was to be exchanged. Null for others, for a used one, and when its consent has ended. */
export async function exchangeAuthSub(
  legacy: LegacySignIn,
  { token, record }: FoundToken,
): Promise<SessionToken | null> {
  const { store, clock } = legacy.dependencies;
  if (token.once !== 'exchangeable') return null;
  const { hash, userKey, clientId, grantId } = record;
  return store.write(async (tx) => {
    const grant = await heldGrant(tx, grantId);
    if (userKey === undefined || !grant || !(await tx.consumeOauthRecord(hash, clock()))) return null;
    const { door, scopes, target, site, isSigned } = token;
    const common = { door, scopes, target, site, isSigned, userKey, clientId, grantId } as const;
    const issued = await legacy.tokens.issue(tx, { ...common, lasts: sessionLasts });
    await tx.saveOauthRecord({ ...grant, expires: issued.until });
    return issued;
  });
}
