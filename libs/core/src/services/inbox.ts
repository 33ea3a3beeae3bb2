import { roleUnderScopes, requireWriteScope } from '../access/scopes.js';
import type { Viewer } from '../access/viewer.js';
import { notFound } from '../errors.js';
import type { Principal } from '../model/directory.js';
import type { InboxMessage } from '../ports/inbox.port.js';
import type { CollectionState, StoreReader } from '../ports/store.port.js';
import { requireKnown } from './collection-token.js';
import type { CoreContext } from './context.js';
import type { InboxChanges, InboxService } from './inbox-api.js';

export function inboxService(core: CoreContext): InboxService {
  return {
    state: (viewer, owner) => state(core, viewer, owner),
    messages: (viewer, owner, names) => messages(core, viewer, owner, names),
    changes: (viewer, owner, since) => changes(core, viewer, owner, since),
    remove: (viewer, owner, name, check) => remove(core, { viewer, owner, name, check }),
  };
}

/** Days for which the organisation of a user keeps messages; 0 = none. From the directory cache. */
export async function inboxDays(
  { directory }: CoreContext,
  reader: StoreReader,
  { email }: Principal,
): Promise<number> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const organisation = await directory.get(`organisation:${domain}`, () => reader.organisationByDomain(domain));
  return organisation?.inboxDays ?? 0;
}

/** False where there is an inbox, but nothing to see in it. */
async function isOpen(core: CoreContext, viewer: Viewer, owner: Principal): Promise<boolean> {
  if (owner.key !== viewer.user?.key && viewer.actsFor?.get(owner.key) !== 'writer') throw notFound();
  if (viewer.calendars || roleUnderScopes(viewer, 'owner', 'none') !== 'owner') return false;
  await core.directory.refresh();
  return (await inboxDays(core, core.store.reader, owner)) > 0;
}

async function state(core: CoreContext, viewer: Viewer, owner: Principal): Promise<CollectionState | null> {
  return (await isOpen(core, viewer, owner)) ? core.store.reader.collectionState(owner.key, 'inbox') : null;
}

async function messages(
  core: CoreContext,
  viewer: Viewer,
  owner: Principal,
  names?: string[],
): Promise<InboxMessage[]> {
  if (!(await isOpen(core, viewer, owner))) return [];
  return core.store.reader.inboxMessages(owner.key, names ? { names } : {});
}

/** The state is read first: what comes meanwhile is told again next time. */
async function changes(core: CoreContext, viewer: Viewer, owner: Principal, since?: number): Promise<InboxChanges> {
  const now = await state(core, viewer, owner);
  requireKnown(now ?? { seq: 0, minSeq: 0 }, since);
  if (!now) return { state: null, items: [] };
  const { reader } = core.store;
  const came = (await reader.inboxMessages(owner.key, { since: since ?? 0 })).map((message) => ({
    ...message,
    message,
  }));
  const gone = since === undefined ? [] : await reader.inboxRemovals(owner.key, since);
  const went = gone.map((removal) => ({ ...removal, message: null }));
  const items = [...came, ...went].map(({ name, seq, message }) => ({ name, seq, message }));
  return { state: now, items: items.sort((a, b) => a.seq - b.seq) };
}

interface Removal {
  viewer: Viewer;
  owner: Principal;
  name: string;
  check?: ((message: InboxMessage) => void) | undefined;
}

async function remove(core: CoreContext, { viewer, owner, name, check }: Removal): Promise<void> {
  requireWriteScope(viewer);
  if (!(await isOpen(core, viewer, owner))) throw notFound();
  await core.store.write(async (tx) => {
    const [found] = await tx.inboxMessages(owner.key, { names: [name] });
    if (!found) throw notFound();
    check?.(found);
    await tx.removeInboxMessage(owner.key, name);
  });
}
