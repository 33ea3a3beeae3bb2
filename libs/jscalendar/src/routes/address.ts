import { invalidInput, type SeriesKind } from '@dayferry/core';

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
}

const taskNames = new Set(['tasks', 'infolog']);
const ownNames = new Set(['calendar', ...taskNames]);

/** Reads a raw path below `base`; InvalidInput for escapes and dots that name nothing. */
export function readAddress(base: string, path: string): Address {
  const written = path
    .slice(base.length)
    .split('/')
    .filter((segment) => segment !== '');
  const decoded = written.map(decodeSegment);
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
  };
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
