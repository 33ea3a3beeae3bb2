import { randomBytes } from 'node:crypto';
import { httpDate } from '@dayferry/core';
import { headerOf, methodOf, splitUrl, type RawRequest } from '../parse/request.js';
import { splitQuery } from '../parse/query.js';
import { escapeAttribute } from '../render/xml.js';
import type { Answer } from './answer.js';

/** Whether requests without a session are sent round once, as the old service did; false unless provided. */
export const SESSION_REDIRECT = Symbol('dayferry.gdata.session-redirect');

const day = 86_400_000;

/**
 * The redirect of the old service to the same address with a `gsessionid` (guide, "Retrieving events"; recorded). Null for
 * a request that names a session, whatever it is: clients cut ids short. A PATCH is never redirected, for the Java
 * library does not follow. Sessions mean nothing here; the redirect is for programs whose tests expect it.
 */
export function sessionRedirect(raw: RawRequest, publicUrl: string, now: number): Answer | null {
  const { path, query } = splitUrl(raw.url);
  if (hasSession(raw, query) || methodOf(raw) === 'PATCH') return null;
  const id = randomBytes(16).toString('base64url');
  const location = `${publicUrl}${path}?${query === '' ? '' : `${query}&`}gsessionid=${id}`;
  const secure = publicUrl.startsWith('https:') ? ';Secure' : '';
  return {
    status: 302,
    headers: {
      location,
      'set-cookie': [
        `S=calendar=${id};Expires=${httpDate(now + 7 * day)}${secure}`,
        `DO_NOT_CACHE_RESPONSE=true;Expires=${httpDate(now + 1000)}`,
      ],
      'cache-control': 'private, max-age=0',
      'content-type': 'text/html; charset=UTF-8',
    },
    body: page(location),
  };
}

function hasSession(raw: RawRequest, query: string): boolean {
  const isNamed = splitQuery(query).some(([name, value]) => name === 'gsessionid' && value !== '');
  return isNamed || /(?:^|;)\s*S=calendar=/.test(headerOf(raw, 'cookie') ?? '');
}

function page(location: string): string {
  const title = 'Moved Temporarily';
  return `<HTML><HEAD><TITLE>${title}</TITLE></HEAD><BODY><H1>${title}</H1>The document has moved <A HREF="${escapeAttribute(location)}">here</A>.</BODY></HTML>`;
}
