import {
  fromUtc,
  quickAdd,
  type EventSeries,
  type Notice,
  type OpenCalendar,
  type SeriesDraft,
  type SeriesWriteItem,
} from '@dayferry/core';
import { toDraft } from '../parse/event-data.js';
import type { EventView } from '../parse/event-view.js';
import { parseContext } from '../parse/parse-context.js';
import type { EventRecord } from '../render/event-record.js';
import type { Answer } from './answer.js';
import { openCalendar, requireWritable, type Call } from './call.js';
import { createdAnswer } from './entry-answer.js';
import { readEventBody } from './event-body.js';
import { checkPermissions } from './event-writes.js';
import { recordAt, sourceOf } from './records.js';

export async function createEvent(call: Call, open: OpenCalendar, view: EventView): Promise<EventRecord> {
  return (await createAll(call, open, [view]))[0]!;
}

/**
 * Several new events of one calendar in one transaction: all of them, or none and the error. Null when one of them is
 * an instance of a series that is there already, which is another kind of write.
 */
export async function createEvents(calls: Call[]): Promise<Answer[] | null> {
  const [first] = calls;
  requireWritable(first!);
  const views = calls.map(readEventBody);
  if (views.some((view) => view.original)) return null;
  const open = await openCalendar(first!);
  const records = await createAll(first!, open, views);
  return records.map((record, i) => createdAnswer(calls[i]!, open, record));
}

async function createAll(call: Call, open: OpenCalendar, views: EventView[]): Promise<EventRecord[]> {
  const items = views.map((view) => itemOf(call, open, view));
  const written = await call.core.events.writeMany(open, items);
  return written.map(({ stored }) =>
    recordAt(call.core, open.calendar.timeZone, sourceOf(stored), { seriesId: stored.head.id }),
  );
}

function itemOf(call: Call, open: OpenCalendar, view: EventView): SeriesWriteItem {
  const { timeZone } = open.calendar;
  const draft = view.quickAdd
    ? fromWords(call, view, timeZone)
    : toDraft(view, parseContext(undefined, { calendarZone: timeZone, ownerEmail: open.owner.email }));
  checkPermissions(view, { next: draft.master });
  const master = draft.master.start ? draft.master : { ...now(call, timeZone), ...draft.master };
  return { ref: null, change: () => ({ ...draft, master }), options: { origin: 'v2', notify: noticeOf(view) } };
}

export function noticeOf(view: EventView): Notice {
  return view.sendEventNotifications ? 'all' : 'none';
}

/** D1: with `gCal:quickadd` the content is a line of text that says everything. */
function fromWords({ core }: Call, { content, title }: EventView, zone: string): SeriesDraft {
  return quickAdd(content?.text ?? title ?? '', { now: core.clock(), zone });
}

/** An event without gd:when began and ended when it was made (T:batch). */
function now({ core }: Call, zone: string): Pick<EventSeries['master'], 'start' | 'end'> {
  const point = fromUtc(Math.floor(core.clock() / 1000) * 1000, zone);
  return { start: point, end: point };
}
