import { unauthenticated } from '../errors.js';
import type { SharedRole } from '../model/sharing.js';
import type { Principal } from '../model/directory.js';

/** Who is asking, with what rights of their token. The first thing every call into core needs to know. */
export interface Viewer {
  /** Absent = nobody signed in. */
  user?: Principal;
  /** Who acts in the user's place without being them; for the audit log. */
  actor?: string;
  /** The mail domain of the user's organisation, lower case. */
  domain?: string;
  /** E-mail addresses of the groups the user belongs to, lower case. */
  groups: readonly string[];
  /** Those on all of whose calendars the user acts in their place, by key. */
  actsFor?: ReadonlyMap<string, SharedRole>;
  /** Scopes of the credential; see `scopes.ts` for what each allows. */
  scopes: ReadonlySet<string>;
  /** Ids of the calendars that the credential is for; absent = all that the user may see. */
  calendars?: ReadonlySet<string>;
}

export const nobody: Viewer = { groups: [], scopes: new Set(['calendar.readonly']) };

/** The user who signed in; Unauthenticated where nobody did. */
export function signedIn(viewer: Viewer): Principal {
  if (!viewer.user) throw unauthenticated();
  return viewer.user;
}
