import type { Credential, Principal } from '@dayferry/core';

/** Whom a presented secret turned out to belong to. */
export interface Verified {
  user: Principal;
  credential: Credential;
}
