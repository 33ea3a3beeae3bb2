import {
  type EventSeries,
  giveWay,
  invalidInput,
  isSame,
  type JsonObject,
  mergeSeries,
  type OpenCalendar,
  readJsonObject,
  type SeriesDraft,
  type SeriesRef,
  type WriteOptions,
  type WriteResult,
} from '@dayferry/core';
import { fromCompat } from '../parse/compat.js';
import { lenient } from '../parse/lenient.js';
import { parseEvent } from '../parse/event.js';
import { requireStrict } from '../parse/strict.js';
import { requireStrict2 } from '../parse/strict-2.js';
import { wrong } from '../parse/values.js';
import { compatObject } from '../render/compat.js';
import { renderEvent } from '../render/event.js';
import type { Version } from '../version.js';
import { checkConditions, entityTag, scheduleTag } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { acceptedVersion, bodyVersion, isLenientBody, prefersRepresentation, requireNamedType } from './media.js';
import { profileOf } from './profile.js';
import { objectType } from './object-get.js';
import { memberPaths, objectText } from './resource.js';

export interface Body {
  source: JsonObject;
  isLenient: boolean;
  version: Version;
  /** An object as it comes back from a client that was shown it in the shapes of this body. */
  returned: (strict: JsonObject) => JsonObject;
}

/** The body as a JSCalendar object. */
export function readBody({ body, core, headers, profile }: Exchange): Body {
  const isLenient = isLenientBody(headers);
  const json = readJsonObject(body, core.limits);
  const version = bodyVersion(headers, json);
  requireNamedType(headers, json);
  const isCompat = isCompatBody({ headers, profile }, isLenient, version);
  const isGroup = json['@type'] === 'Group';
  const read = (object: JsonObject): JsonObject =>
    accepted(isCompat ? fromCompat(object) : object, { isLenient, version });
  return {
    source: isGroup ? json : read(json),
    isLenient,
    version,
    returned: (strict) => (isCompat ? read(compatObject(strict)) : strict),
  };
}

/** A body in the shapes of the original server. */
export function isCompatBody(
  { headers, profile }: Pick<Exchange, 'headers' | 'profile'>,
  isLenient: boolean,
  version: Version,
): boolean {
  return isLenient && version === '1.0' && profileOf(headers['content-type'], profile) === 'egroupware';
}

/** An object read with leniency, or held to the rules of its version. `isEntry`: a member of a Group. */
export function accepted(
  object: JsonObject,
  { isLenient, version, isEntry }: Pick<Body, 'isLenient' | 'version'> & { isEntry?: boolean },
): JsonObject {
  if (isLenient) return lenient(object, version);
  return version === '1.0' ? requireStrict(object) : requireStrict2(object, isEntry);
}

/** Writes `next` over what the client could have seen of the current record; what JSCalendar cannot say stays. */
export async function merged(
  current: EventSeries | null,
  next: SeriesDraft,
  open: OpenCalendar,
  { version, returned }: Pick<Body, 'version' | 'returned'>,
): Promise<SeriesDraft> {
  if (!current) return next;
  if (next.uid !== undefined && next.uid !== current.uid) throw wrong('uid', 'must not change.');
  if (next.isMasterMissing && !current.isMasterMissing)
    throw wrong('recurrenceId', 'one occurrence is changed through recurrenceOverrides.');
  if (next.kind !== current.kind) throw wrong('@type', 'must not change.');
  // What the client could have seen.
  const shown = returned(renderEvent(current, open.owner, version));
  await giveWay(current);
  const draft = parseEvent(shown, version);
  await giveWay(current);
  return mergeSeries(
    current,
    draft,
    isSame(draft.prodId, next.prodId) || next.prodId === undefined
      ? { ...next, ...(draft.prodId === undefined ? {} : { prodId: draft.prodId }) }
      : next,
  );
}

/** Who writes, and whom of the guests to tell by mail (`sendUpdates`, as v3 has it). */
export function writeOptions({ search }: Exchange): Pick<WriteOptions, 'origin' | 'notify'> {
  const notify = search.get('sendUpdates');
  if (notify === null) return { origin: 'jscalendar' };
  if (notify !== 'all' && notify !== 'externalOnly' && notify !== 'none')
    throw invalidInput('sendUpdates', 'must be all, externalOnly or none.', { code: 'parameter' });
  return { origin: 'jscalendar', notify };
}

export function write(
  exchange: Exchange,
  open: OpenCalendar,
  ref: SeriesRef | null,
  change: (current: EventSeries | null) => SeriesDraft | Promise<SeriesDraft>,
): Promise<WriteResult> {
  return exchange.core.events.write(open, ref, change, {
    ...writeOptions(exchange),
    check: (current) => checkConditions(exchange.headers, current, isGuestCopy(current, open)),
  });
}

/** The event is somebody else's, who has invited this calendar's owner. */
function isGuestCopy(current: EventSeries | null, { owner }: OpenCalendar): boolean {
  const organizer = current?.master.organizer?.address?.toLowerCase();
  return organizer !== undefined && organizer !== `mailto:${owner.email}`;
}

/** 201 with Location, 204, or 200 with the object where the client prefers it (RFC 7240 §4.2). */
export function writeAnswer(exchange: Exchange, open: OpenCalendar, { stored, outcome }: WriteResult): Answer {
  const { head } = stored;
  const location = exchange.address.base + memberPaths(exchange)(head.id);
  const headers: Answer['headers'] = { etag: entityTag(head), 'schedule-tag': scheduleTag(head) };
  if (outcome === 'created') headers.location = location;
  if (!prefersRepresentation(exchange.headers)) return { status: outcome === 'created' ? 201 : 204, headers };
  return {
    status: outcome === 'created' ? 201 : 200,
    headers: {
      ...headers,
      'content-location': location,
      'content-type': objectType(head.kind, acceptedVersion(exchange.headers)),
      'preference-applied': 'return=representation',
    },
    body: objectText(exchange, open, stored),
  };
}
