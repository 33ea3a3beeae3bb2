import {
  DayferryError,
  type ErrorKind,
  type EventSeries,
  giveWay,
  isPlainObject,
  isSame,
  type Json,
  type JsonObject,
  readJsonObject,
  type SeriesDraft,
  mergeSeries,
  notFound,
  type OpenCalendar,
} from '@dayferry/core';
import { customFieldsPatch } from '../parse/custom-fields.js';
import { lenient } from '../parse/lenient.js';
import { parseEvent } from '../parse/event.js';
import { applyPatchObject } from '../parse/patch-object.js';
import { renderEvent } from '../render/event.js';
import { wrong } from '../parse/values.js';
import type { Version } from '../version.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyVersion, isLenientBody } from './media.js';
import { isShown, openCollection, openResource } from './resource.js';
import { isCompatBody, write, writeAnswer } from './write.js';

const idMaps = new Set([
  'participants',
  'locations',
  'virtualLocations',
  'links',
  'alerts',
  'relatedTo',
  'keywords',
  'categories',
  'recurrenceOverrides',
]);
const stamps = ['created', 'updated', 'prodId'];
const fixed = ['uid', '@type', 'version'];

type Change = (current: EventSeries | null) => Promise<SeriesDraft>;

/** PATCH with a PatchObject (RFC 8984 §1.4.9); one pointer that is wrong changes nothing. */
export async function patchObjectRoute(exchange: Exchange): Promise<Answer> {
  const isLenient = isLenientBody(exchange.headers);
  const patch = readJsonObject(exchange.body, exchange.core.limits);
  const change = (open: OpenCalendar): Change => {
    const version = bodyVersion(exchange.headers, patch);
    const isCompat = isCompatBody(exchange, isLenient, version);
    return async (current) => {
      if (!current || !isShown(current)) throw notFound();
      const source = renderEvent(current, open.owner, version);
      await giveWay(current);
      const own = isCompat ? customFieldsPatch(patch, source) : patch;
      return patched(current, own, { isLenient, version, source });
    };
  };
  const inPlace = await writeInPlace(exchange, change);
  if (inPlace) return inPlace;
  const { open, stored } = await openResource(exchange);
  return writeAnswer(exchange, open, await write(exchange, open, { key: stored.head.key }, change(open)));
}

const eventId = /^[a-v0-9]{26}$/;
/** What is not there by this id may be by another name, and has errors of its own. */
const undecided = new Set<ErrorKind>(['not-found', 'precondition-failed', 'forbidden']);

/** The object by its id, which mostly is what the address says, so that it is read just once: where it is written. */
async function writeInPlace(exchange: Exchange, change: (open: OpenCalendar) => Change): Promise<Answer | null> {
  const id = exchange.address.id!;
  if (!eventId.test(id)) return null;
  try {
    const open = await openCollection(exchange);
    return writeAnswer(exchange, open, await write(exchange, open, { id }, change(open)));
  } catch (error) {
    if (error instanceof DayferryError && undecided.has(error.kind)) return null;
    throw error;
  }
}

interface PatchContext {
  isLenient: boolean;
  version: Version;
  /** The record as the client could have seen it. */
  source: JsonObject;
}

export async function patched(
  current: SeriesDraft,
  patch: JsonObject,
  { isLenient, version, source }: PatchContext,
): Promise<SeriesDraft> {
  const checked = checkedPatch(patch, source, isLenient);
  const wanted = applyPatchObject(
    withParents(source, checked, isLenient),
    isLenient ? merging(source, checked) : checked,
    '',
  );
  const next = parseEvent(isLenient ? lenient(wanted, version) : wanted, version);
  await giveWay(current);
  const base = parseEvent(source, version);
  await giveWay(current);
  return mergeSeries(current, base, next);
}

/** Read-only members may be repeated; another value is refused (server stamps: ignored when lenient). */
function checkedPatch(patch: JsonObject, source: JsonObject, isLenient: boolean): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(patch)) {
    const name = key.replace(/^\//, '');
    const isStamp = stamps.includes(name);
    if (!isStamp && !fixed.includes(name)) result[name] = value;
    else if (!isSame(value, source[name]) && !(isStamp && isLenient)) throw wrong(name, 'cannot be changed.');
  }
  return result;
}

/** Lenient clients send pointers into maps that are not there yet. */
function withParents(source: JsonObject, patch: JsonObject, isLenient: boolean): JsonObject {
  if (!isLenient) return source;
  const result: JsonObject = { ...source };
  for (const pointer of Object.keys(patch)) {
    const [map] = pointer.split('/');
    if (pointer.includes('/') && idMaps.has(map!)) result[map!] ??= {};
  }
  return result;
}

/** Lenient: an object for a map is merged into it one level deep; an empty one empties it. */
function merging(source: JsonObject, patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(patch).map(([name, value]): [string, Json] => {
      const before = source[name];
      const merges = idMaps.has(name) && isPlainObject(value) && isPlainObject(before) && Object.keys(value).length > 0;
      return [name, merges ? mergedMap(before, value) : value];
    }),
  );
}

function mergedMap(before: JsonObject, changes: JsonObject): JsonObject {
  const result: JsonObject = { ...before };
  for (const [id, value] of Object.entries(changes)) {
    const old = before[id];
    if (value === null) delete result[id];
    else result[id] = isPlainObject(value) && isPlainObject(old) ? withoutNulls({ ...old, ...value }) : value;
  }
  return result;
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
