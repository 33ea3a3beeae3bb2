import { type Attendee, forbidden, type Json, type JsonObject, type StoredSeries } from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { objectText } from './resource.js';
import { userOf } from './user.js';

/**
 * Invitations in one's own calendar that still wait for an answer and are not over, by their address in it. They go
 * straight to the calendar, and leave this list when they are answered.
 */
export async function getInbox(exchange: Exchange): Promise<Answer> {
  const { core, viewer } = exchange;
  const user = userOf(exchange);
  if (user !== viewer.user?.email) throw forbidden('An inbox is shown to its owner only.');
  const open = await core.calendars.openInHome(viewer, user, 'calendar');
  const coming = await core.events.query(open, { from: core.clock(), kinds: ['event'] });
  const waiting = coming.filter((stored) => awaitsAnswer(stored, user));
  const responses = waiting.map((stored) => [
    `/${encodeURIComponent(user)}/calendar/${stored.head.id}`,
    JSON.parse(objectText(exchange, open, stored)) as Json,
  ]);
  return jsonAnswer(exchange, { responses: Object.fromEntries(responses) as JsonObject });
}

function awaitsAnswer({ series: { master, overrides } }: StoredSeries, user: string): boolean {
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
