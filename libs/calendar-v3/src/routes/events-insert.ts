import { requireRole, requireWriteScope } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import { contextOf } from '../parse/context.js';
import { newEvent } from '../parse/event-update.js';
import { parseSeries } from '../parse/event.js';
import type { JsonObject } from '../parse/json.js';
import { textAt } from '../parse/member.js';
import { noticeOf } from '../parse/notices.js';
import { bodyOf, type Answer, type Call } from './call.js';
import { eventAnswer } from './events-get.js';
import { newEventId, uidOf } from './new-identity.js';
import { openCalendar } from './open.js';
import { updateOptions } from './update-options.js';

/** 6.1 to 6.3: a new event; its id and UID are the client's or made here. */
export async function insertEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const body = bodyOf(call);
  const id = eventIdOf(call, body);
  const event = newEvent(body, updateOptions(call, open, false));
  if (event.status === 'cancelled') throw invalidMember('/status');
  const uid = textAt(event, 'iCalUID') ?? uidOf(call, id);
  const draft = { ...parseSeries(event, contextOf(open)), uid };
  const { stored } = await call.core.events.write(open, null, () => draft, {
    origin: 'v3',
    id,
    notify: noticeOf(call.query),
  });
  return eventAnswer(call, open, { stored });
}

function eventIdOf(call: Call, body: JsonObject): string {
  const id = textAt(body, 'id');
  if (id === undefined || id === '') return newEventId(call);
  if (!/^[a-v0-9]{5,1024}$/.test(id)) throw fail('invalid', { message: 'Invalid resource id value.', path: '/id' });
  return id;
}
