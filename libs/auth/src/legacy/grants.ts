import { randomBytes } from 'node:crypto';
import {
  auditEntry,
  type LegacyDoor,
  type OauthRecord,
  type Principal,
  type StoreReader,
  type StoreWriter,
} from '@dayferry/core';
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
  /** Epoch milliseconds: the end of what is given out under it at once. */
  until: number;
}

/** Writes down what a user let a program do, as the OAuth server does it, so that it is shown and ended in the same place. */
export async function letIn(
  { dependencies }: Pick<LegacySignIn, 'dependencies'>,
  tx: Pick<StoreWriter, 'saveOauthRecord' | 'appendAudit'>,
  { user, ip, clientId, program, scopes, door, until }: Consented,
): Promise<string> {
  const grantId = randomBytes(24).toString('base64url');
  const scope = scopes.join(' ');
  const iat = Math.floor(dependencies.clock() / 1_000);
  const payload = JSON.stringify({ accountId: user.key, clientId, name: program, openid: { scope }, iat });
  const [model, hash] = ['Grant', recordHash('Grant', grantId)];
  await tx.saveOauthRecord({ hash, model, clientId, userKey: user.key, grantId, payload, expires: until });
  const detail = { program, scopes: scope, door };
  const entry = { action: 'program-connected', actor: user.email, subject: user.email, ip, detail } as const;
  await tx.appendAudit(auditEntry(dependencies, entry));
  return grantId;
}

/** What a user let a program do, held until the transaction ends; null when it has ended. */
export async function heldGrant(
  tx: Pick<StoreWriter, 'lockOauthRecord'> & Pick<StoreReader, 'oauthRecord'>,
  grantId: string | undefined,
): Promise<OauthRecord | null> {
  const hash = recordHash('Grant', grantId ?? '');
  return (await tx.lockOauthRecord(hash)) ? tx.oauthRecord(hash) : null;
}
