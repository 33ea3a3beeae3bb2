import { invalidInput, type SeriesKind } from '@dayferry/core';

/** What stands beside the collections: a user's own things below `/<user>/`, and two documents at the root. */
export type Service = 'calendars' | 'freebusy' | 'outbox' | 'inbox' | 'settings' | 'convert' | 'openapi.json' | 'docs';

/** Where a path below the mount points. Segments are decoded. */
export interface Address {
  /** `/rest` or the alias, as the request used it. */
  base: string;
  /** Segments as written, for links that are given back. */
  written: string[];
  /** Absent in `/calendar/…`: the signed-in user. */
  user?: string;
  /** Collection name or calendar id; absent: a user's home, or the root. */
  collection?: string;
  /** Tasks have a collection of their own. */
  kinds: SeriesKind[];
  id?: string;
  /** Then `collection` is absent and `rest` has what follows the service's name. */
  service?: Service;
  rest: string[];
}

const taskNames = new Set(['tasks', 'infolog']);
const ownNames = new Set(['calendar', ...taskNames]);
const userServices = new Set<string>(['calendars', 'freebusy', 'outbox', 'inbox', 'settings']);
const rootServices = new Set<string>(['convert', 'openapi.json', 'docs']);

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
  const [top = '', second = '', ...below] = decoded;
  if (rootServices.has(top) && decoded.length === 1) return serviceAt({ base, written }, top as Service, []);
  if (!userServices.has(second) || below.length > 3) return null;
  return { ...serviceAt({ base, written }, second as Service, below), user: top };
}

function collectionAt(base: string, written: string[], decoded: string[]): Address {
  const [user, ...rest] = ownNames.has(decoded[0] ?? '') ? [undefined, ...decoded] : decoded;
  const [name, id, ...more] = rest;
  if (more.length > 0) throw invalidInput('', 'There is nothing below a resource.', { code: 'bad-address' });
  return {
    base,
    written,
    ...(user === undefined ? {} : { user }),
    ...(name === undefined ? {} : { collection: taskNames.has(name) ? 'calendar' : name }),
    kinds: taskNames.has(name ?? '') ? ['task'] : ['event'],
    ...(id === undefined ? {} : { id }),
    rest: [],
  };
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
export function collectionPath({ written, id }: Address): string {
  return `/${(id === undefined ? written : written.slice(0, -1)).join('/')}/`;
}
