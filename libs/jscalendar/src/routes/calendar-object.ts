import { type Calendar, type OpenCalendar, preconditionFailed, readJsonObject } from '@dayferry/core';
import { readCalendarPatch } from '../parse/calendar.js';
import { calendarObject, calendarTag } from '../render/calendar.js';
import { hrefOf } from './calendars.js';
import { isNotModified } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { isLenientBody } from './media.js';
import { userOf } from './user.js';

export async function getCalendar(exchange: Exchange): Promise<Answer> {
  const open = await openNamed(exchange);
  const etag = calendarTag(open);
  if (isNotModified(exchange.headers, etag)) return { status: 304, headers: { etag } };
  return shown(exchange, open);
}

/** Properties of the calendar are its owner's to change; colour, name and display are everybody's own. */
export async function patchCalendar(exchange: Exchange): Promise<Answer> {
  const { core, body, headers } = exchange;
  isLenientBody(headers);
  const open = await openNamed(exchange);
  checkMatch(exchange, open);
  const changes = readCalendarPatch(readJsonObject(body, core.limits));
  const isUnchanged = (current: Calendar): void => {
    if (headers['if-match'] !== undefined && current.revision !== open.calendar.revision) throw lost();
  };
  let changed = open;
  if (Object.keys(changes.calendar).length > 0)
    changed = await core.calendars.update(open, changes.calendar, isUnchanged);
  if (Object.keys(changes.entry).length > 0) changed = await core.calendars.updateEntry(changed, changes.entry);
  return shown(exchange, changed);
}

/** In the home of whose it is, the calendar goes for everybody; in another it is taken off one's own list. */
export async function removeCalendar(exchange: Exchange): Promise<Answer> {
  const open = await openNamed(exchange);
  checkMatch(exchange, open);
  if (open.owner.email === userOf(exchange)) await exchange.core.calendars.remove(open, { origin: 'jscalendar' });
  else await exchange.core.calendars.unsubscribe(open);
  return { status: 204, headers: {} };
}

/** By its id, or by the name of its collection in this user's home. */
export function openNamed(exchange: Exchange): Promise<OpenCalendar> {
  return exchange.core.calendars.openInHome(exchange.viewer, userOf(exchange), exchange.address.rest[0]!);
}

function shown(exchange: Exchange, open: OpenCalendar): Answer {
  const isOwn = open.owner.email === userOf(exchange);
  const href = hrefOf(exchange, isOwn ? open.calendar.collectionName : open.calendar.id);
  const answer = jsonAnswer(exchange, calendarObject(open, href));
  return { ...answer, headers: { ...answer.headers, etag: calendarTag(open) } };
}

function checkMatch({ headers }: Exchange, open: OpenCalendar): void {
  const match = headers['if-match']?.trim();
  if (match !== undefined && match !== '*' && match !== calendarTag(open)) throw lost();
}

const lost = (): Error => preconditionFailed('The calendar has another ETag.');
