import { randomBytes } from 'node:crypto';
import {
  unauthenticated,
  type CoreDependencies,
  type Credential,
  type LegacyDoor,
  type OauthRecord,
  type Principal,
  type StoreReader,
  type StoreWriter,
} from '@dayferry/core';
import { recordHash } from '../oauth/record-hash.js';
import type { Verified } from '../verified.js';
import type { LegacyDoors } from './doors.js';

/** What is kept of a token that was given out at a legacy door. */
export interface LegacyToken {
  door: Exclude<LegacyDoor, 'magic-cookie'>;
  /** In short forms. */
  scopes: string[];
  /** Epoch milliseconds. */
  since: number;
  until: number;
  /** ClientLogin: the app password that it stands for, and ends with. */
  credentialKey?: string;
  /** Whom it was given to: a consumer's key, or what a program calls itself. */
  target: string;
  /** AuthSub: the origin that it was sent to. */
  site?: string;
  /** Only signed requests may present it. */
  isSigned: boolean;
  /** It opens one request; `exchangeable`: or is given back for one that lasts. */
  once?: 'only' | 'exchangeable';
}

export interface NewToken extends Omit<LegacyToken, 'since' | 'until'> {
  userKey: string;
  clientId?: string;
  grantId?: string;
  /** Milliseconds that it lasts. */
  lasts: number;
}

const model = 'LegacyToken';
const mark = /^df_[A-Za-z0-9_-]{43}$/;
/** So long a program is told that its token is over, and not merely that nobody knows it. */
const remembered = 30 * 86_400_000;

/** 256 random bits; never mistaken for an app password or token of the user's own. */
export const newLegacyToken = (): string => `df_${randomBytes(32).toString('base64url')}`;

export const isLegacyToken = (secret: string): boolean => mark.test(secret);

export const legacyTokenHash = (token: string): string => recordHash(model, token);

export interface FoundToken {
  token: LegacyToken;
  record: OauthRecord;
  user: Principal;
}

/** Tokens of ClientLogin, AuthSub and OAuth 1.0. */
export class LegacyTokens {
  constructor(
    private readonly deps: Pick<CoreDependencies, 'store' | 'clock'>,
    private readonly doors: LegacyDoors,
  ) {}

  /** In a transaction of the caller's; the only moment at which the token is known. */
  async issue(tx: Pick<StoreWriter, 'saveOauthRecord'>, wanted: NewToken): Promise<{ secret: string; until: number }> {
    const { userKey, clientId, grantId, lasts, ...rest } = wanted;
    const since = this.deps.clock();
    const token: LegacyToken = { ...rest, since, until: since + lasts };
    const secret = newLegacyToken();
    const record = { hash: legacyTokenHash(secret), model, userKey, clientId, grantId };
    await tx.saveOauthRecord({ ...record, payload: JSON.stringify(token), expires: token.until + remembered });
    return { secret, until: token.until };
  }

  /**
   * Whom a token that needs no signature stands for. One for a single request is used up by this. Null when it was never
   * given out, or has ended, or came through a door that is closed now; Unauthenticated `Token expired` when its time is over.
   */
  async open(secret: string): Promise<Verified | null> {
    const found = await this.find(legacyTokenHash(secret));
    if (!found || found.token.isSigned) return null;
    if (found.token.once !== undefined && !(await this.consume(found))) return null;
    return this.verified(found);
  }

  /** The same for one that was opened before: its secret need not be looked at again. */
  async reopen(hash: string): Promise<Verified | null> {
    const found = await this.find(hash);
    return found && this.verified(found);
  }

  /** With its user; null when it is not there, used up, or its door is closed to that user. */
  async find(hash: string): Promise<FoundToken | null> {
    const { reader } = this.deps.store;
    const record = await reader.oauthRecord(hash);
    if (record?.model !== model || record.userKey === undefined || record.consumed !== undefined) return null;
    const token = JSON.parse(record.payload) as LegacyToken;
    const user = await reader.principal(record.userKey);
    if (!user || !(await this.doors.isOpenTo(user.email, token.door))) return null;
    // The Java library signs in anew when it reads these two words.
    if (token.until <= this.deps.clock()) throw unauthenticated('Token expired', { code: 'wrong-credentials' });
    return { token, record, user };
  }

  /** True for the first who uses it. */
  consume({ record: { hash } }: FoundToken): Promise<boolean> {
    return this.deps.store.write((tx) => tx.consumeOauthRecord(hash, this.deps.clock()));
  }

  async verified({ token, record, user }: FoundToken): Promise<Verified | null> {
    const credential =
      token.credentialKey === undefined ? ownCredential(token, record, user) : await this.behind(token, user);
    if (!credential) return null;
    return { user, credential, record: record.hash, isOnce: token.once !== undefined };
  }

  /** An app password with its limits, as long as it is there. */
  private async behind(token: LegacyToken, user: Principal): Promise<Credential | null> {
    const reader: Pick<StoreReader, 'credentialsOf'> = this.deps.store.reader;
    const own = (await reader.credentialsOf(user.key)).find(({ key }) => key === token.credentialKey);
    return own ? { ...own, expires: Math.min(token.until, own.expires ?? token.until) } : null;
  }
}

function ownCredential(token: LegacyToken, { hash }: OauthRecord, user: Principal): Credential {
  return {
    key: hash,
    userKey: user.key,
    kind: 'access-token',
    name: token.target,
    hash,
    scopes: token.scopes,
    created: token.since,
    expires: token.until,
  };
}
