import type { Viewer } from '../access/viewer.js';
import type { AuditEntry } from '../ports/sign-in.port.js';
import type { CoreDependencies } from './context.js';

/** An entry for the audit log; written in the transaction of what it tells of. */
export function auditEntry(
  { ids, clock }: Pick<CoreDependencies, 'ids' | 'clock'>,
  entry: Omit<AuditEntry, 'key' | 'at' | 'detail'> & { detail?: AuditEntry['detail'] },
): AuditEntry {
  return { key: ids.key(), at: clock(), detail: {}, ...entry };
}

export const actorOf = ({ user }: Viewer): string => user?.email ?? 'nobody';
