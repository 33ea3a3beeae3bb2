import { requireRole, type ChannelWish, type WatchedResource } from '@dayferry/core';
import { parseChannel, parseStop } from '../parse/channel.js';
import { jsonBody } from '../render/body.js';
import { renderChannel } from '../render/channel.js';
import { bodyOf, noContent, type Answer, type Call } from './call.js';
import { openCalendar } from './open.js';

/** 11.1: the events of a calendar. */
export async function watchEvents(call: Call): Promise<Answer> {
  const { calendar } = await openCalendar(call);
  const path = `calendars/${encodeURIComponent(calendar.id)}/events`;
  return watch(call, { resource: 'events', calendarId: calendar.id, path });
}

export async function watchAcl(call: Call): Promise<Answer> {
  const { calendar, role } = await openCalendar(call);
  requireRole(role, 'writer');
  const path = `calendars/${encodeURIComponent(calendar.id)}/acl`;
  return watch(call, { resource: 'acl', calendarId: calendar.id, path });
}

export function watchCalendarList(call: Call): Promise<Answer> {
  return watch(call, { resource: 'list', path: 'users/me/calendarList' });
}

export function watchSettings(call: Call): Promise<Answer> {
  return watch(call, { resource: 'settings', path: 'users/me/settings' });
}

interface Watched {
  resource: WatchedResource;
  calendarId?: string;
  /** Of the list, below the prefix. */
  path: string;
}

async function watch(call: Call, { path, ...watched }: Watched): Promise<Answer> {
  const { eventTypes } = call.query;
  const question = new URLSearchParams([['alt', 'json'], ...call.given()]);
  const wish: ChannelWish = {
    ...parseChannel(bodyOf(call), call.core.clock()),
    ...watched,
    resourceUri: `${call.publicUrl}/calendar/v3/${path}?${question.toString()}`,
    ...(eventTypes ? { eventTypes } : {}),
  };
  const channel = await call.core.push.watch(call.viewer, wish);
  return { status: 200, body: jsonBody(renderChannel(channel)) };
}

/** 11.7. */
export async function stopChannel(call: Call): Promise<Answer> {
  const { id, resourceId } = parseStop(bodyOf(call));
  await call.core.push.stop(call.viewer, id, resourceId);
  return noContent;
}
