import type { Viewer } from '@dayferry/core';
import type { Address } from './address.js';

/** One spelling of a path segment: everything that RFC 3986 §3.3 allows in one stays readable, `@` and `:` above all. */
export function encodeSegment(segment: string): string {
  if (/^[\w.~@:+,=$-]*$/.test(segment)) return segment;
  const encoded = encodeURIComponent(segment);
  return encoded.includes('%') ? encoded.replace(/%(?:40|3A|2B|2C|3D|24)/g, decodeURIComponent) : encoded;
}

/** The path of an address in its own tree; collections end with a slash. */
export function hrefOf(address: Address): string {
  switch (address.kind) {
    case 'well-known':
      return '/.well-known/caldav';
    case 'root':
      return address.root;
    case 'principals':
      return '/dav/principals/';
    case 'homes':
      return '/dav/calendars/';
    case 'principal':
      return address.tree === 'v2' ? `${homeOf(address)}user` : principalPath(address.owner);
    case 'home':
      return homeOf(address);
    case 'inbox':
    case 'outbox':
    case 'calendar':
      return collectionOf(address);
    case 'object':
      return collectionOf(address) + encodeSegment(address.name);
  }
}

function homeOf(address: Address): string {
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

/**
 * A person's principal, as seen from an address: in the v2 tree the signed-in user's own is `<calendar id>/user`, which is
 * where that tree's documentation sends clients to start.
 */
export function principalHref(email: string, from: Address, viewer: Viewer): string {
  const isOwn = viewer.user?.email === email;
  return from.tree === 'v2' && from.owner !== '' && isOwn
    ? hrefOf({ ...from, kind: 'principal' })
    : principalPath(email);
}

/** The one home of a principal (Apple Calendar and tsdav use only the first href). */
export function homeHref(email: string, from: Address): string {
  const isV2 = from.tree === 'v2' && from.owner !== '';
  return hrefOf(isV2 ? { ...from, kind: 'home' } : { ...from, tree: 'dav', kind: 'home', owner: email });
}
