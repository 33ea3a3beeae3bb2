import { requireRole, requireWriteScope, type Calendar, type OpenCalendar } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { parseCalendar, requireSummary } from '../parse/calendar.js';
import type { JsonObject } from '../parse/json.js';
import { mergePatch } from '../parse/merge-patch.js';
import { jsonBody } from '../render/body.js';
import { calendarEtag, renderCalendar } from '../render/calendar.js';
import { bodyOf, noContent, type Answer, type Call } from './call.js';
import { openCalendar } from './open.js';
import { requireMatch } from './preconditions.js';

function answer(open: OpenCalendar): Answer {
  return { status: 200, body: jsonBody(renderCalendar(open)), etag: calendarEtag(open.calendar) };
}

export async function getCalendar(call: Call): Promise<Answer> {
  return answer(await openCalendar(call));
}

export async function insertCalendar(call: Call): Promise<Answer> {
  requireWriteScope(call.viewer, 'calendars');
  const body = bodyOf(call);
  requireSummary(body);
  const { title, ...rest } = parseCalendar(body, {});
  return answer(await call.core.calendars.create(call.viewer, { ...rest, title: title! }));
}

/** PUT: texts that are not in the body are taken away. */
export async function updateCalendar(call: Call): Promise<Answer> {
  return change(call, (_current, body) => body);
}

export async function patchCalendar(call: Call): Promise<Answer> {
  return change(call, mergePatch);
}

async function change(call: Call, merge: (current: JsonObject, body: JsonObject) => JsonObject): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer, 'calendars');
  requireRole(open.role, 'owner');
  requireMatch(call, calendarEtag(open.calendar));
  const wanted = merge(renderCalendar(open), bodyOf(call));
  const changes = parseCalendar(wanted, open.calendar.properties);
  const check = (current: Calendar): void => requireMatch(call, calendarEtag(current));
  return answer(await call.core.calendars.update(open, changes, check));
}

export async function deleteCalendar(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireMatch(call, calendarEtag(open.calendar));
  await call.core.calendars.remove(open, { origin: 'v3' });
  return noContent;
}

/** 5.3: all events of a primary calendar are deleted; the reference has it for no other. */
export async function clearCalendar(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer, 'calendars');
  requireRole(open.role, 'owner');
  if (open.calendar.kind !== 'primary') throw fail('invalid', { message: 'Only a primary calendar can be cleared.' });
  await call.core.calendars.clear(open, { origin: 'v3' });
  return noContent;
}
