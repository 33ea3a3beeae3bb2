import { expect } from 'vitest';
import { fakeClock } from '../harness/index.js';
import { gdataServer, tennis, type Options } from './gdata-client.js';

export const feed = 'default/private/full';
export const own = 'default/owncalendars/full';
export const acl = 'default/acl/full';
export const json = { 'content-type': 'application/json' };
export const rule = (who: string, role: string): string =>
  "<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gAcl='http://schemas.google.com/acl/2007'>" +
  `<gAcl:scope type='user' value='${who}'/><gAcl:role value='http://schemas.google.com/gCal/2005#${role}'/></entry>`;

/** The path below `/feeds/` of an address as it is printed. */
export const below = (url: string): string => url.replaceAll('&amp;', '&').split('/feeds/')[1]!;
export const codeIn = (body: string): string | undefined => /<code>(\w+)<\/code>/.exec(body)?.[1];

/** A server whose clock stands still, for what the general protocol says that no printed example and no recording shows. */
export function protocolServer() {
  const clock = fakeClock('2026-03-01T12:00:00Z');
  const { send } = gdataServer({ clock });
  const made = async (body = tennis, options: Options = {}): Promise<{ path: string; body: string; etag: string }> => {
    const answer = await send('POST', feed, { body, ...options });
    expect(answer.statusCode, answer.body).toBe(201);
    return { path: below(String(answer.headers.location)), body: answer.body, etag: String(answer.headers.etag) };
  };
  return { clock, send, made };
}
