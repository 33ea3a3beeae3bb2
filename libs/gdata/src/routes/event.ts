import {
  DayferryError,
  etagOf,
  instanceStamp,
  invalidInput,
  notFound,
  withExclusion,
  type EventSeries,
  type Notice,
  type OpenCalendar,
  type SeriesDraft,
} from '@dayferry/core';
import { gd } from '../namespaces.table.js';
import { parseDateValue, pointOf } from '../parse/date-value.js';
import { readEventEntry } from '../parse/event-entry.js';
import type { EventView, OriginalView } from '../parse/event-view.js';
import type { EventRecord } from '../render/event-record.js';
import { commonHeaders, validatorHeaders, type Answer } from './answer.js';
import { eventContext, openCalendar, requireFeed, requireWritable, type Call } from './call.js';
import { createdAnswer, entryAnswer, textAnswer } from './entry-answer.js';
import { patchedView, readEventBody } from './event-body.js';
import { createEvent, noticeOf } from './event-creation.js';
import { changedInstance, changedSeries } from './event-writes.js';
import { readPartial } from './patch.js';
import { checkPrecondition, isNotModified, type Precondition } from './preconditions.js';
import {
  findRecord,
  findStored,
  isHiddenInPublic,
  occurrenceAt,
  recordAt,
  refOf,
  shownRecord,
  sourceOf,
  type EventRef,
} from './records.js';
import { textKey, variantOf } from './rendered-event.js';

export async function getEvent(call: Call): Promise<Answer> {
  const { open, ref, eventId } = await target(call);
  const stored = await findStored(call.core, open, ref);
  if (isHiddenInPublic(call, open, stored.head)) throw notFound();
  const variant = variantOf(call, eventContext(call, open));
  const known = call.core.rendered.find(textKey({ id: eventId, head: stored.head, variant }));
  // Without a stamp the entry is the series: its head alone tells the version, so no body is parsed.
  if (known !== undefined && ref.stamp === undefined) {
    const version = { etag: etagOf({ ...stored.head, isRedacted: false }), updated: stored.head.updated };
    return notModified(call, version) ?? textAnswer(call, known, version, 200);
  }
  const record = shownRecord(call, open, stored, recordAt(call.core, open.calendar.timeZone, sourceOf(stored), ref));
  return notModified(call, record) ?? entryAnswer(call, open, record, 200);
}

function notModified(call: Call, { etag, updated }: Pick<EventRecord, 'etag' | 'updated'>): Answer | null {
  const validators = { etag: `"${etag}"`, updated };
  if (!isNotModified(call.request, validators, call.core.clock())) return null;
  return { status: 304, headers: { ...commonHeaders(call), ...validatorHeaders(validators) }, body: '' };
}

/** A new event, or with gd:originalEvent a change of one instance of a series (migration guide, recurring events). */
export async function postEvent(call: Call): Promise<Answer> {
  requireWritable(call);
  const view = readEventBody(call);
  const open = await openCalendar(call);
  const record = view.original
    ? await changeOriginal(call, open, view, view.original)
    : await createEvent(call, open, view);
  return createdAnswer(call, open, record);
}

export async function putEvent(call: Call): Promise<Answer> {
  requireWritable(call);
  const view = readEventBody(call);
  const { open, ref, eventId } = await target(call);
  if (view.id !== undefined && decoded(view.id) !== eventId) {
    throw invalidInput('id', 'The id of the entry is not that of the address.', { code: 'invalidRequestUri' });
  }
  return guarded(call, open, ref, async () => {
    const record = await update(call, open, ref, {
      view: () => view,
      precondition: preconditionOf(call, view),
      notify: noticeOf(view),
    });
    return entryAnswer(call, open, record, 200);
  });
}

/** A partial update is merged into the entry as it is at the moment of the write. */
export async function patchEvent(call: Call): Promise<Answer> {
  requireWritable(call);
  const partial = readPartial(call);
  const { open, ref } = await target(call);
  const context = eventContext(call, open);
  const precondition = preconditionOf(call, { etag: partial.attributes[`{${gd}}etag`] });
  const view = (record: EventRecord): EventView => patchedView(call, record, partial, context);
  const notify = noticeOf(readEventEntry(partial));
  return entryAnswer(call, open, await update(call, open, ref, { view, precondition, notify }), 200);
}

