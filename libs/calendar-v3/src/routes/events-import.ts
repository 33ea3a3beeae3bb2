import {
  mergeData,
  mergeSeries,
  requireRole,
  requireWriteScope,
  resolve,
  withOverride,
  type EventData,
  type EventSeries,
  type OpenCalendar,
  type Organizer,
  type SeriesDraft,
  type SeriesRef,
  type StoredSeries,
  type TimePoint,
  DayferryError,
  instanceStamp,
} from '@dayferry/core';
import { contextOf } from '../parse/context.js';
import { importedEvent, importUid, parseOrganizer, parseOriginalPlace } from '../parse/event-import.js';
import { newEvent, updatedEvent, type UpdateOptions } from '../parse/event-update.js';
import { parseEvent, parseSeries } from '../parse/event.js';
import type { JsonObject } from '../parse/json.js';
import { importId } from '../render/identity.js';
import { renderEvent } from '../render/event.js';
import { isOwn } from '../render/view.js';
import { bodyOf, type Answer, type Call } from './call.js';
import { wholeSource } from './event-source.js';
import { eventAnswer, viewOf } from './events-get.js';
import { occurrenceAt } from './find-event.js';
import { openCalendar } from './open.js';
import { updateOptions } from './update-options.js';

interface Import {
  call: Call;
  open: OpenCalendar;
  body: JsonObject;
  uid: string;
  /** Somebody else, whose event this is a private copy of. */
  organizer: Organizer | undefined;
}

/**
 * 6.4: an event with the UID it has elsewhere; the same UID again changes the event that is there. One with an
 * `originalStartTime` is an exception of the series with that UID, which may follow, or never come.
 */
export async function importEvent(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  const body = bodyOf(call);
  const uid = importUid(body);
  const organizer = parseOrganizer(body, (email) => isOwn(open, email));
  const work: Import = { call, open, uid, organizer, body: importedEvent(body) };
  const place = parseOriginalPlace(body, contextOf(open));
  const make = (current: EventSeries | null): SeriesDraft =>
    place ? withInstance(work, current, place) : wholeSeries(work, current);
  const options = { origin: 'v3', id: importId(uid), revives: true, isImport: true } as const;
  const { stored } = await call.core.events.write(open, await refOf(work), make, options);
  return eventAnswer(call, open, place ? { stored, occurrence: placeIn(work, stored, place) } : { stored });
}

/** The live event with this UID; else what was once imported under it and deleted, which lives again. */
async function refOf({ call, open, uid }: Import): Promise<SeriesRef> {
  const live = await call.core.events.find(open, { uid }).catch(nullIfMissing);
  return live ? { key: live.head.key } : { id: importId(uid) };
}

function nullIfMissing(error: unknown): null {
  if (error instanceof DayferryError && error.kind === 'not-found') return null;
  throw error;
}

function wholeSeries(work: Import, current: EventSeries | null): SeriesDraft {
  const { open, uid } = work;
  const context = contextOf(open, current?.master);
  if (!current || current.isMasterMissing) {
    const draft = parseSeries(newEvent(work.body, optionsOf(work)), context);
    return { ...draft, uid, master: organized(work, draft.master), overrides: current?.overrides ?? [] };
  }
  const shown = shownAs(work, current);
  const next = parseSeries(updatedEvent(shown, work.body, optionsOf(work)), context);
  const merged = mergeSeries(current, parseSeries(shown, context), next);
  return { ...merged, master: organized(work, merged.master) };
}

function withInstance(work: Import, current: EventSeries | null, place: TimePoint): SeriesDraft {
  const { recurrence: _recurrence, ...body } = work.body;
  if (!current) {
    const data = organized(work, parseEvent(newEvent(body, optionsOf(work)), contextOf(work.open)));
    const override = { recurrenceId: place, patch: data, seq: 0, updated: 0 };
    return { kind: 'event', uid: work.uid, master: {}, isMasterMissing: true, overrides: [override] };
  }
  const occurrence = occurrenceAt(work.call.core, work.open, current, instanceStamp(place, current.timeZones));
  const full = resolve(current, occurrence);
  const context = contextOf(work.open, full);
  const shown = shownAs(work, current, occurrence);
  const next = parseEvent(updatedEvent(shown, body, optionsOf(work)), context);
  const data = mergeData(full, parseEvent(shown, context), next);
  return withOverride(current, occurrence.recurrenceId, organized(work, data));
}

function placeIn({ call, open }: Import, { series }: StoredSeries, place: TimePoint): ReturnType<typeof occurrenceAt> {
  return occurrenceAt(call.core, open, series, instanceStamp(place, series.timeZones));
}

function shownAs(
  { call, open }: Import,
  series: EventSeries,
  occurrence?: Parameters<typeof wholeSource>[1]['occurrence'],
): JsonObject {
  const view = { ...viewOf(call, open), zone: open.calendar.timeZone };
  return renderEvent(
    view,
    wholeSource(series, { id: series.id, isDeleted: false, ...(occurrence ? { occurrence } : {}) }),
  );
}

function optionsOf({ call, open }: Import): UpdateOptions {
  return updateOptions(call, open, false);
}

/** Somebody else's event is a private copy here: nothing that is done to it goes anywhere (8.8). */
function organized({ organizer }: Import, data: EventData): EventData {
  return organizer ? { ...data, organizer, isPrivateCopy: true } : data;
}
