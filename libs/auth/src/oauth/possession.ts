import { auditEntry, type CoreDependencies } from '@dayferry/core';
import { recordHash } from './record-hash.js';

/** Ends what an access or refresh token was issued under. False when nobody knows it. */
export async function revokeByPossession(
  deps: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>,
  token: string,
): Promise<boolean> {
  if (!token) return false;
  return deps.store.write(async (tx) => {
    const access = await tx.oauthRecord(recordHash('AccessToken', token));
    const record = access ?? (await tx.oauthRecord(recordHash('RefreshToken', token)));
    if (record?.grantId === undefined || record.userKey === undefined) return false;
    await tx.endOauthRecords({ grantId: record.grantId });
    const subject = (await tx.principal(record.userKey))?.email ?? record.userKey;
    const actor = record.clientId ?? '';
    await tx.appendAudit(auditEntry(deps, { action: 'program-disconnected', actor, subject }));
    return true;
  });
}
