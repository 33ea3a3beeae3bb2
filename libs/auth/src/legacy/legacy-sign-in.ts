import type { CoreDependencies, LegacyDoor } from '@dayferry/core';
import { LegacyDoors } from './doors.js';
import { LegacyKeys } from './keys.js';
import { LegacyTokens } from './legacy-tokens.js';

export interface LegacyOptions {
  dependencies: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;
  publicUrl: string;
  /** Of all replicas; empty when there is none. */
  secret: string;
  /** Mail domain of names without one. */
  domain?: string;
  /** Whether programs may sign in with passwords. */
  takesPasswords: boolean;
  /** The doors that are open to organisations without a choice of their own. */
  doors: readonly LegacyDoor[];
}

/** What all parts of the legacy doors share. */
export interface LegacySignIn extends Omit<LegacyOptions, 'secret' | 'doors' | 'takesPasswords'> {
  doors: LegacyDoors;
  keys: LegacyKeys;
  tokens: LegacyTokens;
}

export function legacySignIn({ secret, doors: open, takesPasswords, ...rest }: LegacyOptions): LegacySignIn {
  const { dependencies } = rest;
  const doors = new LegacyDoors(dependencies.store.reader, open, takesPasswords);
  const tokens = new LegacyTokens(dependencies, doors);
  return { ...rest, doors, keys: new LegacyKeys(secret), tokens };
}
