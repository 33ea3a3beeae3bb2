import { createHash } from 'node:crypto';
import { notFound, type OpenCalendar } from '@dayferry/core';
import { unlinked } from '../parse/parameters.table.js';
import { calendarDocument } from '../render/calendar-entry.js';
import { calendarFeed, calendarFeedJsonc, type CalendarList } from '../render/calendar-feed.js';
import { calendarJsonc } from '../render/calendar-jsonc.js';
import {
  calendarEtag,
  calendarRecord,
  type CalendarContext,
  type CalendarFeedName,
} from '../render/calendar-record.js';
import { commonHeaders, contentType, jsoncDocument, validatorHeaders, type Answer, type Validators } from './answer.js';
import { signedIn, type Call } from './call.js';
import { queryText } from './paging.js';
import { isNotModified } from './preconditions.js';

/** The user's calendars: all of the list, or those they own. */
export function getCalendarFeed(feed: CalendarFeedName): (call: Call) => Promise<Answer> {
  return async (call) => {
    const calendars = await listed(call, feed);
    const validators = {
      etag: listEtag(call, calendars),
      updated: Math.max(0, ...calendars.map(({ calendar }) => calendar.updated)),
    };
    return respond(call, 'feed', validators, () => {
      const context = contextOf(call, feed);
      const list = listOf(call, calendars, validators.etag, context);
      return call.request.format === 'jsonc'
        ? jsoncDocument(calendarFeedJsonc(list, context), call)
        : calendarFeed(list, context);
    });
  };
}

export function getCalendarEntry(feed: CalendarFeedName): (call: Call) => Promise<Answer> {
  return async (call) => {
    const id = call.params.calendar!.toLowerCase();
    const open = (await listed(call, feed)).find(({ calendar }) => calendar.id === id);
    if (!open) throw notFound('The calendar is not on this list.');
    return respond(call, 'entry', { etag: calendarEtag(open), updated: open.calendar.updated }, () => {
      const context = contextOf(call, feed);
      const record = calendarRecord(open, context);
      return call.request.format === 'jsonc'
        ? jsoncDocument(JSON.stringify(calendarJsonc(record)), call)
        : calendarDocument(record, context);
    });
  };
}

/** Lists are the signed-in user's own, by whatever name. */
async function listed(call: Call, feed: CalendarFeedName): Promise<OpenCalendar[]> {
  const user = signedIn(call);
  if (call.params.user !== 'default' && call.params.user?.toLowerCase() !== user.email)
    throw notFound('There is no such list of calendars.');
  const all = await call.core.calendars.list(call.request.viewer);
  return feed === 'owncalendars' ? all.filter(({ role }) => role === 'owner') : all;
}

/** `updated` and `published` of lists are now, so only If-None-Match can tell that nothing changed. */
function respond(call: Call, type: 'feed' | 'entry', validators: Validators, body: () => string): Answer {
  const headers = { ...commonHeaders(call), ...validatorHeaders(validators) };
  const isSeen =
    call.request.header('if-none-match') !== undefined && isNotModified(call.request, validators, call.core.clock());
  if (isSeen) return { status: 304, headers, body: '' };
  return { status: 200, headers: { ...headers, 'content-type': contentType(call.request.format, type) }, body: body() };
}

function contextOf(call: Call, feed: CalendarFeedName): CalendarContext {
  return { publicUrl: call.publicUrl, version: call.request.version.major, feed, now: call.core.clock() };
}

function listOf(call: Call, calendars: OpenCalendar[], etag: string, context: CalendarContext): CalendarList {
  const { name, email } = signedIn(call);
  const primary = calendars.find(({ calendar }) => calendar.id === email);
  const kept = call.request.parameters.filter(([key]) => !unlinked.has(key));
  return {
    etag,
    user: { name, email },
    author: primary?.calendar.title ?? email,
    calendars: calendars.map((open) => calendarRecord(open, context)),
    query: kept.length > 0 ? queryText(kept) : '',
  };
}

function listEtag(call: Call, calendars: OpenCalendar[]): string {
  const { format, version, parameters } = call.request;
  const text = JSON.stringify([
    call.request.path,
    format,
    version.major,
    parameters.filter(([key]) => !unlinked.has(key)),
    calendars.map(calendarEtag),
    signedIn(call).name,
  ]);
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 20)}"`;
}
