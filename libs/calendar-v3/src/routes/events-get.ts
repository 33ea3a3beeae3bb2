import type { OpenCalendar } from '@dayferry/core';
import type { EventView } from '../render/view.js';
import type { Answer, Call } from './call.js';
import { instanceBody, masterBody } from './event-source.js';
import { etagOfFound, findEvent, type FoundEvent } from './find-event.js';
import { openCalendar } from './open.js';

export function viewOf(call: Call, open: OpenCalendar): EventView {
  const { timeZone, maxAttendees } = call.query;
  return { open, publicUrl: call.publicUrl, zone: timeZone ?? open.calendar.timeZone, maxAttendees };
}

export async function getEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  return eventAnswer(call, open, await findEvent(call, open));
}

export function eventAnswer(call: Call, open: OpenCalendar, found: FoundEvent): Answer {
  const view = viewOf(call, open);
  const { stored, occurrence } = found;
  const body = occurrence ? instanceBody(call, view, stored, occurrence) : masterBody(call, view, stored);
  return { status: 200, body, etag: etagOfFound(found) };
}
