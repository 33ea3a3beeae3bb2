import type { Principal } from '../model/directory.js';

/** Who is asking, with what rights of their token. The first thing every call into core needs to know. */
export interface Viewer {
  /** Absent = nobody signed in. */
  user?: Principal;
  /** The mail domain of the user's organisation, lower case. */
  domain?: string;
  /** E-mail addresses of the groups the user belongs to, lower case. */
  groups: readonly string[];
  /** Scopes of the credential; see `scopes.ts` for what each allows. */
  scopes: ReadonlySet<string>;
  /** Ids of the calendars that the credential is for; absent = all that the user may see. */
  calendars?: ReadonlySet<string>;
}

export const nobody: Viewer = { groups: [], scopes: new Set(['calendar.readonly']) };
