import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalidInput, type OauthRecord, type Principal } from '@dayferry/core';
import { recordHash } from '../../oauth/record-hash.js';
import type { SignInRequest } from '../../sign-in-request.js';
import { anonymous, consumerId, findConsumer, type Consumer } from '../consumers.js';
import { heldGrant, letIn } from '../grants.js';
import type { LegacySignIn } from '../legacy-sign-in.js';
import { readLegacyScopes } from '../legacy-scopes.js';
import { newLegacyToken } from '../legacy-tokens.js';
import { addressIn, isOnThisMachine } from '../../site.js';
import { verifyOauth, type OauthCaller } from './verify.js';

/** What a program asked for, on its way to the user and back. */
export interface RequestToken {
  consumer: string;
  /** Where the answer goes; `oob`: the user types a code into the program. */
  callback: string;
  scopes: string[];
  /** What a program that is not registered calls itself. */
  displayName?: string;
  /** SHA-256 of the code that proves to the program that its own user was asked. */
  verifierHash?: string;
}

export interface TokenPair {
  token: string;
  secret: string;
}

const model = 'OAuth1Request';
const requestLasts = 30 * 60_000;
const accessLasts = 3_650 * 86_400_000;
const longestName = 100;

/** RFC 5849 §2.1. InvalidInput for a callback that is not the program's, and for scopes that are not here. */
export async function giveRequestToken(legacy: LegacySignIn, request: SignInRequest): Promise<TokenPair> {
  const asked = await verifyOauth(legacy, request, (caller) => readRequest(legacy, caller));
  const token = newLegacyToken();
  const { store, clock } = legacy.dependencies;
  const expires = clock() + requestLasts;
  const record = { hash: recordHash(model, token), model, clientId: consumerId(asked.consumer), expires };
  await store.write((tx) => tx.saveOauthRecord({ ...record, payload: JSON.stringify(asked) }));
  return { token, secret: legacy.keys.ofToken(token) };
}

function readRequest({ publicUrl }: LegacySignIn, { consumer, parameter }: OauthCaller): RequestToken {
  const displayName =
    consumer === anonymous ? parameter('xoauth_displayname')?.trim().slice(0, longestName) : undefined;
  return {
    consumer: consumer.key,
    callback: readCallback(consumer, parameter('oauth_callback')),
    scopes: readLegacyScopes(parameter('scope'), publicUrl),
    ...(displayName ? { displayName } : {}),
  };
}

/** OAuth 1.0 without the `a` had none here, and let one person answer for another; it is refused. */
function readCallback(consumer: Consumer, text: string | undefined): string {
  if (text === undefined) throw invalidInput('oauth_callback', 'parameter_absent: oauth_callback (or oob).');
  if (text === 'oob') return text;
  const address = addressIn(text);
  const isOwn =
    address && (consumer === anonymous ? isOnThisMachine(address) : consumer.sites.includes(address.origin));
  if (!isOwn) throw invalidInput('oauth_callback', 'parameter_rejected: oauth_callback is not of a registered site.');
  return text;
}

/** Something that waits for the user's answer. */
export interface Asked extends RequestToken {
  token: string;
  /** What the user knows the program by. */
  program: string;
}

/** Null when it is over, or was answered. */
export async function findAsked({ dependencies }: LegacySignIn, token: string): Promise<Asked | null> {
  const { store, clock } = dependencies;
  const record = await store.reader.oauthRecord(recordHash(model, token));
  const asked = record && openRequest(record, clock());
  if (!asked || record.userKey !== undefined) return null;
  const consumer = await findConsumer(store, asked.consumer);
  const program = consumer === anonymous ? (asked.displayName ?? 'A program') : consumer?.name;
  return program === undefined ? null : { ...asked, token, program };
}

function openRequest(record: OauthRecord, now: number): RequestToken | null {
  if (record.model !== model || record.consumed !== undefined || record.expires! <= now) return null;
  return JSON.parse(record.payload) as RequestToken;
}

/** Programs that are not registered are told apart by what they call themselves. */
function clientIdOf({ consumer, program }: Asked): string {
  if (consumer !== anonymous.key) return consumerId(consumer);
  return `${consumerId(consumer)}:${createHash('sha256').update(program).digest('base64url').slice(0, 22)}`;
}

/** The user says yes: the verifier, which leads to a token. InvalidInput when somebody answered meanwhile. */
export async function allow(
  legacy: LegacySignIn,
  asked: Asked,
  { user, ip }: { user: Principal; ip: string },
): Promise<string> {
  const verifier = randomBytes(18).toString('base64url');
  const { token, program, ...request } = asked;
  const hash = recordHash(model, token);
  const clientId = clientIdOf(asked);
  await legacy.dependencies.store.write(async (tx) => {
    const record = (await tx.lockOauthRecord(hash)) ? await tx.oauthRecord(hash) : null;
    if (!record || record.userKey !== undefined) throw invalidInput('oauth_token', 'This request is over.');
    const consented = {
      user,
      ip,
      clientId,
      program,
      scopes: asked.scopes,
      door: 'oauth1',
      until: record.expires!,
    } as const;
    const grantId = await letIn(legacy, tx, consented);
    const payload = JSON.stringify({ ...request, verifierHash: hashOf(verifier) } satisfies RequestToken);
    await tx.saveOauthRecord({ ...record, clientId, userKey: user.key, grantId, payload });
  });
  return verifier;
}

export async function deny({ dependencies }: LegacySignIn, { token }: Asked): Promise<void> {
  await dependencies.store.write((tx) => tx.removeOauthRecord(recordHash(model, token)));
}

/** RFC 5849 §2.3. Null for a token or a verifier that is not right, was used, or whose consent has ended meanwhile. */
export async function giveAccessToken(legacy: LegacySignIn, request: SignInRequest): Promise<TokenPair | null> {
  const found = await verifyOauth(legacy, request, (caller) => findAnswered(legacy, caller));
  if (!found) return null;
  const { store, clock } = legacy.dependencies;
  const { asked, record } = found;
  return store.write(async (tx) => {
    const { hash, userKey, grantId, clientId } = record;
    const grant = await heldGrant(tx, grantId);
    if (userKey === undefined || !grant || !(await tx.consumeOauthRecord(hash, clock()))) return null;
    const { consumer: target, scopes } = asked;
    const wanted = {
      door: 'oauth1',
      userKey,
      clientId,
      grantId,
      scopes,
      target,
      isSigned: true,
      lasts: accessLasts,
    } as const;
    const { secret: token, until } = await legacy.tokens.issue(tx, wanted);
    await tx.saveOauthRecord({ ...grant, expires: until });
    return { token, secret: legacy.keys.ofToken(token) };
  });
}

async function findAnswered(
  { dependencies: { store, clock } }: LegacySignIn,
  caller: OauthCaller,
): Promise<{ asked: RequestToken; record: OauthRecord } | null> {
  const record = await store.reader.oauthRecord(recordHash(model, caller.token ?? ''));
  const asked = record && openRequest(record, clock());
  return asked && isAnswered(asked, caller) ? { asked, record } : null;
}

function isAnswered({ consumer, verifierHash }: RequestToken, caller: OauthCaller): boolean {
  const given = Buffer.from(hashOf(caller.parameter('oauth_verifier') ?? ''));
  return (
    consumer === caller.consumer.key && verifierHash !== undefined && timingSafeEqual(given, Buffer.from(verifierHash))
  );
}

const hashOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
