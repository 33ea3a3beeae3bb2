import { createAppPassword, createToken } from '@dayferry/auth';
import {
  createPrincipal,
  type Core,
  type CoreDependencies,
  type NewPrincipal,
  type OpenCalendar,
  type Principal,
  type Viewer,
} from '@dayferry/core';

/** One organisation, three users; alice's calendar is in Berlin. */
export const people = {
  alice: { email: 'alice@example.org', name: 'Alice Adler', timeZone: 'Europe/Berlin' },
  bob: { email: 'bob@example.org', name: 'Bob Baker' },
  carol: { email: 'carol@example.org', name: 'Carol Cook' },
} as const;

export type Person = keyof typeof people;

export interface Credentials {
  tokens: Record<Person, string>;
  passwords: Record<Person, string>;
}

export async function addPeople(deps: CoreDependencies): Promise<Credentials> {
  const credentials = { tokens: {}, passwords: {} } as Credentials;
  for (const person of Object.keys(people) as Person[]) {
    const user = await deps.store.write((tx) => createPrincipal(deps, tx, people[person]));
    await addCredentials(deps, user, person, credentials);
  }
  return credentials;
}

async function addCredentials(
  deps: CoreDependencies,
  user: Principal,
  person: Person,
  into: Credentials,
): Promise<void> {
  into.tokens[person] = (await createToken(deps, user, { name: 'test token' })).secret;
  into.passwords[person] = (await createAppPassword(deps, user, { name: 'test password' })).secret;
}

/** A group with these people in it. */
export async function addGroup(deps: CoreDependencies, group: NewPrincipal, members: Person[]): Promise<void> {
  await deps.store.write(async (tx) => {
    const { key } = await createPrincipal(deps, tx, { ...group, kind: 'group' });
    const found = await Promise.all(members.map((person) => tx.principalByEmail(people[person].email)));
    await tx.setGroupMembers(
      key,
      found.map((member) => member!.key),
    );
  });
}

/** Somebody with all rights of their own, past sign-in. */
export async function viewerOf(core: Core, email: string): Promise<Viewer> {
  return core.directory.viewer((await core.directory.byEmail(email))!, ['calendar']);
}

/** A calendar as somebody opens it; their primary one, which has their address for its id, when none is named. */
export async function openAs(core: Core, email: string, id = email): Promise<OpenCalendar> {
  return core.calendars.open(await viewerOf(core, email), id);
}
