import { quickAdd, requireRole, requireWriteScope } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { noticeOf } from '../parse/notices.js';
import type { Answer, Call } from './call.js';
import { eventAnswer } from './events-get.js';
import { newEventId, uidOf } from './new-identity.js';
import { openCalendar } from './open.js';

/** 6.5: an event from a line of text, in the calendar's zone. */
export async function quickAddEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const { core, query } = call;
  if (query.text === undefined) throw fail('required', { location: 'text' });
  const id = newEventId(call);
  const draft = quickAdd(query.text, { now: core.clock(), zone: open.calendar.timeZone });
  const { stored } = await core.events.write(open, null, () => ({ ...draft, uid: uidOf(call, id) }), {
    origin: 'v3',
    id,
    notify: noticeOf(query),
  });
  return eventAnswer(call, open, { stored });
}
