/** Something that the OAuth server keeps. No id that opens anything is in it: those are hashed. */
export interface OauthRecord {
  /** SHA-256, in hex, of the kind and the id. */
  hash: string;
  /** What it is, by the name that the OAuth library has for it: `Client`, `Grant`, `AccessToken`, … */
  model: string;
  /** Hash of a second name by which it is found: the code that somebody types in. */
  alias?: string;
  clientId?: string;
  userKey?: string;
  /** The consent that it was issued under; it ends with it. */
  grantId?: string;
  /** JSON. */
  payload: string;
  /** Epoch milliseconds; absent = until it is removed. */
  expires?: number;
  /** When it was used, for what may be used once. */
  consumed?: number;
}

export type OauthSelection = { model: string; userKey?: string; clientId?: string };

/** Which records end together. */
export type OauthEnding =
  { hash: string } | { grantId: string } | { clientId: string } | { userKey: string; clientId?: string };

export interface OauthReader {
  oauthRecord(hash: string): Promise<OauthRecord | null>;
  oauthRecordByAlias(alias: string): Promise<OauthRecord | null>;
  oauthRecords(selection: OauthSelection): Promise<OauthRecord[]>;
}

export interface OauthWriter {
  saveOauthRecord(record: OauthRecord): Promise<void>;
  /** Holds a record until the transaction ends, so that nobody removes it meanwhile; false when it is not there. */
  lockOauthRecord(hash: string): Promise<boolean>;
  /** True for the first who uses it. */
  consumeOauthRecord(hash: string, at: number): Promise<boolean>;
  removeOauthRecord(hash: string): Promise<void>;
  /** Every replica refuses their tokens from its next request on. */
  endOauthRecords(which: OauthEnding): Promise<number>;
  removeExpiredOauthRecords(now: number): Promise<void>;
}
