import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalidInput } from '@dayferry/core';
import { scryptKey, type ScryptCost } from './scrypt-queue.js';

/** How a secret of ours begins: 160 random bits follow, in base64url. */
const mark = 'df_';
const own = /^df_[A-Za-z0-9_-]{27}$/;
const chosenCost: ScryptCost = { N: 16_384, r: 8, p: 1 };
const keyBytes = 32;

export function newSecret(): string {
  return mark + randomBytes(20).toString('base64url');
}

/** Made by `newSecret`, to all appearance: its hash may be looked up, and needs no slow function. */
export const isOwnSecret = (secret: string): boolean => own.test(secret);

/** `sha256$…`, by which a random secret is found in the store. */
export function lookupHash(secret: string): string {
  return `sha256$${createHash('sha256').update(secret, 'utf8').digest('base64url')}`;
}

/**
 * What is stored instead of the secret: a plain digest of one of ours, scrypt of one that a person chose. Refuses a
 * chosen secret that is shorter than 4 or longer than 1024 characters, or that looks like one of ours.
 */
export async function hashSecret(secret: string): Promise<string> {
  if (isOwnSecret(secret)) return lookupHash(secret);
  if (secret.length < 4 || secret.length > 1_024) throw invalidInput('secret', 'A secret has 4 to 1024 characters.');
  if (secret.startsWith(mark)) throw invalidInput('secret', `A chosen secret cannot begin with ${mark}.`);
  return hashChosen(secret, randomBytes(16));
}

async function hashChosen(secret: string, salt: Buffer): Promise<string> {
  const key = await scryptKey(secret, salt, keyBytes, chosenCost);
  const { N, r, p } = chosenCost;
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Compares in constant time; false for a hash that it does not understand. */
export async function verifySecret(secret: string, hash: string): Promise<boolean> {
  if (hash.startsWith('sha256$')) return isEqual(Buffer.from(lookupHash(secret)), Buffer.from(hash));
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash);
  if (!match) return false;
  const [, N, r, p, salt, key] = match as unknown as [string, string, string, string, string, string];
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return isEqual(await scryptKey(secret, Buffer.from(salt, 'base64url'), expected.length, cost), expected);
}

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/**
 * Nobody's hash, at the cost of a real one: compared with when a user is unknown or has no chosen secret, so that both
 * answers take the same time.
 */
export const dummyHash = `scrypt$16384$8$1$${randomBytes(16).toString('base64url')}$${randomBytes(keyBytes).toString('base64url')}`;
