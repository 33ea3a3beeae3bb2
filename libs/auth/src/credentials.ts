import {
  auditEntry,
  commandLine,
  invalidInput,
  notFound,
  type CoreDependencies,
  type Credential,
  type CredentialKind,
  type Principal,
  type StoreWriter,
} from '@dayferry/core';
import { readProtocols, readScopes } from './scopes.js';
import { hashSecret, isOwnSecret, newSecret } from './secret.js';

export type CredentialDependencies = Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;

export interface NewCredential {
  /** What the user will know it by, e.g. the device. */
  name: string;
  /** Chosen by somebody; random when absent. */
  secret?: string;
  /** Default `calendar`: everything. Full scope URLs are taken too. */
  scopes?: readonly string[];
  /** Only these protocols; default all. */
  protocols?: readonly string[];
  /** Ids of the only calendars it opens; default all. */
  calendars?: readonly string[];
  /** Epoch milliseconds. */
  expires?: number;
}

/** The only moment at which the secret is known. */
export interface IssuedCredential {
  credential: Credential;
  secret: string;
}

/**
 * A credential that is not stored yet, for callers with a transaction of their own. Refuses a token with a chosen secret:
 * tokens are found by their hash, so it would never open anything.
 */
export async function issueCredential(
  deps: Pick<CredentialDependencies, 'clock' | 'ids'>,
  user: Pick<Principal, 'key'>,
  kind: CredentialKind,
  wanted: NewCredential,
): Promise<IssuedCredential> {
  const name = readName(wanted.name);
  if (kind === 'token' && wanted.secret !== undefined && !isOwnSecret(wanted.secret)) {
    throw invalidInput('secret', 'A token is never chosen: leave its secret out, or give one that was made here.');
  }
  const scopes = readScopes(wanted.scopes ?? ['calendar']);
  const secret = wanted.secret ?? newSecret();
  const hash = await hashSecret(secret);
  const credential: Credential = {
    key: deps.ids.key(),
    userKey: user.key,
    kind,
    name,
    hash,
    scopes,
    created: deps.clock(),
  };
  if (wanted.protocols) credential.protocols = readProtocols(wanted.protocols);
  if (wanted.calendars) credential.calendars = readCalendars(wanted.calendars);
  if (wanted.expires !== undefined) credential.expires = wanted.expires;
  return { credential, secret };
}

/** What people will know something by. */
export function readName(text: string): string {
  const name = text.trim();
  if (!name || name.length > 200) throw invalidInput('name', 'A name of 1 to 200 characters is needed.');
  return name;
}

function readCalendars(ids: readonly string[]): string[] {
  if (!ids.length || ids.length > 250) throw invalidInput('calendars', 'Name 1 to 250 calendars, or none at all.');
  return [...new Set(ids.map((id) => id.trim().toLowerCase()))];
}

/** Who did it, for the audit log. */
export interface Actor {
  actor: string;
  /** Network address. */
  ip?: string;
}

const byCommand: Actor = { actor: commandLine };

/** For Basic: the user's e-mail address and this. */
export function createAppPassword(
  deps: CredentialDependencies,
  user: Principal,
  wanted: NewCredential,
): Promise<IssuedCredential> {
  return createCredential(deps, { user, kind: 'app-password' }, wanted);
}

/** For Bearer; always random. */
export function createToken(
  deps: CredentialDependencies,
  user: Principal,
  wanted: Omit<NewCredential, 'secret'>,
): Promise<IssuedCredential> {
  return createCredential(deps, { user, kind: 'token' }, wanted);
}

export async function createCredential(
  deps: CredentialDependencies,
  { user, kind }: { user: Principal; kind: CredentialKind },
  wanted: NewCredential,
  by = byCommand,
): Promise<IssuedCredential> {
  const issued = await issueCredential(deps, user, kind, wanted);
  await deps.store.write((tx) => saveIssued(deps, tx, { user, credential: issued.credential }, by));
  return issued;
}

/** Stores a credential and writes it down, for callers with a transaction of their own. */
export async function saveIssued(
  deps: Pick<CredentialDependencies, 'clock' | 'ids'>,
  tx: Pick<StoreWriter, 'saveCredential' | 'appendAudit'>,
  { user, credential }: { user: Pick<Principal, 'email'>; credential: Credential },
  by = byCommand,
): Promise<void> {
  await tx.saveCredential(credential);
  const detail = { kind: credential.kind, name: credential.name, scopes: credential.scopes.join(' ') };
  await tx.appendAudit(auditEntry(deps, { ...by, action: 'credential-issued', subject: user.email, detail }));
}

/** Oldest first. */
export async function listCredentials(
  deps: Pick<CredentialDependencies, 'store'>,
  user: Principal,
): Promise<Credential[]> {
  const credentials = await deps.store.reader.credentialsOf(user.key);
  return [...credentials].sort((a, b) => a.created - b.created);
}

/** NotFound when this user has none with this key. Every replica refuses it from its next request on. */
export async function revokeCredential(
  deps: CredentialDependencies,
  user: Principal,
  key: string,
  by = byCommand,
): Promise<void> {
  await deps.store.write(async (tx) => {
    const credential = (await tx.credentialsOf(user.key)).find((one) => one.key === key);
    if (!credential) throw notFound(`${user.email} has no credential ${key}.`);
    await tx.removeCredential(key);
    const detail = { kind: credential.kind, name: credential.name };
    await tx.appendAudit(auditEntry(deps, { ...by, action: 'credential-revoked', subject: user.email, detail }));
  });
}

/** A new account password in the place of the one before; sessions, and programs that were connected, end with that one. */
export async function replacePassword(
  deps: CredentialDependencies,
  user: Principal,
  secret: string,
  by = byCommand,
): Promise<void> {
  const { credential } = await issueCredential(deps, user, 'password', { name: 'password', secret });
  await deps.store.write(async (tx) => {
    for (const { key, kind } of await tx.credentialsOf(user.key))
      if (kind === 'password') await tx.removeCredential(key);
    await tx.endOauthRecords({ userKey: user.key });
    await tx.removeSessionsOf(user.key);
    await saveIssued(deps, tx, { user, credential }, by);
  });
}
