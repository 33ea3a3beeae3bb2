import { unauthenticated, type CoreDependencies } from '@dayferry/core';
import type { SignInRequest } from '../../sign-in-request.js';
import { anonymous, findConsumer, type Consumer } from '../consumers.js';
import type { LegacyKeys } from '../keys.js';
import { isTimely, useStamp } from '../nonces.js';
import { parametersOf, type Parameters } from './parameters.js';
import { baseString, isHmac, isRsa } from './signature.js';

export interface OauthSetting {
  dependencies: Pick<CoreDependencies, 'store' | 'clock'>;
  keys: LegacyKeys;
  publicUrl: string;
}

/** A program whose signature was right. */
export interface OauthCaller {
  consumer: Consumer;
  /** The token that it was made with, whatever that is; null without one. */
  token: string | null;
  /** One value of each parameter, whatever place of the request it came in. */
  parameter: (name: string) => string | undefined;
}

/**
 * What a request that is signed by OAuth 1.0 (RFC 5849 §3.2) is for. Unauthenticated, with a code of the Problem Reporting
 * extension, for anything that is not a new, timely, rightly signed request of a registered program. `find` looks at who
 * signed and refuses first: anybody can sign as `anonymous`, and what leads nowhere is to leave no nonce behind.
 */
export async function verifyOauth<T>(
  setting: OauthSetting,
  request: SignInRequest,
  find: (caller: OauthCaller) => T | Promise<T>,
): Promise<T> {
  const parameters = parametersOf(request);
  const own = ownParameters(parameters);
  const [timestamp, nonce] = [required(own, 'oauth_timestamp'), required(own, 'oauth_nonce')];
  if (!isTimely(timestamp, setting.dependencies.clock())) throw refused('timestamp_refused');
  const consumer = await findConsumer(setting.dependencies.store, required(own, 'oauth_consumer_key'));
  if (!consumer) throw refused('consumer_key_unknown');
  const token = own.get('oauth_token') || null;
  checkSignature(setting, request, { consumer, token, own, parameters });
  const all = new Map(parameters);
  const found = await find({ consumer, token, parameter: (name) => all.get(name) });
  await useStamp(setting.dependencies, { timestamp, nonce, of: ['oauth1', consumer.key, token ?? ''] });
  return found;
}

/** RFC 5849 §3.1: none of the protocol's own may stand twice. */
function ownParameters(parameters: Parameters): Map<string, string> {
  const own = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (!name.startsWith('oauth_')) continue;
    if (own.has(name)) throw refused('parameter_rejected', name);
    own.set(name, value);
  }
  const version = own.get('oauth_version');
  if (version !== undefined && version !== '1.0') throw refused('version_rejected');
  return own;
}

function required(own: Map<string, string>, name: string): string {
  const value = own.get(name);
  if (!value) throw refused('parameter_absent', name);
  return value;
}

interface Signed {
  consumer: Consumer;
  token: string | null;
  own: Map<string, string>;
  parameters: Parameters;
}

function checkSignature(setting: OauthSetting, { raw }: SignInRequest, signed: Signed): void {
  const { consumer, own, parameters } = signed;
  const path = (raw.url ?? '').split('?', 1)[0]!;
  const base = baseString({ method: raw.method ?? '', address: setting.publicUrl + path, parameters });
  const signature = required(own, 'oauth_signature');
  // A program with a key pair has no secret: an empty one would be everybody's.
  const method = consumer.publicKey === undefined ? 'HMAC-SHA1' : 'RSA-SHA1';
  if (required(own, 'oauth_signature_method') !== method)
    throw refused('signature_method_rejected', `This program signs by ${method}.`);
  const isRight =
    consumer.publicKey === undefined
      ? isHmac(base, signature, secretsOf(setting.keys, signed))
      : isRsa(base, signature, consumer.publicKey);
  if (!isRight) throw refused('signature_invalid', undefined, { baseString: base });
}

function secretsOf(keys: LegacyKeys, { consumer, token }: Signed): { consumer: string; token: string } {
  const ofToken = token === null ? '' : keys.ofToken(token);
  if (consumer === anonymous) return { consumer: anonymous.key, token: ofToken };
  if (!keys.areLasting)
    throw refused('consumer_key_refused', 'Shared secrets need DAYFERRY_SECRET in the settings of the server.');
  return { consumer: keys.ofConsumer(consumer.key, consumer.salt ?? ''), token: ofToken };
}

const refused = (code: string, what?: string, info?: Record<string, string>) =>
  unauthenticated(`The request is not signed as it should be: ${code}${what === undefined ? '' : ` (${what})`}.`, {
    code,
    ...(info === undefined ? {} : { info }),
  });
