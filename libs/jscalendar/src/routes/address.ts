import { invalidInput, type SeriesKind } from '@dayferry/core';

/** What stands beside the collections: a user's own things below `/<user>/`, and two documents at the root. */
export type Service =
  'calendars' | 'freebusy' | 'outbox' | 'inbox' | 'settings' | 'principals' | 'convert' | 'openapi.json' | 'docs';

/** Where a path below the mount points. Segments are decoded. */
export interface Address {
  /** `/rest` or the alias, as the request used it. */
  base: string;
  /** Segments as written, for links that are given back. */
  written: string[];
  /** Absent in `/calendar/…`: the signed-in user. */
  user?: string;
  /** Collection name or calendar id; absent: a user's home, or the root. `tasks`: without such a calendar, the primary. */
  collection?: string;
  /** Tasks have a collection of their own. */
  kinds: SeriesKind[];
  id?: string;
  /** Then `collection` is absent. */
  service?: Service;
  /** What follows the service's name, or the object's. */
  rest: string[];
}

const taskNames = new Set(['tasks', 'infolog']);
const ownNames = new Set(['calendar', ...taskNames]);
const userServices = new Set<string>(['calendars', 'freebusy', 'outbox', 'inbox', 'settings']);
const rootServices = new Set<string>(['convert', 'openapi.json', 'docs']);
/** Rooms and other things are users with a calendar; the names of their trees are the original server's. */
const resourceTrees = new Set(['resources', 'locations']);

/** Reads a raw path below `base`; InvalidInput for escapes and dots that name nothing. */
export function readAddress(base: string, path: string): Address {
  const written = path
    .slice(base.length)
    .split('/')
    .filter((segment) => segment !== '');
  const decoded = written.map(decodeSegment);
  return serviceOf(base, written, decoded) ?? collectionAt(base, written, decoded);
}

function serviceOf(base: string, written: string[], decoded: string[]): Address | null {
  if (decoded[0] === 'principals') return serviceAt({ base, written }, 'principals', decoded.slice(1));
  const [top = '', second = '', ...below] = withoutTree(decoded);
  if (rootServices.has(top) && decoded.length === 1) return serviceAt({ base, written }, top as Service, []);
  if (!userServices.has(second) || below.length > 3) return null;
  return { ...serviceAt({ base, written }, second as Service, below), user: top };
}

/** `/resources/<name>/calendar/` is `/<name>/calendar/`. */
function withoutTree(segments: string[]): string[] {
  return resourceTrees.has(segments[0] ?? '') ? segments.slice(1) : segments;
}

function collectionAt(base: string, written: string[], decoded: string[]): Address {
  const isOwn = ownNames.has(decoded[0] ?? '');
  const [user, ...named] = withoutTree(decoded);
  const [name, id, ...below] = isOwn ? decoded : named;
  if (below.length > 0 && (below[0] !== 'links' || below.length > 2))
    throw invalidInput('', 'There is nothing below a resource but its links.', { code: 'bad-address' });
  return {
    base,
    written,
    ...(isOwn || user === undefined ? {} : { user }),
    ...collectionNamed(name),
    ...(id === undefined ? {} : { id }),
    rest: below,
  };
}

/** Tasks lie in a calendar of their own; for who has none, events and tasks of the primary look like two collections. */
function collectionNamed(name: string | undefined): Pick<Address, 'collection' | 'kinds'> {
  if (name === undefined) return { kinds: ['event'] };
  return taskNames.has(name) ? { collection: 'tasks', kinds: ['task'] } : { collection: name, kinds: ['event'] };
}

function serviceAt(at: Pick<Address, 'base' | 'written'>, service: Service, rest: string[]): Address {
  return { ...at, service, rest, kinds: [] };
}

function decodeSegment(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw invalidInput('', 'The address has a malformed escape.', { code: 'bad-address' });
  }
  // eslint-disable-next-line no-control-regex
  if (text === '.' || text === '..' || /[\u0000-\u001f]/.test(text))
    throw invalidInput('', 'There is no such address.', { code: 'bad-address' });
  return text;
}

/** Path of a collection below the mount, with a leading and a trailing slash, as the request wrote it. */
export function collectionPath({ written, id, rest }: Address): string {
  const depth = id === undefined ? 0 : 1 + rest.length;
  return `/${written.slice(0, written.length - depth).join('/')}/`;
}
