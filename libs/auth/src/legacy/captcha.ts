import { randomBytes, randomInt } from 'node:crypto';
import type { CoreDependencies } from '@dayferry/core';
import { recordHash } from '../oauth/record-hash.js';

type Dependencies = Pick<CoreDependencies, 'store' | 'clock'>;

interface Challenge {
  /** The account that it was given out for, lower case. */
  email: string;
  digits: string;
}

const model = 'Captcha';
const lasts = 10 * 60_000;
const length = 6;

/** A question that a person at a screen answers; good for one sign-in of one account within ten minutes. */
export async function newCaptcha({ store, clock }: Dependencies, email: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const digits = Array.from({ length }, () => randomInt(10)).join('');
  const challenge: Challenge = { email, digits };
  const record = {
    hash: recordHash(model, token),
    model,
    payload: JSON.stringify(challenge),
    expires: clock() + lasts,
  };
  await store.write((tx) => tx.saveOauthRecord(record));
  return token;
}

/** What its picture shows; null when it is over. */
export async function captchaDigits({ store, clock }: Dependencies, token: string): Promise<string | null> {
  const record = await store.reader.oauthRecord(recordHash(model, token));
  if (!record || record.consumed !== undefined || record.expires! <= clock()) return null;
  return (JSON.parse(record.payload) as Challenge).digits;
}

/** Uses it up, whatever the answer is. */
export async function isCaptchaSolved(
  { store, clock }: Dependencies,
  { token, answer, email }: { token: string; answer: string; email: string },
): Promise<boolean> {
  const hash = recordHash(model, token);
  const record = await store.reader.oauthRecord(hash);
  if (!record || record.expires! <= clock()) return false;
  const isFirst = await store.write((tx) => tx.consumeOauthRecord(hash, clock()));
  const challenge = JSON.parse(record.payload) as Challenge;
  return isFirst && challenge.email === email && challenge.digits === answer.replace(/\s/g, '');
}
