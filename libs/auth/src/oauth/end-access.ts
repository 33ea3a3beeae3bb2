import { auditEntry, type CoreDependencies, type OauthRecord, type StoreWriter } from '@dayferry/core';

/**
 * Ends what a record was issued under, with all else of that consent; one that nobody was asked for (of a service account) ends
 * alone. `actor`: for the audit log, else the program. False when somebody was quicker.
 */
export async function endAccess(
  deps: Pick<CoreDependencies, 'clock' | 'ids'>,
  tx: Pick<StoreWriter, 'endOauthRecords' | 'principal' | 'appendAudit'>,
  { hash, grantId, userKey = '', clientId = '' }: OauthRecord,
  actor = clientId,
): Promise<boolean> {
  if (!(await tx.endOauthRecords(grantId === undefined ? { hash } : { grantId }))) return false;
  const subject = (await tx.principal(userKey))?.email ?? userKey;
  await tx.appendAudit(auditEntry(deps, { action: 'program-disconnected', actor, subject }));
  return true;
}
