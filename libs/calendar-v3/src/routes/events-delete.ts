import {
  requireRole,
  requireWriteScope,
  resolve,
  withExclusion,
  withOverride,
  type EventSeries,
  type Occurrence,
  type OpenCalendar,
  type SeriesDraft,
} from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { noticeOf } from '../parse/notices.js';
import { noContent, type Answer, type Call } from './call.js';
import { isCancelled } from './event-source.js';
import { etagOfFound, findEvent, occurrenceAt, splitEventId, type FoundEvent } from './find-event.js';
import { openCalendar } from './open.js';
import { requireMatch, requireUnchanged } from './preconditions.js';

/** 204; a series with all its exceptions, or one instance. What is gone already is 410. */
export async function deleteEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const found = await findEvent(call, open);
  if (isGone(found)) throw fail('deleted');
  requireMatch(call, etagOfFound(found));
  await cancelEvent(call, open, found);
  return noContent;
}

/** An event that another protocol stored as cancelled still exists, and can be deleted. */
function isGone({ stored, occurrence }: FoundEvent): boolean {
  if (stored.head.isDeleted || !occurrence) return stored.head.isDeleted;
  return isCancelled({ data: resolve(stored.series, occurrence), isDeleted: occurrence.isExcluded === true });
}

export async function cancelEvent(call: Call, open: OpenCalendar, { stored, occurrence }: FoundEvent): Promise<void> {
  const notify = noticeOf(call.query);
  const ref = { id: stored.head.id };
  if (!occurrence)
    return call.core.events.remove(open, ref, (current) => requireUnchanged(call, stored.head.seq, current), {
      origin: 'v3',
      notify,
    });
  const { stamp } = splitEventId(call.path.eventId ?? '');
  const change = (current: EventSeries | null): SeriesDraft => {
    if (!current) throw fail('deleted');
    return withoutInstance(current, occurrenceAt(call.core, open, current, stamp!));
  };
  const check = (current: EventSeries | null): void => requireUnchanged(call, stored.head.seq, current);
  await call.core.events.write(open, ref, change, { origin: 'v3', check, notify });
}

/**
 * mapping §4: an instance that is called off is excluded from the series; one with guests stays as a cancelled exception,
 * so that they can be told which it was.
 */
function withoutInstance(series: EventSeries, occurrence: Occurrence): SeriesDraft {
  const data = resolve(series, occurrence);
  const hasGuests = data.attendees?.some((guest) => !guest.isContact) === true;
  if (!hasGuests && !series.isMasterMissing) return withExclusion(series, occurrence.recurrenceId);
  return withOverride(series, occurrence.recurrenceId, { ...data, status: 'cancelled' });
}
