import { type DayferryError, forbidden, invalidInput } from '@dayferry/core';
import { cutMember, parseAddress, type Address } from './address.js';
import type { Alias } from './alias.js';

/** The path of an absolute URI, or an absolute path as it is. */
export function pathOf(uri: string): string {
  return uri.replace(/^https?:\/\/[^/]*/i, '') || '/';
}

/** Where a DAV:href of a request leads, when that is a resource of this kind. */
export function addressIn(
  href: string,
  kind: Address['kind'],
  { aliases }: { aliases?: readonly Alias[] | undefined },
): Address | null {
  try {
    const address = parseAddress(pathOf(href), aliases);
    return address.kind === kind ? address : null;
  } catch {
    return null;
  }
}

/** What a DAV:href of a request names in which collection; null where it is no path to a member. */
export function memberIn(href: string): { collection: string; name: string } | null {
  try {
    return cutMember(pathOf(href));
  } catch {
    return null;
  }
}

/**
 * RFC 4918 §10.3: where COPY and MOVE put the resource; the path of it. InvalidInput when there is none, and
 * `foreign-destination` for another server, which we never write to.
 */
export function destinationPath(headers: Readonly<Record<string, string | undefined>>, publicUrl: string): string {
  const value = headers.destination?.trim();
  if (!value) throw invalidInput('Destination', 'The Destination header is missing.');
  if (value.startsWith('/') && !value.startsWith('//')) return value;
  const match = /^https?:\/\/([^/?#@\\]+)(\/[^?#]*)?$/i.exec(value);
  if (!match) {
    const isOther = /^[a-z][a-z0-9+.-]*:/i.test(value) || value.startsWith('//');
    throw isOther ? foreign() : invalidInput('Destination', 'The Destination is an absolute URI or a path.');
  }
  const host = match[1]!.toLowerCase();
  if (host !== new URL(publicUrl).host && host !== headers.host?.toLowerCase()) throw foreign();
  return match[2] ?? '/';
}

function foreign(): DayferryError {
  return forbidden('The Destination is on another server.', { code: 'foreign-destination' });
}

/** RFC 4918 §10.6: missing means that what is there is replaced. */
export function overwriteOf(headers: Readonly<Record<string, string | undefined>>): boolean {
  const value = headers.overwrite?.trim().toUpperCase() ?? 'T';
  if (value !== 'T' && value !== 'F') throw invalidInput('Overwrite', 'Overwrite is T or F.');
  return value === 'T';
}
