import { withoutTypes, type CalendarBusy } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { parseFreeBusy, type FreeBusyRequest } from '../parse/free-busy.js';
import { jsonBody } from '../render/body.js';
import { renderBusy, renderItemError, renderFreeBusy } from '../render/free-busy.js';
import type { JsonObject } from '../parse/json.js';
import { bodyOf, type Answer, type Call } from './call.js';
import { calendarId } from './open.js';

/** Longer windows would make one request pay for years of everybody's meetings. */
const longestRange = 2 * 366 * 86_400_000;

/** Section 10: busy times of many calendars; what is wrong with one of them is said there. */
export async function queryFreeBusy(call: Call): Promise<Answer> {
  const request = parseFreeBusy(bodyOf(call));
  if (request.to - request.from > longestRange) throw fail('timeRangeTooLong');
  const asked = request.ids.slice(0, request.calendarLimit);
  const ids = asked.map((id) => calendarId(call.viewer, id));
  const found = await call.core.freeBusy.query(call.viewer, ids, { from: request.from, to: request.to });
  const answers = request.ids.map((id, i): [string, JsonObject] => [id, calendarOf(found[i], request)]);
  return { status: 200, body: jsonBody(renderFreeBusy(request, Object.fromEntries(answers))) };
}

function calendarOf(busy: CalendarBusy | undefined, { zone }: FreeBusyRequest): JsonObject {
  if (!busy) return renderItemError('tooManyCalendarsRequested');
  return 'error' in busy ? renderItemError(busy.error) : renderBusy(withoutTypes(busy.intervals), zone);
}
