import { quickAdd, requireRole, requireWriteScope } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import type { Answer, Call } from './call.js';
import { createEvent, uidOf } from './new-event.js';
import { openCalendar } from './open.js';

/** 6.5: an event from a line of text, in the calendar's zone. */
export async function quickAddEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const { core, query } = call;
  if (query.text === undefined) throw fail('required', { location: 'text' });
  const draft = quickAdd(query.text, { now: core.clock(), zone: open.calendar.timeZone });
  return createEvent(call, open, { make: (id) => ({ ...draft, uid: uidOf(call, id) }) });
}
