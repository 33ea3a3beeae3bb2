import type { AclRule } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { CollectionState } from '../ports/store.port.js';

export type NewAclRule = Pick<AclRule, 'scopeType' | 'scopeValue' | 'role'>;

/** A calendar's rules with their change sequence. */
export interface AclChanges {
  state: CollectionState;
  rules: AclRule[];
}

/** A user's settings with their change sequence. */
export interface SettingsState {
  state: CollectionState;
  /** Only those that were set; the others have the defaults of the protocol that shows them. */
  values: Principal['settings'];
  /** Names of those changed after `since`; absent without it. */
  changed?: string[];
}
