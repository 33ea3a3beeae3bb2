import {
  type EventSeries,
  isSame,
  type JsonObject,
  mergeSeries,
  type OpenCalendar,
  readJsonObject,
  type SeriesDraft,
  type SeriesRef,
  type WriteResult,
} from '@dayferry/core';
import { fromCompat } from '../parse/compat.js';
import { lenient } from '../parse/lenient.js';
import { parseEvent } from '../parse/event.js';
import { requireStrict } from '../parse/strict.js';
import { wrong } from '../parse/values.js';
import { renderEvent } from '../render/event.js';
import { collectionPath } from './address.js';
import { checkConditions, entityTag, scheduleTag } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { isLenientBody, prefersRepresentation } from './media.js';
import { profileOf } from './profile.js';
import { objectType } from './object-get.js';
import { objectText } from './resource.js';

/** The body as a JSCalendar object. */
export function readBody({ body, core, headers, profile }: Exchange): { source: JsonObject; isLenient: boolean } {
  const isLenient = isLenientBody(headers);
  const json = readJsonObject(body, core.limits);
  if (!isLenient) return { source: requireStrict(json), isLenient };
  const isCompat = profileOf(headers['content-type'], profile) === 'egroupware';
  return { source: lenient(isCompat ? fromCompat(json) : json), isLenient };
}

/** The record as JSCalendar shows it, read back: what the client could have seen. */
export function shownDraft(current: EventSeries, open: OpenCalendar): { source: JsonObject; draft: SeriesDraft } {
  const source = renderEvent(current, open.owner);
  return { source, draft: parseEvent(source) };
}

/** Writes `next` over what the client could have seen of the current record; what JSCalendar cannot say stays. */
export function merged(current: EventSeries | null, next: SeriesDraft, open: OpenCalendar): SeriesDraft {
  if (!current) return next;
  if (next.uid !== undefined && next.uid !== current.uid) throw wrong('uid', 'must not change.');
  if (next.kind !== current.kind) throw wrong('@type', 'must not change.');
  const { draft } = shownDraft(current, open);
  return mergeSeries(
    current,
    draft,
    isSame(draft.prodId, next.prodId) || next.prodId === undefined
      ? { ...next, ...(draft.prodId === undefined ? {} : { prodId: draft.prodId }) }
      : next,
  );
}

export function write(
  { core, headers }: Exchange,
  open: OpenCalendar,
  ref: SeriesRef | null,
  change: (current: EventSeries | null) => SeriesDraft,
): Promise<WriteResult> {
  return core.events.write(open, ref, change, {
    origin: 'jscalendar',
    check: (current) => checkConditions(headers, current),
  });
}

/** 201 with Location, 204, or 200 with the object where the client prefers it (RFC 7240 §4.2). */
export function writeAnswer(exchange: Exchange, open: OpenCalendar, { stored, outcome }: WriteResult): Answer {
  const { head } = stored;
  const location = `${exchange.address.base}${collectionPath(exchange.address)}${head.id}`;
  const headers: Answer['headers'] = { etag: entityTag(head), 'schedule-tag': scheduleTag(head) };
  if (outcome === 'created') headers.location = location;
  if (!prefersRepresentation(exchange.headers)) return { status: outcome === 'created' ? 201 : 204, headers };
  return {
    status: outcome === 'created' ? 201 : 200,
    headers: {
      ...headers,
      'content-location': location,
      'content-type': objectType(head.kind),
      'preference-applied': 'return=representation',
    },
    body: objectText(exchange, open, stored),
  };
}
