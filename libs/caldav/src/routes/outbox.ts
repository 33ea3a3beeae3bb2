import { type Busy, DayferryError, forbidden, mayWrite, notFound, type JCalProperty } from '@dayferry/core';
import { renderFreeBusy } from '@dayferry/icalendar';
import { decodeCalendar } from '../parse/calendar-text.js';
import { parseFreeBusyRequest, type FreeBusyRequest } from '../parse/free-busy-request.js';
import { isOpaque } from '../render/calendar-properties.table.js';
import { renderScheduleResponse, type RecipientAnswer } from '../render/schedule-response.js';
import { availabilityPlace } from './availability.js';
import { xmlType, type Answer, type Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { emailOf } from './person.js';
import { requireCalendarType } from './request-headers.js';
import { resolve } from './resource.js';

/** RFC 6638 §5: busy times of several people. Invitations are no business of the outbox: the server sends them by itself. */
export async function postToOutbox(exchange: Exchange): Promise<Answer> {
  const { core, viewer, headers, body, address } = exchange;
  const outbox = await resolve(exchange);
  if (outbox.kind !== 'outbox') throw notFound();
  if (!mayWrite(viewer))
    throw forbidden('The credential does not permit scheduling.', {
      code: 'need-privileges',
      info: { href: hrefOf(address), privilege: 'schedule-send-freebusy' },
    });
  requireCalendarType(headers);
  const { text } = decodeCalendar(body, core.limits.resourceBytes, headers['content-type']);
  const request = parseFreeBusyRequest(text, core.limits);
  if (emailOf(addressOf(request.organizer), exchange.aliases) !== outbox.owner.email)
    throw forbidden('The ORGANIZER is not the owner of the outbox.', { code: 'valid-organizer' });
  const answers: RecipientAnswer[] = [];
  for (const attendee of request.attendees) answers.push(await answerOf(exchange, request, attendee));
  return { status: 200, headers: { 'content-type': xmlType }, body: renderScheduleResponse(answers) };
}

async function answerOf(
  exchange: Exchange,
  request: FreeBusyRequest,
  attendee: JCalProperty,
): Promise<RecipientAnswer> {
  const address = addressOf(attendee);
  const { core, viewer } = exchange;
  try {
    const email = emailOf(address, exchange.aliases);
    const about = { counts: isOpaque, property: availabilityPlace(core.limits) };
    const busy = await core.freeBusy.ofPerson(viewer, email, { from: request.from, to: request.to }, about);
    // A part of the busy times would show the rest as free.
    if (busy.isTruncated) return { address, status: '5.1;Service unavailable' };
    return { address, status: '2.0;Success', data: replyOf(exchange, request, attendee, busy) };
  } catch (error) {
    return { address, status: statusOf(error) };
  }
}

function replyOf({ core }: Exchange, request: FreeBusyRequest, attendee: JCalProperty, { intervals }: Busy): string {
  const { from, to, uid, organizer } = request;
  const more = [organizer, attendee];
  return renderFreeBusy({ from, to, intervals, uid, stamp: core.clock(), more, method: 'REPLY' });
}

/** RFC 5546 §3.6: who does not exist and who is not shown are the same. */
function statusOf(error: unknown): string {
  if (error instanceof DayferryError && error.kind === 'not-found') return '3.7;Invalid calendar user';
  if (error instanceof DayferryError && error.kind === 'forbidden') return '3.8;No authority';
  throw error;
}

function addressOf([, , , value]: JCalProperty): string {
  return typeof value === 'string' ? value : '';
}
