import type { Viewer } from '../access/viewer.js';
import { notFound } from '../errors.js';
import type { Role } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { SharedRole } from '../model/sharing.js';
import type { CoreContext } from './context.js';
import { delegatesOf, delegators, setDelegates, standsIn } from './delegation.js';

/** What one person may see of the directory: themselves, and the people, groups and rooms of their own organisation. */
export interface PeopleService {
  /** NotFound for whoever is not there or not shown; the two look the same. */
  find(viewer: Viewer, email: string): Promise<Principal>;
  /** Everybody who is shown, by address; nobody to who has not signed in. */
  all(viewer: Viewer): Promise<Principal[]>;
  /** Groups that the principal is in, as far as they are shown. */
  groupsOf(viewer: Viewer, principal: Principal): Promise<Principal[]>;
  /** Members of a group; empty for what is no group. */
  membersOf(viewer: Viewer, group: Principal): Promise<Principal[]>;
  /** Those for whom the viewer acts: by delegation, or because their primary calendar is shared by name or group. */
  delegators(viewer: Viewer): Promise<{ owner: Principal; role: Role }[]>;
  /** Those for whom the viewer acts by delegation, once for each role. */
  standsIn(viewer: Viewer): Promise<{ owner: Principal; role: SharedRole }[]>;
  /** Who acts for a person: reads, or writes as well, on all of their calendars. */
  delegatesOf(viewer: Viewer, owner: Principal): Promise<{ delegate: Principal; role: SharedRole }[]>;
  /** Those who act for the viewer with this role, from now on. Forbidden `invalid-delegate` for oneself and for rooms. */
  setDelegates(viewer: Viewer, role: SharedRole, delegates: Principal[]): Promise<void>;
}

export function peopleService(core: CoreContext): PeopleService {
  return {
    find: (viewer, email) => find(core, viewer, email.toLowerCase()),
    all: (viewer) => all(core, viewer),
    groupsOf: async (viewer, principal) => {
      const emails = new Set(await core.store.reader.groupsOf(principal.key));
      return (await all(core, viewer)).filter(({ email }) => emails.has(email));
    },
    membersOf: async (viewer, group) =>
      (await core.store.reader.membersOf(group.key)).filter((member) => isShown(viewer, member)),
    delegators: (viewer) => delegators(core, viewer),
    standsIn: (viewer) => standsIn(core, viewer),
    delegatesOf: (viewer, owner) => delegatesOf(core, viewer, owner),
    setDelegates: (viewer, role, delegates) => setDelegates(core, viewer, role, delegates),
  };
}

/** Whether the directory shows the viewer that there is such a person. */
export function isShown(viewer: Viewer, principal: Principal): boolean {
  return viewer.user?.key === principal.key || viewer.user?.organisationKey === principal.organisationKey;
}

async function find(core: CoreContext, viewer: Viewer, email: string): Promise<Principal> {
  if (viewer.user?.email === email) return viewer.user;
  await core.directory.refresh();
  const found = await core.directory.get(`email:${email}`, () => core.store.reader.principalByEmail(email));
  if (!found || !isShown(viewer, found)) throw notFound();
  return found;
}

async function all(core: CoreContext, { user }: Viewer): Promise<Principal[]> {
  if (!user) return [];
  await core.directory.refresh();
  const { organisationKey } = user;
  const load = (): Promise<Principal[]> => core.store.reader.principalsOf(organisationKey);
  return (await core.directory.get(`principals:${organisationKey}`, load)) ?? [];
}
