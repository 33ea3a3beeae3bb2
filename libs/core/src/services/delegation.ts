import { strongest } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { signedIn, type Viewer } from '../access/viewer.js';
import { forbidden } from '../errors.js';
import type { Role } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { SharedRole } from '../model/sharing.js';
import { actorOf, auditEntry } from './audit.js';

import type { CoreContext } from './context.js';

/** Whom a user stands in for, by name or as a member of a group, with the stronger role where there are two. */
export async function ownersServed(core: CoreContext, user: Principal): Promise<ReadonlyMap<string, SharedRole>> {
  const served = new Map<string, SharedRole>();
  for (const { ownerKey, role } of await core.store.reader.delegationsTo(user.key))
    served.set(ownerKey, strongest(served.get(ownerKey) ?? 'none', role) as SharedRole);
  return served;
}

/** Those for whom the viewer acts by delegation, once for each role. */
export async function standsIn(
  core: CoreContext,
  { user, actsFor }: Viewer,
): Promise<{ owner: Principal; role: SharedRole }[]> {
  if (!user || !actsFor) return [];
  const delegations = await core.store.reader.delegationsTo(user.key);
  const owners = await core.store.reader.principalsByKey([...actsFor.keys()]);
  return delegations.flatMap(({ ownerKey, role }) => {
    const owner = owners.find(({ key }) => key === ownerKey);
    return owner ? [{ owner, role }] : [];
  });
}

/** The people and groups who act for a person. */
export async function delegatesOf(
  core: CoreContext,
  viewer: Viewer,
  owner: Principal,
): Promise<{ delegate: Principal; role: SharedRole }[]> {
  signedIn(viewer);
  const delegations = await core.store.reader.delegatesOf(owner.key);
  const found = await core.store.reader.principalsByKey(delegations.map(({ delegateKey }) => delegateKey));
  const byKey = new Map(found.map((principal) => [principal.key, principal]));
  return delegations.flatMap(({ delegateKey, role }) => {
    const delegate = byKey.get(delegateKey);
    return delegate ? [{ delegate, role }] : [];
  });
}

/** The viewer's own delegates with this role, from now on: people and groups of their organisation. */
export async function setDelegates(
  core: CoreContext,
  viewer: Viewer,
  role: SharedRole,
  delegates: Principal[],
): Promise<void> {
  requireWriteScope(viewer, 'acl');
  const owner = signedIn(viewer);
  if (delegates.some(({ key, kind }) => key === owner.key || kind === 'resource'))
    throw forbidden('Only other people and groups can act for somebody.', { code: 'invalid-delegate' });
  const subject = owner.email;
  const detail = { role, delegates: delegates.map(({ email }) => email).join(' ') };
  await core.store.write(async (tx) => {
    await tx.setDelegates(
      owner.key,
      role,
      delegates.map(({ key }) => key),
    );
    await tx.appendAudit(auditEntry(core, { action: 'delegates-changed', actor: actorOf(viewer), subject, detail }));
  });
}

/** Those for whom the viewer acts: by delegation, or because their primary calendar is shared by name or group. */
export async function delegators(core: CoreContext, viewer: Viewer): Promise<{ owner: Principal; role: Role }[]> {
  const { user, groups, actsFor } = viewer;
  if (!user) return [];
  const served = await core.store.reader.principalsByKey([...(actsFor?.keys() ?? [])]);
  const shared = await core.store.reader.primariesSharedWith([user.email, ...groups]);
  const best = new Map<string, { owner: Principal; role: Role }>();
  for (const { owner, role } of [...served.map((one) => ({ owner: one, role: actsFor!.get(one.key)! })), ...shared]) {
    if (owner.key !== user.key)
      best.set(owner.key, { owner, role: strongest(best.get(owner.key)?.role ?? 'none', role) });
  }
  return [...best.values()];
}