/** Python clients take nothing but 200 for a deletion. */
export async function deleteEvent(call: Call): Promise<Answer> {
  requireWritable(call);
  const { open, ref } = await target(call);
  return guarded(call, open, ref, async () => {
    await findRecord(call.core, open, ref);
    const check = (current: EventSeries): void =>
      checkPrecondition(preconditionOf(call), recordOf(call, open, current, ref));
    if (ref.stamp === undefined) await call.core.events.remove(open, { id: ref.seriesId }, check, { origin: 'v2' });
    else await exclude(call, open, ref, check);
    return { status: 200, headers: { ...commonHeaders(call), 'content-type': 'text/html; charset=UTF-8' }, body: '' };
  });
}

interface Target {
  open: OpenCalendar;
  ref: EventRef;
  eventId: string;
}

async function target(call: Call): Promise<Target> {
  requireFeed(call);
  const open = await openCalendar(call);
  const eventId = call.params.event!;
  return { open, ref: refOf(eventId), eventId };
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function preconditionOf({ request, params }: Call, view?: Pick<EventView, 'etag'>): Precondition {
  return {
    ifMatch: request.header('if-match'),
    bodyEtag: view?.etag,
    version: params.version,
    major: request.version.major,
  };
}

function recordOf(call: Call, open: OpenCalendar, series: EventSeries, ref: EventRef): EventRecord {
  return recordAt(call.core, open.calendar.timeZone, { series, isDeleted: false, isBusy: false }, ref);
}

/** Protocol 1: an edit link of an older version is answered with 409 and the entry as it is now. */
async function guarded(call: Call, open: OpenCalendar, ref: EventRef, write: () => Promise<Answer>): Promise<Answer> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof DayferryError) || error.detail.code !== 'version-conflict') throw error;
    return entryAnswer(call, open, await findRecord(call.core, open, ref), 409);
  }
}

interface Edit {
  /** The entry that the client wants, given the one that is there. */
  view: (current: EventRecord) => EventView;
  /** Absent: nothing to check. */
  precondition?: Precondition;
  notify?: Notice;
}

async function update(
  call: Call,
  open: OpenCalendar,
  ref: EventRef,
  { view, precondition, notify = 'none' }: Edit,
): Promise<EventRecord> {
  // Also tells whether this viewer may know of the event at all.
  await findRecord(call.core, open, ref);
  const context = eventContext(call, open);
  const change = (current: EventSeries | null): SeriesDraft => {
    if (!current) throw notFound();
    const wanted = view(recordOf(call, open, current, ref));
    return ref.stamp === undefined
      ? changedSeries(call, current, wanted, context)
      : changedInstance(call, current, { stamp: ref.stamp, view: wanted }, context);
  };
  const check = (current: EventSeries | null): void => {
    if (current && precondition) checkPrecondition(precondition, recordOf(call, open, current, ref));
  };
  const { stored } = await call.core.events.write(open, { id: ref.seriesId }, change, {
    origin: 'v2',
    check,
    notify,
  });
  return recordAt(call.core, open.calendar.timeZone, sourceOf(stored), ref);
}

async function exclude(
  call: Call,
  open: OpenCalendar,
  ref: EventRef,
  check: (current: EventSeries) => void,
): Promise<void> {
  const change = (current: EventSeries | null): SeriesDraft => {
    if (!current) throw notFound();
    const { recurrenceId, isExcluded } = occurrenceAt(call.core, open.calendar.timeZone, current, ref.stamp!);
    return isExcluded ? current : withExclusion(current, recurrenceId);
  };
  await call.core.events.write(open, { id: ref.seriesId }, change, {
    origin: 'v2',
    check: (current) => current && check(current),
  });
}

async function changeOriginal(
  call: Call,
  open: OpenCalendar,
  view: EventView,
  original: OriginalView,
): Promise<EventRecord> {
  const seriesId = original.id ?? original.href?.split('/').at(-1) ?? '';
  const { series } = await call.core.events.find(open, { id: seriesId });
  if (!original.start)
    throw invalidInput('gd:originalEvent', 'gd:originalEvent needs the start of the instance.', {
      code: 'invalidDatetime',
    });
  const zone = series.master.start?.zone ?? open.calendar.timeZone;
  const point = pointOf(parseDateValue(original.start, 'gd:originalEvent'), zone, series.timeZones);
  const isFloating = series.master.start?.zone === null;
  const stamp = instanceStamp(isFloating ? { ...point, zone: null } : point, series.timeZones);
  return update(call, open, { seriesId, stamp }, { view: () => view, notify: noticeOf(view) });
}
