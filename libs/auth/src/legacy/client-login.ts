import { auditEntry, DayferryError } from '@dayferry/core';
import type { Verified } from '../verified.js';
import { fullName, type Verify } from '../verifier.js';
import { isCaptchaSolved, newCaptcha } from './captcha.js';
import type { LegacySignIn } from './legacy-sign-in.js';

/** ClientLogin's own words for what went wrong; of its nine these can happen here. */
export type LoginError = 'BadAuthentication' | 'CaptchaRequired' | 'ServiceDisabled' | 'ServiceUnavailable';

export type LoginAnswer =
  { auth: string } | { error: LoginError; info?: string; captcha?: string; retryAfter?: number };

export interface Login {
  /** Fields of the form. */
  field: (name: string) => string | undefined;
  /** Network address of the program. */
  ip: string;
}

export interface LoginSetting {
  legacy: LegacySignIn;
  verify: Verify;
}

const lasts = 14 * 86_400_000;
const [longestName, longestSecret] = [320, 1_024];

/**
 * A token for an e-mail address and an app password (ClientLogin): it lasts two weeks, has the app password's limits, and
 * ends with it. Who typed wrong passwords too often has to read digits from a picture first.
 */
export async function clientLogin(setting: LoginSetting, login: Login): Promise<LoginAnswer> {
  const presented = readPresented(setting.legacy, login);
  if (!presented) return { error: 'BadAuthentication' };
  const { email, secret } = presented;
  // `cl` is the calendar's name there.
  const isServed = (login.field('service') ?? 'cl') === 'cl';
  if (!isServed || !(await setting.legacy.doors.isOpenTo(email, 'client-login'))) return { error: 'ServiceDisabled' };
  const isPerson = await answersCaptcha(setting.legacy, email, login);
  try {
    const from = { ip: login.ip, isPerson };
    const verified = await setting.verify({ scheme: 'basic', name: email, secret }, from);
    return await answerTo(setting.legacy, verified, login.ip);
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind !== 'rate-limited') throw error;
    // Somebody who can read is held back by the counts of the account and of the address alone.
    if (isPerson) return { error: 'ServiceUnavailable', retryAfter: error.detail.retryAfter };
    return { error: 'CaptchaRequired', captcha: await newCaptcha(setting.legacy.dependencies, email) };
  }
}

function readPresented({ domain }: LegacySignIn, { field }: Login): { email: string; secret: string } | null {
  const name = (field('Email') ?? '').trim().normalize('NFC').toLowerCase();
  const email = fullName(name, domain);
  const secret = field('Passwd') ?? '';
  const isThere = name && secret && email.length <= longestName && secret.length <= longestSecret;
  return isThere ? { email, secret } : null;
}

async function answersCaptcha({ dependencies }: LegacySignIn, email: string, { field }: Login): Promise<boolean> {
  const [token, answer] = [field('logintoken'), field('logincaptcha')];
  return Boolean(token && answer) && isCaptchaSolved(dependencies, { token: token!, answer: answer!, email });
}

async function answerTo(legacy: LegacySignIn, verified: Verified | null, ip: string): Promise<LoginAnswer> {
  // To a program this is what an account with a second factor said: use an app password.
  if (verified?.credential.kind === 'password') return { error: 'BadAuthentication', info: 'InvalidSecondFactor' };
  if (verified?.credential.kind !== 'app-password') return { error: 'BadAuthentication' };
  return { auth: await tokenFor(legacy, verified, ip) };
}

async function tokenFor({ dependencies, tokens }: LegacySignIn, { user, credential }: Verified, ip: string) {
  const detail = { door: 'client-login', name: credential.name };
  const entry = { action: 'sign-in', actor: user.email, subject: user.email, ip, detail } as const;
  return dependencies.store.write(async (tx) => {
    const { secret } = await tokens.issue(tx, {
      door: 'client-login',
      userKey: user.key,
      scopes: credential.scopes,
      credentialKey: credential.key,
      target: credential.name,
      isSigned: false,
      lasts,
    });
    await tx.appendAudit(auditEntry(dependencies, entry));
    return secret;
  });
}
