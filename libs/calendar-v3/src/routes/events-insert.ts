import { requireRole, requireWriteScope } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import { contextOf } from '../parse/context.js';
import { newEvent } from '../parse/event-update.js';
import { parseSeries } from '../parse/event.js';
import type { JsonObject } from '../parse/json.js';
import { textAt } from '../parse/member.js';
import { bodyOf, type Answer, type Call } from './call.js';
import { createEvent, uidOf } from './new-event.js';
import { openCalendar } from './open.js';
import { updateOptions } from './update-options.js';

/** 6.1 to 6.3: a new event; its id and UID are the client's or made here. */
export async function insertEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const body = bodyOf(call);
  const event = newEvent(body, updateOptions(call, open, false));
  if (event.status === 'cancelled') throw invalidMember('/status');
  const draft = parseSeries(event, contextOf(open));
  return createEvent(call, open, {
    id: eventIdOf(body),
    make: (id) => ({ ...draft, uid: textAt(event, 'iCalUID') ?? uidOf(call, id) }),
  });
}

function eventIdOf(body: JsonObject): string | undefined {
  const id = textAt(body, 'id');
  if (id === undefined || id === '') return undefined;
  if (!/^[a-v0-9]{5,1024}$/.test(id)) throw fail('invalid', { message: 'Invalid resource id value.', path: '/id' });
  return id;
}
