import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import {
  auditEntry,
  commandLine,
  createPrincipal,
  notFound,
  removePrincipal,
  type CoreDependencies,
  type Store,
  type StoreWriter,
} from '@dayferry/core';
import { recordHash } from '../oauth/record-hash.js';
import { readRsaKey } from '../rsa-key.js';
import { readScopes, type Scope } from '../scopes.js';

const make = promisify(generateKeyPair);
const model = 'ServiceAccount';

/** A program that signs in as itself, and as users of its organisation where an administrator lets it. */
export interface ServiceAccount {
  email: string;
  /** Of its principal: a user who comes later under the same address is somebody else. */
  userKey: string;
  keyId: string;
  /** SPKI, in PEM. */
  publicKey: string;
  /** What it may do in the place of users of its organisation. */
  delegated: Scope[];
}

export interface NewServiceAccount {
  /** Also the address under which calendars are shared with it. */
  email: string;
  name?: string;
  /** PEM of an RSA key that the program keeps the other half of; a pair is made when it is absent. */
  publicKey?: string;
  /** Scopes, in any spelling; none = it acts as itself only. */
  delegated?: readonly string[];
}

/** The private key is known at this moment only, and not at all where the program has it already. */
export interface AddedServiceAccount {
  account: ServiceAccount;
  privateKey?: string;
}

/** Makes a principal with a calendar of its own, and registers its key. Conflict when the address is taken. */
export async function addServiceAccount(
  deps: CoreDependencies,
  wanted: NewServiceAccount,
): Promise<AddedServiceAccount> {
  const delegated = wanted.delegated?.length ? readScopes(wanted.delegated) : [];
  const { publicKey, privateKey } =
    wanted.publicKey === undefined
      ? await newPair()
      : { publicKey: readRsaKey(wanted.publicKey, { path: 'publicKey', bits: 2_048 }) };
  const keyId = randomBytes(20).toString('hex');
  const account = await deps.store.write(async (tx) => {
    const { email, name } = wanted;
    const user = await createPrincipal(deps, tx, { email, ...(name === undefined ? {} : { name }) });
    const made: ServiceAccount = { email: user.email, userKey: user.key, keyId, publicKey, delegated };
    await save(tx, made);
    const detail = { delegated: delegated.join(' ') };
    await tx.appendAudit(
      auditEntry(deps, { action: 'service-account-added', actor: commandLine, subject: user.email, detail }),
    );
    return made;
  });
  return { account, ...(privateKey === undefined ? {} : { privateKey }) };
}

async function newPair(): Promise<{ publicKey: string; privateKey: string }> {
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  return make('rsa', { modulusLength: 2_048, publicKeyEncoding, privateKeyEncoding });
}

function save(tx: StoreWriter, account: ServiceAccount): Promise<void> {
  const { email } = account;
  return tx.saveOauthRecord({
    hash: recordHash(model, email),
    model,
    clientId: email,
    payload: JSON.stringify(account),
  });
}

/** Null for somebody unknown, and for one whose principal was removed. */
export async function serviceAccountOf(
  { reader }: Pick<Store, 'reader'>,
  email: string,
): Promise<ServiceAccount | null> {
  const record = await reader.oauthRecord(recordHash(model, email));
  const account = record && (JSON.parse(record.payload) as ServiceAccount);
  const user = account && (await reader.principal(account.userKey));
  return user ? account : null;
}

/** By address. */
export async function listServiceAccounts({ reader }: Pick<Store, 'reader'>): Promise<ServiceAccount[]> {
  const records = await reader.oauthRecords({ model });
  return records
    .map(({ payload }) => JSON.parse(payload) as ServiceAccount)
    .toSorted((a, b) => a.email.localeCompare(b.email));
}

/** With its calendars and all its access, from the next request on. NotFound when there is none. */
export async function removeServiceAccount(deps: CoreDependencies, email: string): Promise<void> {
  await deps.store.write(async (tx) => {
    const record = await tx.oauthRecord(recordHash(model, email));
    if (!record) throw notFound(`There is no service account ${email}.`);
    const { userKey } = JSON.parse(record.payload) as ServiceAccount;
    await tx.endOauthRecords({ clientId: email });
    if (await tx.principal(userKey)) await removePrincipal(deps, tx, email);
    await tx.appendAudit(auditEntry(deps, { action: 'service-account-removed', actor: commandLine, subject: email }));
  });
}
