import { invalidInput, type EventData, type SeriesDraft } from '@dayferry/core';
import { toData, toDraft } from '../parse/event-data.js';
import { readEventEntry } from '../parse/event-entry.js';
import { readEventJsonc } from '../parse/event-jsonc.js';
import type { EventView } from '../parse/event-view.js';
import { parseContext, type ParseContext } from '../parse/parse-context.js';
import { patchEntry } from '../parse/patch-entry.js';
import { Members } from '../parse/read-json.js';
import type { XmlElement } from '../parse/read-xml.js';
import { eventDocument, eventEntry } from '../render/event-entry.js';
import { eventJsonc } from '../render/event-jsonc.js';
import type { EventContext, EventRecord } from '../render/event-record.js';
import { isJson, readBody } from './body.js';
import type { Call } from './call.js';
import { readOwn } from './patch.js';

/** Reads an event of either representation; with strict=true refuses unknown elements. */
export function readEventBody(call: Call): EventView {
  const view = readBody(call, { atom: readEventEntry, jsonc: readEventJsonc });
  if (call.request.query.strict && view.foreign.length > 0) {
    throw invalidInput('entry', `Unknown element: ${view.foreign[0]!.slice(0, 200)}`, {
      code: 'invalidParameterValue',
    });
  }
  return view;
}

/** The view of a record after a partial update. */
export function patchedView(call: Call, record: EventRecord, partial: XmlElement, context: EventContext): EventView {
  return readEventEntry(patchEntry(readOwn(call, ownDocument(record, context)), partial));
}

/** What the client was shown of a record and what it sent back, read alike. */
export interface Change<T> {
  base: T;
  next: T;
}

export function seriesChange(
  call: Call,
  record: EventRecord,
  view: EventView,
  context: EventContext,
): Change<SeriesDraft> {
  const { own, ours, theirs } = contexts(call, record, context);
  const base = toDraft(own, ours);
  return { base, next: toDraft(view, theirs(base.master)) };
}

export function instanceChange(
  call: Call,
  record: EventRecord,
  view: EventView,
  context: EventContext,
): Change<EventData> {
  const { own, ours, theirs } = contexts(call, record, context);
  const base = toData(own, ours);
  return { base, next: toData(view, theirs(base)) };
}

interface Contexts {
  own: EventView;
  ours: ParseContext;
  theirs: (shown: EventData) => ParseContext;
}

function contexts(call: Call, record: EventRecord, context: EventContext): Contexts {
  const shared = parseContext(record.data, {
    calendarZone: context.calendarZone,
    ownerEmail: context.owner.email,
    timeZones: record.series.timeZones,
  });
  return {
    own: ownView(call, record, context),
    ours: { ...shared, isOwnView: true },
    theirs: (shown) => ({ ...shared, shown }),
  };
}

/** The record through the same text and reader as the client's body, so that equal means unchanged. */
function ownView(call: Call, record: EventRecord, context: EventContext): EventView {
  if (isJson(call))
    return readEventJsonc(new Members(eventJsonc(record, context) as ConstructorParameters<typeof Members>[0]));
  return readEventEntry(readOwn(call, ownDocument(record, context)));
}

function ownDocument(record: EventRecord, context: EventContext): string {
  return eventDocument(eventEntry(record, context), context.version);
}
