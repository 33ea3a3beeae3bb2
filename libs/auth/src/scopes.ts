import { invalidInput } from '@dayferry/core';

const known = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'] as const;

export type Scope = (typeof known)[number];

/** v3 names scopes by URL; v2's one scope was the address of its feeds. */
const googleapis = 'https://www.googleapis.com/auth/';
const v2Scope = /^https?:\/\/www\.google\.com\/calendar\/feeds\/?$/;

const isKnown = (scope: string): scope is Scope => (known as readonly string[]).includes(scope);

/** The short form of a scope in any spelling; null when it is none of a calendar's. */
export function scopeOf(text: string): Scope | null {
  if (v2Scope.test(text)) return 'calendar';
  const short = text.startsWith(googleapis) ? text.slice(googleapis.length) : text;
  return isKnown(short) ? short : null;
}

/** Short forms, each once. Refuses unknown ones and an empty list. */
export function readScopes(texts: readonly string[]): Scope[] {
  const scopes = texts.map((text) => {
    const scope = scopeOf(text);
    if (!scope) throw invalidInput('scopes', `Unknown scope ${text}; known are ${known.join(', ')}.`);
    return scope;
  });
  if (!scopes.length) throw invalidInput('scopes', 'At least one scope is needed.');
  return [...new Set(scopes)];
}

/** What a credential with these scopes may do. Access to a calendar is core's decision; this is only the token's side. */
export function scopeAllows(scopes: Iterable<string>, action: 'read' | 'write'): boolean {
  for (const text of scopes) {
    const scope = scopeOf(text);
    if (scope && (action === 'read' || !scope.endsWith('.readonly'))) return true;
  }
  return false;
}
