import { issueCredential, saveIssued } from '@dayferry/auth';
import {
  createPrincipal,
  DayferryError,
  type CoreDependencies,
  type Principal,
  type StoreWriter,
} from '@dayferry/core';

/** Shown once; the secrets are nowhere else. */
export interface FirstRun {
  email: string;
  password: string;
  token: string;
}

/** In a database with nobody in it: an administrator with a primary calendar, an app password and a token. Else null. */
export async function firstRun(deps: CoreDependencies, adminEmail: string): Promise<FirstRun | null> {
  if ((await deps.store.reader.principals()).length) return null;
  return makeAdministrator(deps, adminEmail).catch((error: unknown) => {
    // Another replica was first, in the same moment: its rows are in the way.
    if (error instanceof DayferryError && error.kind === 'conflict') return null;
    throw error;
  });
}

function makeAdministrator(deps: CoreDependencies, adminEmail: string): Promise<FirstRun | null> {
  return deps.store.write(async (tx) => {
    // Another replica may have been first.
    if ((await tx.principals()).length) return null;
    const timeZone = zoneHere();
    const user = await createPrincipal(deps, tx, { email: adminEmail, name: 'Administrator', isAdmin: true, timeZone });
    const password = await issue(deps, tx, user, 'password');
    const token = await issue(deps, tx, user, 'token');
    return { email: user.email, password, token };
  });
}

function zoneHere(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone.includes('/') ? zone : 'Etc/UTC';
}

async function issue(
  deps: CoreDependencies,
  tx: StoreWriter,
  user: Principal,
  kind: 'password' | 'token',
): Promise<string> {
  const issued = await issueCredential(deps, user, kind, { name: 'first start' });
  await saveIssued(deps, tx, { user, credential: issued.credential });
  return issued.secret;
}
