import { createHash } from 'node:crypto';
import { DayferryError, type Viewer } from '@dayferry/core';

/** The version of each member of a collection, by the last segment of its path. */
export type CollectionState = ReadonlyMap<string, string>;

/** Collections whose sync token is their state. */
export type StatefulKind = 'home' | 'notifications';

/**
 * A sync token (RFC 6578) of a small collection that is the state itself: there is nothing to remember for it, so it never
 * expires.
 */
export function renderStateToken(kind: StatefulKind, viewer: Viewer, state: CollectionState): string {
  const text = [...state].map(([segment, version]) => `${encodeURIComponent(segment)}=${version}`).join('&');
  return `${prefixOf(kind, viewer)}${text}`;
}

/** TokenExpired for what was not made here for this user. */
export function parseStateToken(kind: StatefulKind, viewer: Viewer, token: string): CollectionState {
  const prefix = prefixOf(kind, viewer);
  const text = token.startsWith(prefix) ? token.slice(prefix.length) : null;
  if (text === null || !/^(?:[^&=]+=[\w-]{12}(?:&|$))*$/.test(text)) throw expired();
  try {
    const pairs = text === '' ? [] : text.split('&').map((pair) => pair.split('=') as [string, string]);
    return new Map(pairs.map(([segment, version]) => [decodeURIComponent(segment), version]));
  } catch {
    throw expired();
  }
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

const prefixOf = (kind: StatefulKind, { user }: Viewer): string => `data:,dayferry-${kind}:${user?.key ?? 'nobody'}:`;

/** For a token that was not made here. */
export function expired(): DayferryError {
  return new DayferryError('token-expired', 'The sync token is not valid here: sync anew without one.');
}
