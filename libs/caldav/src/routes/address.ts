import { DayferryError, invalidInput, notFound } from '@dayferry/core';
import { aliasMatches, aliasPath, emailOf, type Alias, type AliasMatch } from './alias.js';

/** Everything that is a resource; the well-known address only points at one. */
export const resourceKinds = [
  'root',
  'principals',
  'homes',
  'principal',
  'proxy',
  'home',
  'inbox',
  'message',
  'outbox',
  'notifications',
  'notice',
  'calendar',
  'object',
] as const;
export type ResourceKind = 'well-known' | (typeof resourceKinds)[number];

/**
 * What a path names, before anybody looks whether it exists. There are two trees: `dav` is ours
 * (`/dav/principals/<e-mail>/`, `/dav/calendars/<e-mail>/<collection>/<name>`), `v2` the one that the CalDAV API
 * documented (`/caldav/v2/<calendar id>/user`, `/caldav/v2/<calendar id>/events/<name>`). Members without a meaning for
 * the kind are empty.
 */
export interface Address {
  readonly kind: ResourceKind;
  readonly tree: 'dav' | 'v2';
  /** dav: the e-mail address of a principal or home; v2: the calendar id. */
  readonly owner: string;
  /** Last segment of a calendar's path: a collection name or a calendar id; `events` in v2. Name of a proxy group. */
  readonly collection: string;
  /** Resource name of a calendar object, a scheduling message or a notice. */
  readonly name: string;
  /** Path of the root that was asked for, since there is more than one; in an alias, of what lies above principals or homes. */
  readonly root: string;
  /** The layout of another server that the path is written in, and its name for the owner; always with tree `dav`. */
  readonly alias?: { layout: Alias; user: string } | undefined;
}

/** caldav-proxy §5.2: the groups below a principal of those who read, or write as well, in its place. */
export const proxyNames = ['calendar-proxy-read', 'calendar-proxy-write'] as const;
/** Beside the calendars of a home; no calendar can have this name. */
export const notificationName = 'notification';

const nowhere: Omit<Address, 'kind' | 'tree'> = { owner: '', collection: '', name: '', root: '/dav/' };
const longestSegment = 255;

/** RFC 3986 §3.3: cut at the slashes first, then decode, so that an encoded slash never makes a segment. */
export function parseAddress(rawUrl: string, aliases: readonly Alias[] = []): Address {
  const path = rawUrl.split(/[?#]/, 1)[0]!;
  const segments = path.split('/').slice(1).map(decodeSegment);
  if (segments.at(-1) === '') segments.pop();
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) throw notFound();
  const address = locate(segments) ?? inAliases(segments, aliases);
  if (!address) throw notFound();
  return address;
}

/** The last segment of a path, and what it lies in; null where the path has none. Throws like parseAddress. */
export function cutMember(rawUrl: string): { collection: string; name: string } | null {
  const path = rawUrl.split(/[?#]/, 1)[0]!.replace(/\/$/, '');
  const at = path.lastIndexOf('/') + 1;
  const name = decodeSegment(path.slice(at));
  return name === '' || name === '.' || name === '..' ? null : { collection: path.slice(0, at), name };
}

function decodeSegment(raw: string): string {
  if (raw.length > 3 * longestSegment) throw tooLong();
  let text: string;
  try {
    text = raw.includes('%') ? decodeURIComponent(raw) : raw;
  } catch {
    throw invalidInput('path', 'A percent escape in the path is wrong.');
  }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f/]/.test(text))
    throw invalidInput('path', 'The path contains a control character or an encoded slash.');
  if (text.length > longestSegment) throw tooLong();
  return text;
}

function tooLong(): DayferryError {
  return new DayferryError('too-large', `A path segment has at most ${longestSegment} characters.`, {
    code: 'uri-too-long',
  });
}

function locate(segments: string[]): Address | null {
  const [first, second] = segments;
  if (first === undefined) return { ...nowhere, kind: 'root', tree: 'dav', root: '/' };
  if (first === 'dav') return inDav(segments.slice(1));
  if (first === 'caldav') return inV2(segments.slice(1));
  if (first === '.well-known' && second === 'caldav' && segments.length === 2)
    return { ...nowhere, kind: 'well-known', tree: 'dav' };
  return null;
}

function inDav([top, owner, collection, name, ...rest]: string[]): Address | null {
  const at = { ...nowhere, tree: 'dav' } as const;
  if (rest.length > 0) return null;
  if (top === undefined) return { ...at, kind: 'root' };
  if (top === 'principals') return name === undefined ? inPrincipals(owner, collection) : null;
  if (top !== 'calendars') return null;
  if (owner === undefined) return { ...at, kind: 'homes' };
  const home = { ...at, owner: owner.toLowerCase() };
  if (collection === undefined) return { ...home, kind: 'home' };
  return inHome(home, collection, name);
}

function inHome(home: Omit<Address, 'kind'>, collection: string, name: string | undefined): Address | null {
  const at = { ...home, collection, name: name ?? '' };
  if (collection === 'inbox') return { ...at, kind: name === undefined ? 'inbox' : 'message' };
  if (collection === 'outbox') return name === undefined ? { ...at, kind: 'outbox' } : null;
  if (collection === notificationName) return { ...at, kind: name === undefined ? 'notifications' : 'notice' };
  return { ...at, kind: name === undefined ? 'calendar' : 'object' };
}

/** RFC 4918 knows nothing of layouts: every path of the old server is one of ours under another name. */
function inAliases(segments: string[], aliases: readonly Alias[]): Address | null {
  for (const layout of aliases) {
    for (const match of aliasMatches(layout, segments)) {
      const address = inAlias(layout, match, segments);
      if (address) return address;
    }
  }
  return null;
}

function inAlias(layout: Alias, { kind, user, rest }: AliasMatch, segments: string[]): Address | null {
  const alias = { layout, user };
  if (kind === 'root' || kind === 'principals' || kind === 'homes')
    return { ...nowhere, kind, tree: 'dav', root: aliasPath(segments, ''), alias };
  const owner = emailOf(user, layout);
  const address = owner === null ? null : inDav([kind === 'principal' ? 'principals' : 'calendars', owner, ...rest]);
  return address && { ...address, root: aliasPath(layout.root, ''), alias };
}

function inPrincipals(owner: string | undefined, more: string | undefined): Address | null {
  if (owner === undefined) return { ...nowhere, kind: 'principals', tree: 'dav' };
  const principal = { ...nowhere, kind: 'principal', tree: 'dav', owner: owner.toLowerCase() } as const;
  if (more === undefined) return principal;
  return proxyNames.some((name) => name === more) ? { ...principal, kind: 'proxy', collection: more } : null;
}

function inV2([version, owner, collection, name, ...rest]: string[]): Address | null {
  const at = { ...nowhere, tree: 'v2', root: '/caldav/v2/' } as const;
  if (version !== 'v2' || rest.length > 0) return null;
  if (owner === undefined) return { ...at, kind: 'root' };
  const home = { ...at, owner: owner.toLowerCase() };
  if (collection === undefined) return { ...home, kind: 'home' };
  if (collection === 'user') return name === undefined ? { ...home, kind: 'principal' } : null;
  if (collection !== 'events') return null;
  return name === undefined ? { ...home, kind: 'calendar', collection } : { ...home, kind: 'object', collection, name };
}
