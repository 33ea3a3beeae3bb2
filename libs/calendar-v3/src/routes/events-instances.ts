import {
  fromUtc,
  instanceStamp,
  isDate,
  type Occurrence,
  type OpenCalendar,
  type StoredSeries,
  type TimePoint,
} from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { parseOriginalStart } from '../parse/event-times.js';
import type { Answer, Call } from './call.js';
import { hasInstances } from './event-source.js';
import { viewOf } from './events-get.js';
import { listEtag, maxPage, pageBody, refuseContradictions } from './events-list.js';
import { findEvent, occurrenceAt } from './find-event.js';
import { instanceItem } from './instance-items.js';
import { instancePage, type ItemPage, type PageRequest } from './list-pages.js';
import { readPage, sealPage } from './list-state.js';
import { isShown, type SeriesItem } from './series-items.js';
import { keptAnswer } from './kept-answers.js';
import { openCalendar } from './open.js';
import { isNotModified } from './preconditions.js';

const defaultPage = 250;

/** 6.8: the instances of one series. Never a sync token. */
export async function listInstances(call: Call): Promise<Answer> {
  refuseContradictions(call);
  const open = await openCalendar(call);
  const { stored, occurrence } = await findEvent(call, open);
  if (occurrence || !hasInstances(stored.series)) throw fail('invalid', { message: 'The event is not recurring.' });
  const start = readPage(call, open);
  const etag = listEtag(call, open);
  if (isNotModified(call, etag)) return { status: 200, etag, isCollection: true };
  const request = requestOf(call, open, start?.after ?? []);
  return keptAnswer(call, etag, async () => {
    const page = await pageOf(request, stored);
    const next = page.next ? { page: sealPage(call, open, { seq: open.sync.seq, after: page.next }) } : {};
    return pageBody(request, page, etag, next);
  });
}

function requestOf(call: Call, open: OpenCalendar, after: PageRequest['after']): PageRequest {
  const { timeMin, timeMax, showDeleted, maxResults } = call.query;
  const scope = {
    call,
    view: viewOf(call, open),
    // D: "Lower bound (inclusive) for an event's end time", exclusive everywhere else.
    from: timeMin === undefined ? undefined : timeMin - 1,
    to: timeMax,
    showDeleted: showDeleted === true,
  };
  return { open, scope, after, limit: Math.min(maxResults ?? defaultPage, maxPage) };
}

async function pageOf(request: PageRequest, stored: StoredSeries): Promise<ItemPage> {
  const { originalStart } = request.scope.call.query;
  const shown = (items: SeriesItem[]): SeriesItem[] => items.filter((item) => isShown(request.scope, item));
  if (originalStart === undefined) return instancePage(request, { seriesKey: stored.head.key });
  const occurrence = atOriginalStart(request, stored, parseOriginalStart(originalStart));
  return { items: occurrence ? shown(instanceItem(request.scope, stored, occurrence)) : [] };
}

function atOriginalStart(
  { scope, open }: PageRequest,
  { series }: StoredSeries,
  value: TimePoint | number,
): Occurrence | null {
  const point = typeof value === 'number' ? pointAt(value, series.master.start) : value;
  try {
    return occurrenceAt(scope.call.core, open, series, instanceStamp(point));
  } catch {
    return null;
  }

  /** A floating series is shown in the calendar's zone, and asked for in it. */
  function pointAt(utc: number, start: TimePoint | undefined): TimePoint {
    if (start?.zone !== null || isDate(start)) return fromUtc(utc, 'Etc/UTC');
    return { ...fromUtc(utc, open.calendar.timeZone), zone: null };
  }
}
