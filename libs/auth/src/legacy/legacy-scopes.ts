import { invalidInput } from '@dayferry/core';
import { scopeOf, type Scope } from '../scopes.js';

/**
 * Scopes as old programs ask for them, separated by spaces: the address of v2's feeds, there or here, or one of v3's. In
 * short forms, each once. InvalidInput for those of other services, and for none.
 */
export function readLegacyScopes(text: string | null | undefined, publicUrl: string): Scope[] {
  const asked = (text ?? '').split(' ').filter(Boolean);
  if (!asked.length || asked.length > 50)
    throw invalidInput('scope', 'The program does not say what it wants access to.');
  const scopes = asked.map((one) => (isFeedsHere(one, publicUrl) ? 'calendar' : scopeOf(one)));
  const isKnown = (scope: Scope | null): scope is Scope => scope !== null;
  if (!scopes.every(isKnown)) throw invalidInput('scope', 'The program wants access to something that is not here.');
  return [...new Set(scopes)];
}

const isFeedsHere = (text: string, publicUrl: string): boolean =>
  text.replace(/\/$/, '') === `${publicUrl}/calendar/feeds`;
