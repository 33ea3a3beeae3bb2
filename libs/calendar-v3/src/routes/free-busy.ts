import { withoutTypes, type CalendarBusy } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { parseFreeBusy, type FreeBusyRequest } from '../parse/free-busy.js';
import type { JsonObject } from '../parse/json.js';
import { jsonBody } from '../render/body.js';
import { renderBusy, renderFreeBusy, renderGroup, renderItemError } from '../render/free-busy.js';
import { bodyOf, type Answer, type Call } from './call.js';
import { calendarId } from './open.js';

/** Longer windows would make one request pay for years of everybody's meetings. */
const longestRange = 2 * 366 * 86_400_000;

/** Section 10: busy times of many calendars; what is wrong with one of them is said there. */
export async function queryFreeBusy(call: Call): Promise<Answer> {
  const request = parseFreeBusy(bodyOf(call));
  if (request.to - request.from > longestRange) throw fail('timeRangeTooLong');
  const groups = await expandGroups(call, request);
  const members = [...groups.values()].filter((list) => list.length <= request.groupLimit).flat();
  const ids = [...new Set([...request.ids.filter((id) => !groups.has(id)), ...members])];
  const asked = ids.slice(0, request.calendarLimit).map((id) => calendarId(call.viewer, id));
  const found = await call.core.freeBusy.query(call.viewer, asked, { from: request.from, to: request.to });
  const answers = ids.map((id, i): [string, JsonObject] => [id, calendarOf(found[i], request)]);
  const expanded = [...groups].map(([id, list]): [string, JsonObject] => [id, renderGroup(list, request.groupLimit)]);
  const body = renderFreeBusy(request, Object.fromEntries(answers), Object.fromEntries(expanded));
  return { status: 200, body: jsonBody(body) };
}

/** Those of the ids that are groups which the caller may see, with their members' primary calendars. */
async function expandGroups({ core, viewer }: Call, request: FreeBusyRequest): Promise<Map<string, string[]>> {
  const groups = new Map<string, string[]>();
  for (const id of request.ids.slice(0, request.calendarLimit)) {
    const principal = await core.directory.byEmail(id);
    const isShown = principal?.kind === 'group' && principal.organisationKey === viewer.user?.organisationKey;
    if (isShown)
      groups.set(
        id,
        (await core.people.membersOf(viewer, principal)).map(({ email }) => email),
      );
  }
  return groups;
}

function calendarOf(busy: CalendarBusy | undefined, { zone }: FreeBusyRequest): JsonObject {
  if (!busy) return renderItemError('tooManyCalendarsRequested');
  return 'error' in busy ? renderItemError(busy.error) : renderBusy(withoutTypes(busy.intervals), zone);
}
