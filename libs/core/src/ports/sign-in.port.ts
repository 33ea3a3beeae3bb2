/** What the audit log tells of. */
export type AuditAction =
  | 'sign-in'
  | 'sign-in-failed'
  | 'sign-out'
  | 'credential-issued'
  | 'credential-revoked'
  | 'acl-changed'
  | 'delegates-changed'
  | 'client-added'
  | 'client-removed'
  | 'service-account-added'
  | 'service-account-removed'
  | 'acted-for-user'
  | 'program-connected'
  | 'program-disconnected'
  | 'doors-changed'
  | 'organisation-changed'
  | 'members-changed'
  | 'calendar-added'
  | 'calendar-changed'
  | 'calendar-opened'
  | 'calendar-cleared'
  | 'calendar-removed'
  | 'calendar-imported'
  | 'calendar-exported'
  | 'private-address-reset'
  | 'private-address-removed'
  | 'user-added'
  | 'user-renamed'
  | 'user-removed';

/** One thing that was done about sign-in or rights. It never holds a secret. */
export interface AuditEntry {
  key: string;
  /** Epoch milliseconds. */
  at: number;
  action: AuditAction;
  /** An e-mail address, or `command line`. For a failed sign-in, the name that was given. */
  actor: string;
  /** What it was done to: a calendar's id, an e-mail address, the name of a credential. */
  subject: string;
  detail: Record<string, string>;
  /** Network address of the client, where it is known. */
  ip?: string;
}

export interface AuditQuery {
  /** As actor or as subject. */
  who?: string;
  action?: string;
  /** Epoch milliseconds. */
  since?: number;
  limit: number;
}

/** How often something went wrong, until when it counts. */
export interface FailureCount {
  count: number;
  /** Epoch milliseconds. */
  until: number;
}

/** Somebody signed in at a browser. */
export interface BrowserSession {
  /** SHA-256, in hex, of the secret in the cookie. */
  hash: string;
  userKey: string;
  /** The password that it was begun by; it ends with it. */
  credentialKey: string;
  /** Epoch milliseconds. */
  created: number;
  expires: number;
}

export interface SignInReader {
  session(hash: string): Promise<BrowserSession | null>;
  /** Newest first. */
  auditEntries(query: AuditQuery): Promise<AuditEntry[]>;
  /** What counts at `now`, by the hashes of what it is counted for. */
  failures(hashes: string[], now: number): Promise<Map<string, FailureCount>>;
}

export interface SignInWriter {
  saveSession(session: BrowserSession): Promise<void>;
  removeSession(hash: string): Promise<void>;
  removeSessionsOf(userKey: string): Promise<void>;
  removeExpiredSessions(now: number): Promise<void>;
  appendAudit(entry: AuditEntry): Promise<void>;
  removeAuditBefore(at: number): Promise<number>;
  /** Counts one more, by one relative statement; a count that is over begins anew and ends at `until`. */
  noteFailure(hash: string, now: number, until: number): Promise<void>;
  removeOldFailures(now: number): Promise<void>;
  /** True for the first who uses it, on whatever replica; it is remembered until `expires`. */
  useNonce(hash: string, expires: number): Promise<boolean>;
  removeOldNonces(now: number): Promise<void>;
}
