import type { OauthReader, OauthRecord, StoreReader } from '@dayferry/core';
import { scopeOf } from '../scopes.js';
import type { Verified } from '../verified.js';
import { recordHash } from './record-hash.js';

type Reader = Pick<OauthReader, 'oauthRecord'> & Pick<StoreReader, 'principal'>;

/** Whom an access token of a connected program stands for; null when it was never issued, or has ended. */
export function byAccessToken(reader: Reader, token: string): Promise<Verified | null> {
  return byHash(reader, recordHash('AccessToken', token));
}

/** The same for a token that was verified before. Its expiry is on the credential. */
export async function byHash(reader: Reader, hash: string): Promise<Verified | null> {
  const record = await reader.oauthRecord(hash);
  return record && behind(reader, record);
}

/** The same for what was read already. */
export async function behind(reader: Reader, record: OauthRecord): Promise<Verified | null> {
  if (record.model !== 'AccessToken' || record.userKey === undefined) return null;
  const user = await reader.principal(record.userKey);
  return user ? { user, credential: credentialOf(record, record.userKey), record: record.hash } : null;
}

function credentialOf(record: OauthRecord, userKey: string): Verified['credential'] {
  const { scope = '', iat = 0 } = JSON.parse(record.payload) as { scope?: string; iat?: number };
  const scopes = scope.split(' ').flatMap((text) => scopeOf(text) ?? []);
  return {
    key: record.hash,
    userKey,
    kind: 'access-token',
    name: record.clientId ?? '',
    hash: record.hash,
    scopes: [...new Set(scopes)],
    created: iat * 1000,
    expires: record.expires,
  };
}
