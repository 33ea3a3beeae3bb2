import { type EventData, invalidInput, type OpenCalendar, type StoredSeries } from '@dayferry/core';
import type { CollectionQuery } from '../parse/query.js';
import { storedUid } from '../parse/uid.js';
import type { Exchange } from './exchange.js';
import { findResource, nullIfMissing } from './resource.js';

export type MemberFilter = (stored: StoredSeries) => boolean;

/** What the query asks of a member that no index answers; null when that is nothing. */
export async function memberFilter(
  exchange: Exchange,
  open: OpenCalendar,
  query: CollectionQuery,
): Promise<MemberFilter | null> {
  const tests = [
    statusTest(query),
    query.uid === undefined ? null : uidTest(query.uid),
    categoryTest(query),
    participantTest(query),
    query.linked === undefined ? null : await linkedTest(exchange, open, query.linked),
    hidesDeclined(query) ? notDeclinedBy(open.owner.email) : null,
  ].filter((test) => test !== null);
  return tests.length === 0 ? null : (stored) => tests.every((test) => test(stored));
}

const statusTest = ({ status }: CollectionQuery): MemberFilter | null =>
  status === undefined ? null : ({ series }) => (series.master.status ?? 'confirmed') === status;

const uidTest =
  (uid: string): MemberFilter =>
  ({ head }) =>
    head.uid === storedUid(uid);

const categoryTest = ({ category }: CollectionQuery): MemberFilter | null =>
  category === undefined
    ? null
    : ({ series: { master } }) => [...(master.keywords ?? []), ...(master.concepts ?? [])].includes(category);

function participantTest({ participant }: CollectionQuery): MemberFilter | null {
  if (participant === undefined) return null;
  const address = `mailto:${participant.replace(/^mailto:/, '')}`;
  return ({ series }) => attends(series.master, (attendee) => attendee.address?.toLowerCase() === address);
}

function attends(
  { attendees = [] }: EventData,
  test: (attendee: NonNullable<EventData['attendees']>[number]) => boolean,
): boolean {
  return attendees.some(test);
}

/** Linked in either direction with the named entry. */
async function linkedTest(exchange: Exchange, open: OpenCalendar, id: string): Promise<MemberFilter> {
  const found = await findResource(exchange, open, id).catch(nullIfMissing);
  if (!found) throw invalidInput('filters[linked]', 'names no entry of this calendar.', { code: 'parameter' });
  const targets = new Set((found.series.master.relatedTo ?? []).map(({ uid }) => uid));
  return ({ head, series }) =>
    targets.has(head.uid) || (series.master.relatedTo ?? []).some(({ uid }) => uid === found.head.uid);
}

/** A listing that asks for nothing in particular leaves out what was declined (jscalendar-rest §5). */
function hidesDeclined({ syncToken, hasFilters }: CollectionQuery): boolean {
  return syncToken === undefined && !hasFilters;
}

function notDeclinedBy(email: string): MemberFilter {
  const isOwner = (attendee: { address?: string; status?: string }): boolean =>
    attendee.status === 'declined' && attendee.address?.toLowerCase() === `mailto:${email}`;
  // The text first: few are declined, and it is there without being parsed.
  return (stored) => !stored.ical.includes('DECLINED') || !attends(stored.series.master, isOwner);
}
