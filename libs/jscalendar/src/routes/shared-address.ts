import type { Headers } from './exchange.js';
import { json } from './media.js';

/** What is only here, whatever the headers say. */
const ownPath = /^\/(?:convert|openapi\.json|docs)$/;
/** The links of an object; their contents have any type. */
const linksPath = /^\/(?:(?:calendar|infolog|tasks)\/[^/]+|[^/]+\/[^/]+\/[^/]+)\/links(?:\/|$)/;
const linksMethods = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);

/**
 * Whether a request to an address that is CalDAV's too is one of ours (jscalendar-rest §2): writing by what is sent, reading
 * and deleting by what is wanted. `path` is below the mount.
 */
export function isRest(method: string, headers: Headers, path: string): boolean {
  const sent = typeOf(headers['content-type']);
  const wanted = (headers.accept ?? '').split(',').map(typeOf);
  if (ownPath.test(path) || (linksMethods.has(method) && linksPath.test(path))) return true;
  switch (method) {
    case 'POST':
    case 'PUT':
    case 'PATCH':
      return json.test(sent);
    case 'GET':
    case 'HEAD':
      return (
        wanted.some((type) => json.test(type) || type === 'text/event-stream') || (takesAll(wanted) && json.test(sent))
      );
    case 'DELETE':
    case 'OPTIONS':
      return wanted.some((type) => json.test(type));
    default:
      return false;
  }
}

function typeOf(header = ''): string {
  return header.split(';')[0]!.trim().toLowerCase();
}

function takesAll(wanted: string[]): boolean {
  return wanted.every((type) => type === '' || type === '*/*');
}
