import type { Response } from 'light-my-request';
import { expect } from 'vitest';
import { content, propfind, report, responses, xml, type Dav } from './dav-client.js';
import { multiget } from './query-bodies.js';

// What programs do the same way, read in their sources (line numbers: the list of what clients need).

/** The path in the first DAV:href inside the first element with this name. */
export function hrefIn(response: Response, name: string): string {
  return content(content(response.body, name) ?? '', 'D:href') ?? '';
}

/** From whatever address to the one home: current-user-principal, then calendar-home-set. */
export async function discover(dav: Dav, start: string): Promise<{ principal: string; home: string }> {
  const found = await propfind(dav, start, '0', 'D:current-user-principal');
  expect(found.statusCode).toBe(207);
  const principal = hrefIn(found, 'D:current-user-principal');
  const own = await propfind(dav, principal, '0', 'C:calendar-home-set');
  expect(own.body.match(/<C:calendar-home-set>.*?<\/C:calendar-home-set>/s)?.[0].match(/<D:href>/g)).toHaveLength(1);
  return { principal, home: hrefIn(own, 'C:calendar-home-set') };
}

export interface Synced {
  token: string;
  changed: string[];
  removed: string[];
}

/** One sync-collection; `token` empty = from the beginning. */
export async function sync(dav: Dav, path: string, token: string, depth: string | null = '1'): Promise<Synced> {
  const body = xml(
    'D:sync-collection',
    `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/><D:getcontenttype/></D:prop>`,
  );
  const response = await report(dav, path, body, depth === null ? {} : { depth });
  expect(response.statusCode).toBe(207);
  const all = [...responses(response)];
  const isRemoved = (text: string): boolean => !text.includes('<D:propstat>');
  for (const [, text] of all.filter(([, one]) => !isRemoved(one)))
    expect(content(text, 'D:getcontenttype')).toContain('text/calendar');
  return {
    token: content(response.body, 'D:sync-token')!,
    changed: all.filter(([, text]) => !isRemoved(text)).map(([path]) => path),
    removed: all.filter(([, text]) => isRemoved(text) && text.includes(' 404 ')).map(([path]) => path),
  };
}

/** Texts by href. */
export async function fetchAll(dav: Dav, calendar: string, hrefs: string[]): Promise<Map<string, string>> {
  const response = await report(dav, calendar, multiget(hrefs));
  expect(response.statusCode).toBe(207);
  const unescaped = (text: string): string =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  return new Map(
    [...responses(response)].map(([path, text]) => [path, unescaped(content(text, 'C:calendar-data') ?? '')]),
  );
}
