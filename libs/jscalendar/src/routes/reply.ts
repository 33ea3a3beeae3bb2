import {
  type Attendee,
  type EventData,
  type EventSeries,
  forbidden,
  notFound,
  readJsonObject,
  type SeriesDraft,
  withOverride,
} from '@dayferry/core';
import { Members, wrong } from '../parse/values.js';
import type { Answer, Exchange } from './exchange.js';
import { isLenientBody } from './media.js';
import { occurrenceAt } from './occurrence.js';
import { openResource } from './resource.js';
import { write, writeAnswer } from './write.js';

const statuses = ['needs-action', 'accepted', 'declined', 'tentative'];

interface Reply {
  status: string;
  comment?: string;
}

/**
 * `?action=reply`: one's own answer to an invitation, for the series or (`recurrence-id`) one occurrence, without
 * sending the object back. Body: `{ "participationStatus": …, "participationComment": … }`.
 */
export async function reply(exchange: Exchange): Promise<Answer> {
  const given = readReply(exchange);
  const { open, stored } = await openResource(exchange);
  const { head } = stored;
  const id = exchange.search.get('recurrence-id');
  const email = exchange.viewer.user?.email ?? '';
  const change = (current: EventSeries | null): SeriesDraft => {
    if (!current) throw notFound();
    if (id === null) return { ...current, master: answered(current.master, email, given) };
    return answeredInstance(exchange, current, id, (data) => answered(data, email, given));
  };
  return writeAnswer(exchange, open, await write(exchange, open, { key: head.key }, change));
}

function readReply({ body, core, headers }: Exchange): Reply {
  isLenientBody(headers);
  const members = new Members(readJsonObject(body, core.limits), '');
  const status = members.string('participationStatus');
  if (status === undefined || !statuses.includes(status))
    throw wrong('participationStatus', `must be one of ${statuses.join(', ')}.`);
  const comment = members.string('participationComment');
  const [other] = Object.keys(members.rest() ?? {});
  if (other !== undefined) throw wrong(other, 'is no part of an answer.');
  return { status, ...(comment === undefined ? {} : { comment }) };
}

function answeredInstance(
  exchange: Exchange,
  current: EventSeries,
  id: string,
  change: (data: EventData) => EventData,
): SeriesDraft {
  const { recurrenceId, data } = occurrenceAt(exchange, current, id);
  return withOverride(current, recurrenceId, change(data));
}

function answered(data: EventData, email: string, { status, comment }: Reply): EventData {
  const attendees = data.attendees ?? [];
  if (!attendees.some((attendee) => isPerson(attendee, email)))
    throw forbidden('Only those who are invited can answer.', { code: 'not-invited' });
  return {
    ...data,
    attendees: attendees.map((attendee) =>
      isPerson(attendee, email) ? { ...attendee, status, ...(comment === undefined ? {} : { comment }) } : attendee,
    ),
  };
}

function isPerson({ address, email: other }: Attendee, email: string): boolean {
  return address?.toLowerCase() === `mailto:${email}` || other?.toLowerCase() === email;
}
