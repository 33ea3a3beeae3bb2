import { randomBytes } from 'node:crypto';
import { auditEntry, type LegacyDoor, type Principal, type StoreWriter } from '@dayferry/core';
import { recordHash } from '../oauth/record-hash.js';
import type { LegacySignIn } from './legacy-sign-in.js';

export interface Consented {
  user: Principal;
  /** Network address of the browser. */
  ip: string;
  clientId: string;
  program: string;
  /** In short forms. */
  scopes: readonly string[];
  door: LegacyDoor;
  /** Milliseconds that what is given out under it lasts. */
  lasts: number;
}

/** Writes down what a user let a program do, as the OAuth server does it, so that it is shown and ended in the same place. */
export async function letIn(
  { dependencies }: Pick<LegacySignIn, 'dependencies'>,
  tx: Pick<StoreWriter, 'saveOauthRecord' | 'appendAudit'>,
  { user, ip, clientId, program, scopes, door, lasts }: Consented,
): Promise<string> {
  const grantId = randomBytes(24).toString('base64url');
  const scope = scopes.join(' ');
  const now = dependencies.clock();
  const iat = Math.floor(now / 1_000);
  const payload = JSON.stringify({ accountId: user.key, clientId, name: program, openid: { scope }, iat });
  const [model, hash] = ['Grant', recordHash('Grant', grantId)];
  await tx.saveOauthRecord({ hash, model, clientId, userKey: user.key, grantId, payload, expires: now + lasts });
  const detail = { program, scopes: scope, door };
  const entry = { action: 'program-connected', actor: user.email, subject: user.email, ip, detail } as const;
  await tx.appendAudit(auditEntry(dependencies, entry));
  return grantId;
}
