import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { nobody } from '../access/viewer.js';
import { notFound } from '../errors.js';
import { calendarById, openCalendar } from './access.js';
import type { OpenCalendar } from './api.js';
import { actorOf, auditEntry } from './audit.js';
import { changeCalendar } from './calendar-writes.js';
import type { CoreContext } from './context.js';

const secretBytes = 20;

/** Makes a new secret for the calendar's private address and forgets the one before. The only time it is known. */
export async function resetLink(core: CoreContext, open: OpenCalendar): Promise<string> {
  const secret = randomBytes(secretBytes).toString('hex');
  await changeLink(core, open, hashOf(secret));
  return secret;
}

export function removeLink(core: CoreContext, open: OpenCalendar): Promise<void> {
  return changeLink(core, open, undefined);
}

async function changeLink(core: CoreContext, open: OpenCalendar, linkHash: string | undefined): Promise<void> {
  requireWriteScope(open.viewer, 'calendars');
  requireRole(open.role, 'owner');
  const action = linkHash === undefined ? 'private-address-removed' : 'private-address-reset';
  const entry = auditEntry(core, { action, actor: actorOf(open.viewer), subject: open.calendar.id });
  await core.store.write(async (tx) => {
    await changeCalendar(core, tx, open.calendar, { changes: { linkHash } });
    await tx.appendAudit(entry);
  });
}

/**
 * The calendar for whoever has its private address, as a reader without a name: private events are busy time, secret
 * ones are not there. NotFound for anything else, without telling what was wrong.
 */
export async function openByLink(core: CoreContext, id: string, secret: string): Promise<OpenCalendar> {
  const hash = hashOf(secret);
  const calendar = await calendarById(core, id.toLowerCase());
  if (calendar.linkHash === undefined || !isEqual(hash, calendar.linkHash)) throw notFound();
  return openCalendar(core, nobody, calendar, { role: 'reader' });
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
