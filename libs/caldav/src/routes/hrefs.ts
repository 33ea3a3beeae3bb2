import type { Viewer } from '@dayferry/core';
import type { Address } from './address.js';
import { aliasPath, userOf } from './alias.js';
import { encodeSegment } from './hrefs-segment.js';

export { encodeSegment };

/** The path of an address in its own tree; collections end with a slash. */
export function hrefOf(address: Address): string {
  switch (address.kind) {
    case 'well-known':
      return '/.well-known/caldav';
    case 'root':
      return address.root;
    case 'principals':
      return address.alias ? address.root : '/dav/principals/';
    case 'homes':
      return address.alias ? address.root : '/dav/calendars/';
    case 'principal':
      return principalOf(address);
    case 'home':
      return homeOf(address);
    case 'proxy':
      return `${principalOf(address)}${encodeSegment(address.collection)}/`;
    case 'inbox':
    case 'outbox':
    case 'notifications':
    case 'calendar':
      return collectionOf(address);
    case 'notice':
    case 'message':
    case 'object':
      return collectionOf(address) + encodeSegment(address.name);
  }
}

function principalOf(address: Address): string {
  if (address.tree === 'v2') return `${homeOf(address)}user`;
  const { alias } = address;
  return alias ? aliasPath(alias.layout.principal, alias.user) : principalPath(address.owner);
}

function homeOf(address: Address): string {
  if (address.alias) return aliasPath(address.alias.layout.home, address.alias.user);
  return `${address.tree === 'v2' ? '/caldav/v2/' : '/dav/calendars/'}${encodeSegment(address.owner)}/`;
}

/** The path of the calendar that an address is, or lies in. */
export function collectionHref(address: Address): string {
  return collectionOf(address);
}

function collectionOf(address: Address): string {
  return `${homeOf(address)}${encodeSegment(address.collection)}/`;
}

export function principalPath(email: string): string {
  return `/dav/principals/${encodeSegment(email)}/`;
}

/** The group of those who act for a person with this role. */
export function proxyPath(email: string, role: 'reader' | 'writer'): string {
  return `${principalPath(email)}calendar-proxy-${role === 'writer' ? 'write' : 'read'}/`;
}

/**
 * A person's principal, as seen from an address: in the v2 tree the signed-in user's own is `<calendar id>/user`, which is
 * where that tree's documentation sends clients to start.
 */
export function principalHref(email: string, from: Address, viewer: Viewer): string {
  const isOwn = viewer.user?.email === email;
  if (from.alias && isOwn) return hrefOf(ownInAlias({ ...from, kind: 'principal' }, email));
  return from.tree === 'v2' && from.owner !== '' && isOwn
    ? hrefOf({ ...from, kind: 'principal' })
    : principalPath(email);
}

/** Somebody's place in the layout of an address that lies above it. */
export function ownIn(address: Address, email: string): Address {
  return {
    ...ownInAlias({ ...address, tree: 'dav' }, email),
    owner: email,
    root: address.alias ? address.root : '/dav/',
  };
}

/** The one home of a principal (Apple Calendar and tsdav use only the first href). */
export function homeHref(email: string, from: Address): string {
  if (from.alias) return hrefOf(ownInAlias({ ...from, kind: 'home' }, email));
  const isV2 = from.tree === 'v2' && from.owner !== '';
  return hrefOf(isV2 ? { ...from, kind: 'home' } : { ...from, tree: 'dav', kind: 'home', owner: email });
}

/** The name that a client uses in an old layout is kept; from above, where there is none, it is the layout's. */
function ownInAlias(address: Address, email: string): Address {
  const { alias } = address;
  if (!alias || address.owner === email) return address;
  return { ...address, owner: email, alias: { ...alias, user: userOf(email, alias.layout) } };
}
