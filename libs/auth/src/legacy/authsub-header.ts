import { createVerify } from 'node:crypto';
import { unauthenticated, type CoreDependencies } from '@dayferry/core';
import type { SignInRequest } from '../sign-in-request.js';
import { findConsumer } from './consumers.js';
import type { FoundToken, LegacyTokens } from './legacy-tokens.js';
import { legacyTokenHash } from './legacy-tokens.js';
import { useStamp } from './nonces.js';

interface Header {
  token?: string;
  data?: string;
  sig?: string;
  sigalg?: string;
}

export interface AuthSubSetting {
  dependencies: Pick<CoreDependencies, 'store' | 'clock'>;
  tokens: LegacyTokens;
  publicUrl: string;
}

/** The parts of an AuthSub header in any order; the Python library leaves the quotes out where it does not sign. Null for others. */
export function readAuthSub(header: string): Header | null {
  if (!/^authsub\s/i.test(header)) return null;
  const parts = [...header.slice(8).matchAll(/\b(token|data|sig|sigalg)=(?:"([^"]*)"|([^\s",]+))/g)];
  return Object.fromEntries(parts.map(([, name, quoted, bare]) => [name!, quoted ?? bare!]));
}

/**
 * The token of an AuthSub header, with its signature where it is one that needs that (secure mode): `data` says method,
 * address, time and nonce of the request, and `sig` is the RSA-SHA1 of it. It is not used up by this. Unauthenticated
 * for all others.
 */
export async function tokenOfAuthSub(setting: AuthSubSetting, request: SignInRequest): Promise<FoundToken> {
  const header = readAuthSub(request.raw.headers.authorization ?? '');
  const found = header?.token ? await setting.tokens.find(legacyTokenHash(header.token)) : null;
  if (!header || found?.token.door !== 'authsub') throw invalidToken();
  if (found.token.isSigned) await checkSignature(setting, request, { header, found });
  return found;
}

async function checkSignature(
  { dependencies, publicUrl }: AuthSubSetting,
  { raw: { method, url = '' } }: SignInRequest,
  { header, found }: { header: Header; found: FoundToken },
): Promise<void> {
  const { data = '', sig = '', sigalg = '' } = header;
  const [signedMethod, address, timestamp, nonce] = data.split(' ') as [string, ...(string | undefined)[]];
  const isThis = signedMethod === method && isSame(address, publicUrl + url);
  const publicKey = (await findConsumer(dependencies.store, found.token.target))?.publicKey;
  if (!isThis || !publicKey || !isSigned({ data, sig, sigalg }, publicKey)) throw invalidToken();
  await useStamp(dependencies, { timestamp, nonce, of: ['authsub', found.record.hash] });
}

function isSigned({ data, sig, sigalg }: Required<Omit<Header, 'token'>>, publicKey: string): boolean {
  return sigalg.toLowerCase() === 'rsa-sha1' && createVerify('RSA-SHA1').update(data).verify(publicKey, sig, 'base64');
}

const isSame = (signed: string | undefined, asked: string): boolean =>
  signed !== undefined && URL.canParse(signed) && URL.canParse(asked) && new URL(signed).href === new URL(asked).href;

/** In the words of the old service. */
const invalidToken = () => unauthenticated('Token invalid - Invalid AuthSub token.', { code: 'wrong-credentials' });
