import {
  mergeData,
  mergeSeries,
  requireRole,
  requireWriteScope,
  resolve,
  withOverride,
  type EventSeries,
  type OpenCalendar,
  type Occurrence,
  type SeriesDraft,
} from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { contextOf } from '../parse/context.js';
import { updatedEvent } from '../parse/event-update.js';
import { parseEvent, parseSeries } from '../parse/event.js';
import type { JsonObject } from '../parse/json.js';
import { textAt } from '../parse/member.js';
import { noticeOf } from '../parse/notices.js';
import { renderEvent } from '../render/event.js';
import type { EventSource, EventView } from '../render/view.js';
import { bodyOf, type Answer, type Call } from './call.js';
import { isCancelled, wholeSource } from './event-source.js';
import { eventAnswer } from './events-get.js';
import { cancelEvent } from './events-delete.js';
import { etagOfFound, findEvent, occurrenceAt, splitEventId, type FoundEvent } from './find-event.js';
import { withoutStrayExceptions } from './stray-exceptions.js';
import { openCalendar } from './open.js';
import { requireMatch, requireUnchanged } from './preconditions.js';
import { updateOptions } from './update-options.js';

interface Change {
  call: Call;
  open: OpenCalendar;
  body: JsonObject;
  isPatch: boolean;
  found: FoundEvent;
}

export function updateEvent(call: Call): Promise<Answer> {
  return changeEvent(call, false);
}

export function patchEvent(call: Call): Promise<Answer> {
  return changeEvent(call, true);
}

async function changeEvent(call: Call, isPatch: boolean): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const found = await findEvent(call, open);
  requireMatch(call, etagOfFound(found));
  const change: Change = { call, open, body: bodyOf(call), isPatch, found };
  const wasCancelled = isCancelled(sourceOf(change, found.stored.series, found.occurrence));
  if (textAt(change.body, 'status') !== 'cancelled') return written(change);
  return wasCancelled ? eventAnswer(call, open, found) : cancelled(change);
}

/** 6.10, 6.11: `status: cancelled` is how v3 clients delete by PATCH or PUT. */
async function cancelled({ call, open, found }: Change): Promise<Answer> {
  await cancelEvent(call, open, found);
  return eventAnswer(call, open, await findEvent(call, open));
}

async function written(change: Change): Promise<Answer> {
  const { call, open, found } = change;
  const { head } = found.stored;
  const make = (current: EventSeries | null): SeriesDraft => changed(change, current ?? found.stored.series);
  const { stored } = await call.core.events.write(open, { id: head.id }, make, {
    origin: 'v3',
    revives: true,
    notify: noticeOf(call.query),
    check: (current) => requireUnchanged(call, head.seq, current),
  });
  const { stamp } = splitEventId(call.path.eventId ?? '');
  return eventAnswer(
    call,
    open,
    stamp === undefined ? { stored } : { stored, occurrence: occurrenceAt(call.core, open, stored.series, stamp) },
  );
}

function changed(change: Change, current: EventSeries): SeriesDraft {
  const { stamp } = splitEventId(change.call.path.eventId ?? '');
  if (stamp === undefined) return changedSeries(change, current);
  return changedInstance(change, current, occurrenceAt(change.call.core, change.open, current, stamp));
}

function changedSeries(change: Change, current: EventSeries): SeriesDraft {
  const context = contextOf(change.open, current.master);
  const shown = renderEvent(writeView(change), sourceOf(change, current));
  const next = parseSeries(wanted(change, shown), context);
  if (change.found.stored.head.isDeleted && next.master.status === 'cancelled') throw fail('deleted');
  const merged = mergeSeries(current, parseSeries(shown, context), next);
  return withoutStrayExceptions(current, merged, {
    zone: change.open.calendar.timeZone,
    limits: change.call.core.limits,
  });
}

function changedInstance(change: Change, current: EventSeries, occurrence: Occurrence): SeriesDraft {
  const full = resolve(current, occurrence);
  const context = contextOf(change.open, full);
  const shown = renderEvent(writeView(change), sourceOf(change, current, occurrence));
  const next = parseEvent(wanted(change, shown), context);
  if (occurrence.isExcluded && next.status === 'cancelled') throw fail('deleted');
  const data = mergeData(full, parseEvent(shown, context), next);
  return withOverride(current, occurrence.recurrenceId, data);
}

function wanted({ call, open, body, isPatch }: Change, shown: JsonObject): JsonObject {
  return updatedEvent(shown, body, updateOptions(call, open, isPatch));
}

/** The record as this writer sees it: whole, in the calendar's own zone. */
function writeView({ call, open }: Change): EventView {
  return { open, publicUrl: call.publicUrl, zone: open.calendar.timeZone };
}

function sourceOf({ found }: Change, series: EventSeries, occurrence?: Occurrence): EventSource {
  const { id, isDeleted } = found.stored.head;
  return wholeSource(series, { id, isDeleted, ...(occurrence ? { occurrence } : {}) });
}
