import { createCipheriv, createDecipheriv, generateKeyPair, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Store } from '@dayferry/core';
import type { JWK } from 'oidc-provider';
import { recordHash } from './record-hash.js';

const make = promisify(generateKeyPair);
const [model, current] = ['SigningKey', 'current'];

/**
 * The key that signs ID tokens. With a secret in the settings it is one for all replicas and restarts, in the store,
 * encrypted (AES-256-GCM); without, one for this process.
 */
export async function signingKey(store: Store, secret: string): Promise<JWK> {
  if (!secret) return newKey();
  const hash = recordHash(model, current);
  const known = await store.reader.oauthRecord(hash);
  const key = known && opened(known.payload, secret);
  if (key) return key;
  const made = await newKey();
  // Of two replicas that start at once, the first one's key is kept.
  return store.write(async (tx) => {
    const meanwhile = await tx.oauthRecord(hash);
    const theirs = meanwhile && opened(meanwhile.payload, secret);
    if (theirs) return theirs;
    await tx.saveOauthRecord({ hash, model, payload: sealed(made, secret) });
    return made;
  });
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await make('rsa', { modulusLength: 2_048 });
  const kid = randomBytes(9).toString('base64url');
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid, alg: 'RS256', use: 'sig' };
}

const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'dayferry signing key', 32));

function sealed(key: JWK, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(key), 'utf8'), cipher.final()]);
  return [iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url')).join('.');
}

/** Null under another secret: the key is made anew then. */
function opened(payload: string, secret: string): JWK | null {
  const [iv, tag, text] = payload.split('.').map((part) => Buffer.from(part, 'base64url')) as [Buffer, Buffer, Buffer];
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), iv);
  decipher.setAuthTag(tag);
  try {
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')) as JWK;
  } catch {
    return null;
  }
}
