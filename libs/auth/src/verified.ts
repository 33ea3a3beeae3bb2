import type { Credential, Principal } from '@dayferry/core';

/** Whom a presented secret turned out to belong to. */
export interface Verified {
  user: Principal;
  credential: Credential;
  /** Hash of the OAuth server's record that it was found by; absent for credentials of the user's own. */
  record?: string;
  /** It opens this one request and no other. */
  isOnce?: boolean;
}
