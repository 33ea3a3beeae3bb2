import { forbidden, type OpenCalendar, readJsonObject, unauthenticated } from '@dayferry/core';
import { readNewCalendar } from '../parse/calendar.js';
import { calendarObject, calendarTag } from '../render/calendar.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { isLenientBody } from './media.js';
import { userOf } from './user.js';

/** The calendars that the viewer can reach in this user's home, with their properties. */
export async function getCalendars(exchange: Exchange): Promise<Answer> {
  const calendars = await exchange.core.calendars.home(exchange.viewer, userOf(exchange));
  const responses = Object.fromEntries(
    calendars.map(({ segment, open }) => [objectPath(exchange, open), calendarObject(open, hrefOf(exchange, segment))]),
  );
  return jsonAnswer(exchange, { responses });
}

/** A new calendar in one's own home. */
export async function postCalendar(exchange: Exchange): Promise<Answer> {
  const { core, viewer, body, headers, address } = exchange;
  if (!viewer.user) throw unauthenticated();
  if (userOf(exchange) !== viewer.user.email) throw forbidden("Calendars are made in one's own home.");
  isLenientBody(headers);
  const open = await core.calendars.create(viewer, readNewCalendar(readJsonObject(body, core.limits)));
  const answer = jsonAnswer(exchange, calendarObject(open, hrefOf(exchange, open.calendar.collectionName)), 201);
  const location = `${address.base}${objectPath(exchange, open)}`;
  return { ...answer, headers: { ...answer.headers, location, etag: calendarTag(open) } };
}

export function hrefOf(exchange: Exchange, segment: string): string {
  return `/${encodeURIComponent(userOf(exchange))}/${encodeURIComponent(segment)}/`;
}

function objectPath(exchange: Exchange, { calendar }: OpenCalendar): string {
  return `/${encodeURIComponent(userOf(exchange))}/calendars/${encodeURIComponent(calendar.id)}`;
}
