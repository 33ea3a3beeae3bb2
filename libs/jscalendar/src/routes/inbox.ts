import {
  type Attendee,
  type EventSeries,
  forbidden,
  type JsonObject,
  notFound,
  type OpenCalendar,
  type StoredSeries,
} from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { objectText } from './resource.js';
import { userOf } from './user.js';

/** Where a user's properties say what was put away: an invitation's key, and the SEQUENCE that it had then. */
const place = 'rest-inbox';

interface Inbox {
  open: OpenCalendar;
  waiting: StoredSeries[];
  /** By key. */
  putAway: ReadonlyMap<string, string>;
}

/**
 * Invitations in one's own calendar that still wait for an answer and are not over, by their address in it. They go
 * straight to the calendar, and leave this list when they are answered, or put away until the organizer moves them.
 */
export async function getInbox(exchange: Exchange): Promise<Answer> {
  const { open, waiting, putAway } = await readInbox(exchange);
  const path = `/${encodeURIComponent(userOf(exchange))}/calendar/`;
  const members = waiting
    .filter(({ series }) => putAway.get(series.key) !== sequenceOf(series))
    .map((stored) => `${JSON.stringify(path + stored.head.id)}:${objectText(exchange, open, stored)}`);
  return jsonAnswer(exchange, JSON.parse(`{"responses":{${members.join(',')}}}`) as JsonObject);
}

/** The invitation itself stays as it is, without an answer (jscalendar-rest §12). */
export async function deleteNotice(exchange: Exchange): Promise<Answer> {
  const { waiting, putAway } = await readInbox(exchange);
  const found = waiting.find(({ head }) => head.id === exchange.address.rest[0]);
  if (!found || putAway.get(found.series.key) === sequenceOf(found.series)) throw notFound();
  const isWaiting = new Set(waiting.map(({ series }) => series.key));
  const forgotten = [...putAway.keys()].filter((key) => !isWaiting.has(key));
  await exchange.core.properties.changeUser(exchange.viewer, place, [
    ...forgotten.map((name) => ({ name, value: null })),
    { name: found.series.key, value: sequenceOf(found.series) },
  ]);
  return { status: 204, headers: {} };
}

async function readInbox(exchange: Exchange): Promise<Inbox> {
  const { core, viewer } = exchange;
  const user = userOf(exchange);
  if (user !== viewer.user?.email) throw forbidden('An inbox is shown to its owner only.');
  const open = await core.calendars.openInHome(viewer, user, 'calendar');
  const coming = await core.events.query(open, { from: core.clock(), kinds: ['event'] });
  const kept = await core.properties.ofUser(viewer);
  return {
    open,
    waiting: coming.filter(({ series }) => awaitsAnswer(series, user)),
    putAway: new Map(
      kept.filter(({ resourceKey }) => resourceKey === place).map(({ name, value }) => [name, value] as const),
    ),
  };
}

/** A new time is a new question (RFC 5546 §2.1.4), for the series or one of its occurrences. */
function sequenceOf({ master, overrides }: EventSeries): string {
  return [master, ...overrides.map(({ patch }) => patch)].map(({ sequence }) => sequence ?? 0).join('.');
}

function awaitsAnswer({ master, overrides }: EventSeries, user: string): boolean {
  const address = `mailto:${user}`;
  if (master.organizer?.address.toLowerCase() === address) return false;
  return [master, ...overrides.map(({ patch }) => patch)].some(({ attendees }) => isAsked(attendees ?? [], address));
}

function isAsked(attendees: Attendee[], wanted: string): boolean {
  return attendees.some(
    ({ address, status = 'needs-action', isContact }) =>
      !isContact && address?.toLowerCase() === wanted && status === 'needs-action',
  );
}
