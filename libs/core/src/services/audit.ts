import type { Viewer } from '../access/viewer.js';
import type { AuditEntry } from '../ports/sign-in.port.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { OpenCalendar } from './open-calendar.js';
import type { CoreDependencies } from './context.js';

/** An entry for the audit log; written in the transaction of what it tells of. */
export function auditEntry(
  { ids, clock }: Pick<CoreDependencies, 'ids' | 'clock'>,
  entry: Omit<AuditEntry, 'key' | 'at' | 'detail'> & { detail?: AuditEntry['detail'] },
): AuditEntry {
  return { key: ids.key(), at: clock(), detail: {}, ...entry };
}

/** The actor of all that is done by `dayferry`; nearly all of the directory is administered from there. */
export const commandLine = 'command line';

export const actorOf = ({ actor, user }: Viewer): string => actor ?? user?.email ?? 'nobody';

/**
 * Writes down what somebody does to a calendar that is not their own: a resource's, as an administrator or a co-owner, by the
 * command line. People's own calendars are their own affair.
 */
export async function auditOthers(
  core: Pick<CoreDependencies, 'ids' | 'clock'>,
  tx: Pick<StoreWriter, 'appendAudit'>,
  { calendar, owner, viewer }: Pick<OpenCalendar, 'calendar' | 'owner' | 'viewer'>,
  entry: Pick<AuditEntry, 'action'> & Partial<Pick<AuditEntry, 'detail'>>,
): Promise<void> {
  if (viewer.actor === undefined && viewer.user?.key === owner.key) return;
  await tx.appendAudit(auditEntry(core, { ...entry, actor: actorOf(viewer), subject: calendar.id }));
}
