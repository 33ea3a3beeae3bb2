import type { SeriesDraft } from '../model/series.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { CoreContext } from '../services/context.js';
import { emailOf, guestsOf, isGuest, isServedByOrganizer, organizerOf } from './address.js';
import { guestPlan, guestRemoval } from './guest-plan.js';
import { hostPlan, hostRemoval } from './host-plan.js';
import { requireOwnersMeeting, requireSchedulable } from './object-rules.js';
import type { PlannedWrite, Removed, SchedulingPlan } from './planned-write.js';

type Role = 'host' | 'guest' | 'none';

/**
 * RFC 6638 §3.2 for writes through any protocol: the calendar's owner as the organizer (copies for guests here, mail for
 * others) or as a guest (the answer goes back, the rest is the organizer's). What the server writes in consequence does
 * not come through here, so nothing can go round in circles. An object without guests costs no query.
 */
export async function planScheduling(core: CoreContext, tx: StoreWriter, write: PlannedWrite): Promise<SchedulingPlan> {
  const role = roleIn(write);
  if (role === 'none') {
    requireOwnersMeeting(write);
    return asItIs(write.draft);
  }
  await requireSchedulable(tx, write);
  return role === 'host' ? hostPlan(core, tx, write) : guestPlan(core, tx, write);
}

/** Nothing follows from it. */
export function asItIs(draft: SeriesDraft): SchedulingPlan {
  return { draft, finish: () => Promise.resolve() };
}

function roleIn({ open, options, current, draft }: PlannedWrite): Role {
  if (options.isImport) return 'none';
  const versions = current ? [current, draft] : [draft];
  const roles = versions.map((series) => roleOf(series, open.owner.email));
  if (roles.includes('host')) return 'host';
  return roles.includes('guest') ? 'guest' : 'none';
}

/** What the owner of the calendar is in a meeting that the server takes care of. */
function roleOf(series: SeriesDraft, owner: string): Role {
  const organizer = organizerOf(series);
  if (!organizer || series.master.isPrivateCopy === true || !isServedByOrganizer(series)) return 'none';
  if (emailOf(organizer) === owner) return guestsOf(series).length > 0 ? 'host' : 'none';
  return isGuest(series, owner) ? 'guest' : 'none';
}

/** The same for an object that was deleted: cancelled for its guests, or declined by the guest whose copy it was. */
export async function scheduleRemoval(core: CoreContext, tx: StoreWriter, removed: Removed): Promise<void> {
  const { open, series, options } = removed;
  if (options.isImport) return;
  const role = roleOf(series, open.owner.email);
  if (role === 'host') await hostRemoval(core, tx, removed);
  if (role === 'guest' && !options.isSilent) await guestRemoval(core, tx, removed);
}
