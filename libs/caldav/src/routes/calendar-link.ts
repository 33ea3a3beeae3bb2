import type { LinkGuesses } from '@dayferry/auth';
import { nobody, notFound, type Core, type OpenCalendar } from '@dayferry/core';
import { exportCalendar } from './calendar-export.js';
import type { Answer } from './exchange.js';
import type { Headers } from './request-headers.js';

export interface LinkRequest {
  core: Core;
  method: string;
  rawUrl: string;
  headers: Headers;
  /** Network address of whoever asks. */
  from: string;
  guesses: LinkGuesses;
}

/**
 * `/calendar/ical/<calendar id>/private-<secret>/basic.ics`, and `public` for calendars that everybody may read: the
 * addresses that calendar programs subscribe to. Read-only; whatever is wrong about one, the answer is 404.
 */
export async function getByLink({ core, method, rawUrl, headers, from, guesses }: LinkRequest): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } };
  const link = parseLink(rawUrl);
  const open = await guesses.guard(from, () => openLink(core, link));
  return exportCalendar({ core, method, headers }, open);
}

interface CalendarLink {
  id: string;
  /** Absent: the public address. */
  secret?: string;
}

function parseLink(rawUrl: string): CalendarLink {
  const match =
    /^\/calendar\/ical\/([^/?#]{1,1024})\/(?:public|private-([^/?#]{1,100}))\/(?:basic|full)\.ics(?:[?#]|$)/.exec(
      rawUrl,
    );
  if (!match) throw notFound();
  return { id: decoded(match[1]!), ...(match[2] === undefined ? {} : { secret: match[2] }) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}

function openLink(core: Core, { id, secret }: CalendarLink): Promise<OpenCalendar> {
  return secret === undefined ? core.calendars.open(nobody, id) : core.calendars.openByLink(id, secret);
}
