import { forbidden, invalidInput, type Credential, type ProtocolName } from '@dayferry/core';
import { scopeTexts } from './scopes.table.js';

export type Scope = keyof typeof scopeTexts;

/** Every scope that a credential can have. */
export const allScopes = Object.keys(scopeTexts) as Scope[];

/** v3 names scopes by URL; v2's one scope was the address of its feeds. */
export const scopePrefix = 'https://www.googleapis.com/auth/';
const v2Scope = /^https?:\/\/www\.google\.com\/calendar\/feeds\/?$/;

const isKnown = (scope: string): scope is Scope => Object.hasOwn(scopeTexts, scope);

/** The short form of a scope in any spelling; null when it is none of a calendar's. */
export function scopeOf(text: string): Scope | null {
  if (v2Scope.test(text)) return 'calendar';
  const short = text.startsWith(scopePrefix) ? text.slice(scopePrefix.length) : text;
  return isKnown(short) ? short : null;
}

/** Short forms, each once. Refuses unknown ones and an empty list. */
export function readScopes(texts: readonly string[]): Scope[] {
  const scopes = texts.map((text) => {
    const scope = scopeOf(text);
    if (!scope) throw invalidInput('scopes', `Unknown scope ${text}; known are ${allScopes.join(', ')}.`);
    return scope;
  });
  if (!scopes.length) throw invalidInput('scopes', 'At least one scope is needed.');
  return [...new Set(scopes)];
}

export const protocolNames: readonly ProtocolName[] = ['v2', 'v3', 'caldav', 'jscalendar'];

export function readProtocols(texts: readonly string[]): ProtocolName[] {
  const names = texts.map((text) => {
    const name = protocolNames.find((known) => known === text);
    if (!name) throw invalidInput('protocols', `Unknown protocol ${text}; known are ${protocolNames.join(', ')}.`);
    return name;
  });
  if (!names.length) throw invalidInput('protocols', 'At least one protocol is needed.');
  return [...new Set(names)];
}

/** Scopes that protocols without scopes of their own understand as core does. */
const general = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'];

/**
 * The scopes with which a credential enters a protocol, as core knows them. v3 looks at each method's scopes itself; the
 * others open for whole calendars or their events, and for their own scope. Forbidden `insufficient-scope` when
 * nothing is left, or when the credential is for other protocols.
 */
export function scopesAt(protocol: ProtocolName, { scopes, protocols }: Pick<Credential, 'scopes' | 'protocols'>) {
  const isOpen = !protocols || protocols.includes(protocol);
  const usable = isOpen ? new Set(scopes.flatMap((scope) => translated(protocol, scope))) : new Set<string>();
  if (usable.size > 0) return usable;
  throw forbidden('The credential is not for this interface.', { code: 'insufficient-scope' });
}

function translated(protocol: ProtocolName, scope: string): string[] {
  if (scope === protocol) return ['calendar'];
  if (scope === `${protocol}.readonly`) return ['calendar.readonly'];
  const isOpen = protocol === 'v3' ? scope.startsWith('calendar') : general.includes(scope);
  return isOpen ? [scope] : [];
}
