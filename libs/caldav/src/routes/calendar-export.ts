import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Core, OpenCalendar } from '@dayferry/core';
import { CalendarFile } from '@dayferry/icalendar';
import type { Answer } from './exchange.js';
import { isListed } from './preconditions.js';
import type { Headers } from './request-headers.js';

/** Objects that are read, and held, at a time; the event loop turns in between. */
const pageSize = 100;
const type = 'text/calendar; charset=utf-8';
/** What subscribers are asked to wait between two looks. */
const refresh = 'PT1H';

/**
 * A whole calendar as one iCalendar file, for programs that subscribe to it. The ETag is that of the calendar's state and
 * of what its viewer may see of it, so a second look that finds no change costs nothing.
 */
export function exportCalendar(
  { core, method, headers }: { core: Core; method: string; headers: Headers },
  open: OpenCalendar,
): Answer {
  const etag = `"${exportTag(open)}"`;
  const known = { etag, 'cache-control': 'private, no-cache' };
  if (headers['if-none-match'] !== undefined && isListed(headers['if-none-match'], exportTag(open)))
    return { status: 304, headers: known };
  const body = method === 'HEAD' ? Readable.from([]) : Readable.from(parts(core, open));
  return { status: 200, headers: { ...known, 'content-type': type }, body };
}

function exportTag({ calendar, sync, role }: OpenCalendar): string {
  return `${calendar.key.slice(-8)}-${sync.epoch}-${calendar.revision}-${sync.seq.toString(36)}-${role}`;
}

async function* parts(core: Core, open: OpenCalendar): AsyncGenerator<string> {
  const file = new CalendarFile(core.limits);
  let text = CalendarFile.head({ ...open.calendar, refresh });
  let after: { value: string; key: string } | undefined;
  for (;;) {
    const page = await core.events.query(open, { orderBy: 'key', limit: pageSize, ...(after ? { after } : {}) });
    for (const stored of page) text += file.add(stored.ical);
    const last = page.at(-1)?.head.key;
    if (last === undefined || page.length < pageSize) break;
    after = { value: last, key: last };
    yield text;
    text = '';
    await setImmediate();
  }
  yield text + CalendarFile.tail;
}
