import { createHash } from 'node:crypto';
import {
  createPrincipal,
  DayferryError,
  forbidden,
  type CoreDependencies,
  type Credential,
  type Principal,
  type StoreWriter,
} from '@dayferry/core';
import { saveIssued } from '../credentials.js';
import type { Verified } from '../verified.js';
import type { Vouched } from './issuer.js';

/**
 * The user whom an issuer vouches for. Known by the issuer's own name for them; the first time by their verified address,
 * and then somebody new is made a user where the settings say so. Forbidden else, and outside of the issuer's domains,
 * also for somebody whom it could vouch for before.
 */
export async function userVouchedFor(deps: CoreDependencies, vouched: Vouched): Promise<Verified> {
  const hash = hashOf(vouched);
  const { reader } = deps.store;
  const known = await reader.credentialByHash(hash);
  const user = known && (await reader.principal(known.userKey));
  if (!known || !user) return link(deps, vouched, hash);
  requireDomain(vouched, user.email);
  return { user, credential: known };
}

function requireDomain({ issuer }: Vouched, email: string | undefined): asserts email is string {
  if (email === undefined || !issuer.domains.includes(email.slice(email.lastIndexOf('@') + 1)))
    throw forbidden('The sign-in server names no verified e-mail address of ours.', { code: 'not-vouched' });
}

function hashOf({ issuer, subject }: Vouched): string {
  return `sha256$${createHash('sha256').update(`identity ${issuer.issuer} ${subject}`).digest('base64url')}`;
}

async function link(deps: CoreDependencies, vouched: Vouched, hash: string): Promise<Verified> {
  const { email } = vouched;
  requireDomain(vouched, email);
  try {
    return await linkOnce(deps, vouched, { hash, email });
  } catch (error) {
    // Another request made the same user in this moment; now they are there.
    if (error instanceof DayferryError && error.kind === 'conflict') return linkOnce(deps, vouched, { hash, email });
    throw error;
  }
}

function linkOnce(
  deps: CoreDependencies,
  vouched: Vouched,
  { hash, email }: { hash: string; email: string },
): Promise<Verified> {
  return deps.store.write(async (tx) => {
    const user = (await tx.principalByEmail(email)) ?? (await made(deps, tx, vouched));
    if (user.kind !== 'user') throw forbidden('Only people sign in this way.', { code: 'not-vouched' });
    const before = (await tx.credentialsOf(user.key)).find((one) => one.hash === hash);
    if (before) return { user, credential: before };
    const credential: Credential = {
      key: deps.ids.key(),
      userKey: user.key,
      kind: 'identity',
      name: vouched.issuer.label,
      hash,
      scopes: ['calendar'],
      created: deps.clock(),
    };
    await saveIssued(deps, tx, { user, credential }, { actor: vouched.issuer.issuer });
    return { user, credential };
  });
}

async function made(deps: CoreDependencies, tx: StoreWriter, { issuer, email, name }: Vouched): Promise<Principal> {
  if (issuer.users !== 'create' || email === undefined)
    throw forbidden('There is no such user here; ask an administrator.', { code: 'not-vouched' });
  return createPrincipal(deps, tx, { email, ...(name ? { name } : {}), addedBy: issuer.issuer });
}
