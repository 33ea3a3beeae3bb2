import { createHash } from 'node:crypto';
import { AnswerCache, DayferryError, type OpenCalendar } from '@dayferry/core';
import { instantOf } from '../parse/date-value.js';
import { unlinked } from '../parse/parameters.table.js';
import { eventFeed, eventFeedJsonc, type FeedPage } from '../render/event-feed.js';
import { occurrenceMark } from '../render/occurrence-list.js';
import { commonHeaders, contentType, jsoncDocument, validatorHeaders, type Answer, type Validators } from './answer.js';
import { eventContext, openCalendar, requireFeed, type Call } from './call.js';
import { leavesInvitationsOut, queryItems } from './event-items.js';
import { pageEntries } from './page-entries.js';
import { pageLinks } from './paging.js';
import { isNotModified } from './preconditions.js';

export async function getEventFeed(call: Call): Promise<Answer> {
  requireFeed(call);
  const open = await openCalendar(call);
  requireRemembered(call, open);
  const validators = { etag: feedEtag(call, open), updated: await call.core.events.lastChange(open) };
  const headers = { ...commonHeaders(call), ...validatorHeaders(validators) };
  if (isUnchanged(call, validators)) return { status: 304, headers, body: '' };
  const key = answerKey(call, open, validators.etag);
  const { body, isTruncated } = await answers.get(key, () => feedBody(call, open, validators));
  const type = { 'content-type': contentType(call.request.format, 'feed') };
  return { status: 200, headers: { ...headers, ...type, ...(isTruncated ? truncated : {}) }, body };
}

/** Deletions are remembered for this long at least. */
const deletionMemory = 30 * 86_400_000;

/** From version 2.1 on a client wants to be told that deletions of that time are forgotten (Atom reference, updated-min). */
function requireRemembered({ request: { version, query }, core }: Call, { sync, calendar }: OpenCalendar): void {
  const { updatedMin, zone } = query;
  if (version.major < 2 || version.minor < 1 || updatedMin === undefined || sync.minSeq === 0) return;
  if (instantOf(updatedMin, zone ?? calendar.timeZone) >= core.clock() - deletionMemory) return;
  throw new DayferryError('gone', 'What was deleted at that time is not known any more.', { code: 'updated-min-gone' });
}

/** The protocol has no word for it, and clients do not look for one: said where a person who debugs will find it. */
const truncated = { warning: '199 - "A series has more occurrences than are listed"' };

/** Windows that move with the clock change without anything being written. */
function isUnchanged({ request, core }: Call, validators: Validators): boolean {
  const { futureEvents, singleEvents } = request.query;
  const isTimeless = !futureEvents && !singleEvents;
  return (
    (isTimeless || request.header('if-none-match') !== undefined) && isNotModified(request, validators, core.clock())
  );
}

interface Feed {
  body: Buffer;
  isTruncated: boolean;
}

const answers = new AnswerCache<Feed>(({ body }) => body.length);

/** The ETag stands for the calendar and the question; the rest is what other answers of this server may differ in. */
function answerKey({ params, publicUrl }: Call, { calendar, owner, viewer }: OpenCalendar, etag: string): string {
  const { visibility, projection } = params;
  return JSON.stringify([calendar.key, etag, publicUrl, visibility, projection, viewer.user?.key, owner.name]);
}

async function feedBody(call: Call, open: OpenCalendar, { etag, updated }: Validators): Promise<Feed> {
  const { query, parameters } = call.request;
  const { startIndex, maxResults } = query;
  const matches = await queryItems(call, open);
  const first = startIndex - 1;
  const shown = await pageEntries(call, open, matches.windows, matches.items.slice(first, first + maxResults));
  const context = eventContext(call, open);
  const totalResults = matches.items.length;
  const page: FeedPage = {
    etag,
    updated,
    totalResults,
    startIndex,
    itemsPerPage: maxResults,
    ...pageLinks(parameters, query, totalResults),
  };
  const body = octetsOf(call, shown.entries, (entries) =>
    call.request.format === 'jsonc'
      ? jsoncDocument(eventFeedJsonc(page, entries, open, context), call)
      : eventFeed(page, entries, open, context),
  );
  return { body, isTruncated: matches.isTruncated || shown.isTruncated };
}

const comma = Buffer.from(',');

/** The feed around entries that are octets already: what is made of one mark, with the entries in its place. */
function octetsOf(
  { request: { format, query } }: Call,
  entries: Buffer[],
  make: (entries: string[]) => string,
): Buffer {
  if (query.prettyPrint) return Buffer.from(make(entries.map(String)));
  const frame = make([occurrenceMark]);
  const at = frame.lastIndexOf(occurrenceMark);
  const parts = format === 'jsonc' ? entries.flatMap((entry, i) => (i === 0 ? entry : [comma, entry])) : entries;
  return Buffer.concat([Buffer.from(frame.slice(0, at)), ...parts, Buffer.from(frame.slice(at + 1))]);
}

/**
 * Made from the calendar's change sequence, the calendar's own revision and what was asked for; windows that move with
 * the clock change it by the minute or, when only their end is open, by the day.
 */
function feedEtag(call: Call, open: OpenCalendar): string {
  const { parameters, query, format, version, language } = call.request;
  const { sync, calendar, role } = open;
  const now = call.core.clock();
  const clock = query.futureEvents ? Math.floor(now / 60_000) : Math.floor(now / 86_400_000);
  const asked = parameters.filter(([name]) => !unlinked.has(name));
  const text = JSON.stringify([
    call.params.user,
    asked,
    format,
    version.major,
    language,
    role,
    clock,
    leavesInvitationsOut(call, open),
  ]);
  return `W/"${sync.epoch}-${sync.seq.toString(36)}-${calendar.revision.toString(36)}-${createHash('sha256').update(text).digest('base64url').slice(0, 10)}"`;
}
