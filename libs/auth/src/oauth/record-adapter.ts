import { auditEntry, type CoreDependencies, type OauthRecord, type StoreWriter } from '@dayferry/core';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { lookupHash } from '../secret.js';
import { endAccess } from './end-access.js';
import { recordHash } from './record-hash.js';

export interface AdapterDependencies extends Pick<CoreDependencies, 'store' | 'clock' | 'ids'> {
  /** The name of the address that is being served, where one is. */
  route: () => string | undefined;
  /** The library's error for something that was used already, or taken away meanwhile. */
  invalidGrant: (reason: string) => Error;
}

/** What belongs to a consent is refused once that has ended, were it issued in the same moment. */
const underGrant: readonly string[] = ['AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode'];
/** Where a device code is found by what somebody typed; nobody can present its hash anywhere else. */
const typedIn: readonly (string | undefined)[] = ['code_verification', 'device_resume'];
const handle = '#';

/** oidc-provider's records in our store. Ids are kept as hashes; so a dump holds nothing that opens anything. */
export class RecordAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly deps: AdapterDependencies,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const record = this.record(id, payload, expiresIn);
    const { grantId } = record;
    const needed = grantId !== undefined && underGrant.includes(this.model) ? recordHash('Grant', grantId) : null;
    await this.deps.store.write(async (tx) => {
      if (needed && !(await tx.lockOauthRecord(needed))) throw this.deps.invalidGrant('grant was revoked');
      await tx.saveOauthRecord(record);
      if (this.model === 'Client') await tx.appendAudit(registration(this.deps, id, payload));
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const hash = this.hashOf(id);
    const record = hash === null ? null : await this.deps.store.reader.oauthRecord(hash);
    return record ? restored(record, id) : undefined;
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    const found = await this.byAlias(userCode);
    return found && { ...found, userCode };
  }

  /** A session by the name that its interactions know; to look at, not to save. */
  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.byAlias(uid);
  }

  /** Of two at once, on whatever replicas, the second is refused, and what the first was given ends. */
  async consume(id: string): Promise<void> {
    const hash = this.hashOf(id);
    if (hash === null) return;
    const isFirst = await this.deps.store.write(async (tx) => {
      if (await tx.consumeOauthRecord(hash, this.deps.clock())) return true;
      const grantId = (await tx.oauthRecord(hash))?.grantId;
      if (grantId !== undefined) await this.endGrant(tx, grantId);
      return false;
    });
    if (!isFirst) throw this.deps.invalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    const hash = this.hashOf(id);
    if (hash !== null) await this.deps.store.write((tx) => tx.removeOauthRecord(hash));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.deps.store.write((tx) => this.endGrant(tx, grantId));
  }

  private async byAlias(name: string): Promise<AdapterPayload | undefined> {
    const record = await this.deps.store.reader.oauthRecordByAlias(recordHash(`${this.model} alias`, name));
    return record ? restored(record, handle + record.hash) : undefined;
  }

  private async endGrant(tx: StoreWriter, grantId: string): Promise<void> {
    const grant = await tx.oauthRecord(recordHash('Grant', grantId));
    if (grant) await endAccess(this.deps, tx, grant);
  }

  private hashOf(id: string): string | null {
    if (this.model !== 'DeviceCode' || !id.startsWith(handle)) return recordHash(this.model, id);
    return typedIn.includes(this.deps.route()) ? id.slice(handle.length) : null;
  }

  private record(id: string, payload: AdapterPayload, expiresIn?: number): OauthRecord {
    const { accountId: userKey, clientId, grantId, exp, userCode, uid } = payload;
    const alias = userCode ?? (this.model === 'Session' ? uid : undefined);
    const hash = this.hashOf(id) ?? recordHash(this.model, id);
    const record: OauthRecord = { hash, model: this.model, payload: JSON.stringify(kept(this.model, id, payload)) };
    if (this.model === 'Client') return { ...record, clientId: id };
    const seconds = exp ?? (expiresIn === undefined ? undefined : Math.floor(Date.now() / 1000) + expiresIn);
    return {
      ...record,
      clientId,
      userKey,
      grantId: this.model === 'Grant' ? id : grantId,
      alias: alias === undefined ? undefined : recordHash(`${this.model} alias`, alias),
      expires: seconds === undefined ? undefined : seconds * 1000,
    };
  }
}

/** A program that registered itself; those of administrators do not come here. */
const registration = (deps: AdapterDependencies, id: string, { client_name: name = '' }: AdapterPayload) =>
  auditEntry(deps, { action: 'client-added', actor: 'registration', subject: id, detail: { name } });

/** Without the id itself, wherever it stands, and with a client's secret as a hash. */
function kept(model: string, id: string, payload: AdapterPayload): object {
  const { jti: _id, userCode: _typed, returnTo, session, client_secret: secret, ...rest } = payload;
  const more: Partial<AdapterPayload> = {};
  if (model === 'Client' && secret !== undefined)
    more.client_secret = secret.startsWith('sha256$') ? secret : lookupHash(secret);
  if (returnTo !== undefined) more.returnTo = returnTo.replace(id, '{id}');
  if (session) more.session = { ...session, cookie: undefined as unknown as string };
  return { ...rest, ...more };
}

function restored({ model, payload, consumed }: OauthRecord, id: string): AdapterPayload {
  const known = JSON.parse(payload) as AdapterPayload;
  if (model === 'Client') return known;
  if (known.returnTo !== undefined) known.returnTo = known.returnTo.replace('{id}', id);
  return { ...known, jti: id, ...(consumed === undefined ? {} : { consumed: Math.floor(consumed / 1000) }) };
}
