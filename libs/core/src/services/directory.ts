import { signedIn, type Viewer } from '../access/viewer.js';
import type { Principal } from '../model/directory.js';
import type { DirectoryService } from './api.js';

import { ownersServed } from './delegation.js';
import { requireKnown } from './collection-token.js';
import type { CoreContext } from './context.js';
import type { SettingsState } from './small-collections.js';

export function directoryService(core: CoreContext): DirectoryService {
  return {
    viewer: (user, scopes, calendars) => viewerFor(core, user, scopes, calendars),
    byEmail: (email) => byEmail(core, email.toLowerCase()),
    settings: (viewer, since) => settings(core, viewer, since),
  };
}

export async function viewerFor(
  core: CoreContext,
  user: Principal,
  scopes: Iterable<string>,
  calendars?: Iterable<string>,
): Promise<Viewer> {
  await core.directory.refresh();
  const load = async (): Promise<{ emails: string[] }> => ({ emails: await core.store.reader.groupsOf(user.key) });
  const [groups, actsFor] = await Promise.all([
    core.directory.get(`groups:${user.key}`, load),
    core.directory.get(`acts-for:${user.key}`, () => ownersServed(core, user)),
  ]);
  return {
    user,
    domain: user.email.slice(user.email.lastIndexOf('@') + 1),
    groups: groups?.emails ?? [],
    ...(actsFor && actsFor.size > 0 ? { actsFor } : {}),
    scopes: new Set(scopes),
    ...(calendars ? { calendars: new Set(calendars) } : {}),
  };
}

async function byEmail(core: CoreContext, email: string): Promise<Principal | null> {
  await core.directory.refresh();
  return core.directory.get(`email:${email}`, () => core.store.reader.principalByEmail(email));
}

async function settings(core: CoreContext, viewer: Viewer, since?: number): Promise<SettingsState> {
  const { key } = signedIn(viewer);
  const { reader } = core.store;
  const state = await reader.collectionState(key, 'settings');
  requireKnown(state, since);
  const values = (await reader.principal(key))?.settings ?? {};
  return since === undefined ? { state, values } : { state, values, changed: await reader.settingChanges(key, since) };
}
