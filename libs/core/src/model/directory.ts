import type { Json } from './shadow.js';

/** The ways of signing in that the Data API of old had, each of which can be closed. */
export type LegacyDoor = 'client-login' | 'authsub' | 'oauth1' | 'magic-cookie';

export interface Organisation {
  key: string;
  /** Mail domain in lower case. */
  domain: string;
  name: string;
  /** Days for which scheduling messages stay in the inboxes of its users; 0 = there are none. */
  inboxDays: number;
  /** The only legacy doors that are open to its people; absent = those of the settings. */
  legacyDoors?: LegacyDoor[];
}

export type PrincipalKind = 'user' | 'group' | 'resource';

/** A user, a group, or a resource (room) of an organisation. */
export interface Principal {
  key: string;
  organisationKey: string;
  kind: PrincipalKind;
  /** Lower case; unique in the whole store. */
  email: string;
  name: string;
  isAdmin: boolean;
  /** Epoch milliseconds. */
  created: number;
  /** Settings as v2 and v3 name them (mapping.md §13). */
  settings: Record<string, Json>;
}

/** The doors of the server, by the name that metrics have for them. */
export type ProtocolName = 'v2' | 'v3' | 'caldav' | 'jscalendar';

/**
 * `access-token`: of a program that a user connected by OAuth; those are not among the user's own credentials. `identity`:
 * the name under which another server vouches for the user; it is no secret.
 */
export type CredentialKind = 'app-password' | 'token' | 'password' | 'access-token' | 'identity';

/** Something a client signs in with. The secret itself is never stored. */
export interface Credential {
  key: string;
  userKey: string;
  kind: CredentialKind;
  name: string;
  /** `sha256$…` of a random secret, or `scrypt$…` of a chosen one. */
  hash: string;
  /** What it opens, e.g. `calendar`, `calendar.readonly`. */
  scopes: string[];
  /** The only protocols it opens; absent = all. */
  protocols?: ProtocolName[];
  /** Ids of the only calendars it opens; absent = all. */
  calendars?: string[];
  /** Epoch milliseconds. */
  created: number;
  expires?: number;
  lastUsed?: number;
}
