import { eventEntry, eventEntryContent } from '../render/event-entry.js';
import { eventJsonc } from '../render/event-jsonc.js';
import type { EventContext, EventRecord } from '../render/event-record.js';
import type { Call } from './call.js';

/** An entry of a feed, or the object of a JSON-C list, from the cache when this version was rendered before. */
export function renderedEvent(call: Call, record: EventRecord, context: EventContext): string {
  const { format } = call.request;
  const text = cached(call, record, context);
  return format === 'jsonc' ? text : eventEntry(record, text, context.version);
}

/** The content of an Atom entry, or the JSON-C object, as text. */
export function cached(call: Call, record: EventRecord, context: EventContext): string {
  const { format } = call.request;
  const make = (): string =>
    format === 'jsonc' ? JSON.stringify(eventJsonc(record, context)) : eventEntryContent(record, context);
  // The list of occurrences depends on the window: it is not worth keeping.
  if (record.occurrences) return make();
  return call.core.rendered.get(`${record.key}:${record.seq}:v2:${variant(record, context, format)}`, make);
}

function variant(record: EventRecord, context: EventContext, format: string): string {
  const { version, user, calendarId, calendarZone, zone, owner, canEdit, maxAttendees } = context;
  return JSON.stringify([
    format,
    record.id,
    record.isBusy,
    record.isDeleted,
    version,
    user,
    calendarId,
    calendarZone,
    zone,
    owner.name,
    canEdit,
    maxAttendees,
  ]);
}
