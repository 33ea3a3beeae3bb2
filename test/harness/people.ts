import { createAppPassword, createToken } from '@dayferry/auth';
import { createPrincipal, type CoreDependencies, type Principal } from '@dayferry/core';

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
