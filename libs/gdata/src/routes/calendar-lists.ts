import { forbidden, notFound, type OpenCalendar } from '@dayferry/core';
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
import type { Answer } from './answer.js';
import { signedIn, type Call } from './call.js';
import { listEtag } from './list-etag.js';
import { queryText } from './paging.js';
import { resourceAnswer, type Resource } from './resource-answer.js';

/** The user's calendars: all of the list, or those they own. */
export function getCalendarFeed(feed: CalendarFeedName): (call: Call) => Promise<Answer> {
  return async (call) => {
    const calendars = await listed(call, feed);
    const etag = listEtag(call, [calendars.map(calendarEtag), signedIn(call).name]);
    const context = contextOf(call, feed);
    return resourceAnswer(call, {
      type: 'feed',
      validators: { etag, updated: Math.max(0, ...calendars.map(({ calendar }) => calendar.updated)) },
      atom: () => calendarFeed(listOf(call, calendars, etag, context), context),
      jsonc: () => calendarFeedJsonc(listOf(call, calendars, etag, context), context),
    });
  };
}

export function getCalendarEntry(feed: CalendarFeedName): (call: Call) => Promise<Answer> {
  return async (call) => resourceAnswer(call, calendarEntry(call, await listedCalendar(call, feed), feed));
}

export function calendarEntry(call: Call, open: OpenCalendar, feed: CalendarFeedName): Resource {
  const context = contextOf(call, feed);
  const record = calendarRecord(open, context);
  return {
    type: 'entry',
    validators: { etag: record.etag, updated: open.calendar.updated },
    atom: () => calendarDocument(record, context),
    jsonc: () => calendarJsonc(record),
  };
}

/** The calendar that the address names, by its id. */
export async function listedCalendar(call: Call, feed: CalendarFeedName): Promise<OpenCalendar> {
  const id = call.params.calendar!.toLowerCase();
  const open = (await listed(call, feed)).find(({ calendar }) => calendar.id === id);
  if (!open) throw notFound('The calendar is not on this list.');
  return open;
}

/** Lists are the signed-in user's own, by whatever name. */
export function requireOwnList(call: Call): void {
  const { email } = signedIn(call);
  const { user = '' } = call.params;
  if (user === 'default' || user.toLowerCase() === email) return;
  if (user.includes('@')) throw forbidden('These are the calendars of another user.');
  throw notFound('There is no such list of calendars.');
}

async function listed(call: Call, feed: CalendarFeedName): Promise<OpenCalendar[]> {
  requireOwnList(call);
  const all = await call.core.calendars.list(call.request.viewer);
  return feed === 'owncalendars' ? all.filter(({ role }) => role === 'owner') : all;
}

export function contextOf(call: Call, feed: CalendarFeedName): CalendarContext {
  const { version, language } = call.request;
  return { publicUrl: call.publicUrl, version: version.major, feed, now: call.core.clock(), language };
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
