import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { urlKey } from '../render/links.js';
import { vendor } from '../vendor.table.js';
import { dropped, type DroppedFrom, needAddress, saidByOrganizer } from '../version-2.table.js';
import { escapeToken, wrong } from './values.js';

/**
 * What JSCalendar 2.0 says of one occurrence, in the members of RFC 8984; `endTimeZone` and `recurrenceRule` are left
 * for those who read times and rules. InvalidInput for members that 2.0 no longer has. `path` is where it stands.
 */
export function asVersion1(object: JsonObject, path: string): JsonObject {
  const { organizerCalendarAddress: organizer, mainLocationId, ...rest } = restored(object, 'object', path);
  if (organizer !== undefined && organizer !== null && typeof organizer !== 'string')
    throw wrong(join(path, 'organizerCalendarAddress'), 'must be a calendar address.');
  const each = (name: string, make: (item: JsonObject, at: string, id: string) => JsonObject): JsonObject =>
    isPlainObject(rest[name]) ? { [name]: mapOf(rest[name], join(path, name), make) } : {};
  return {
    ...rest,
    ...(organizer ? { replyTo: { imip: organizer } } : {}),
    ...each('participants', (item, at) => participantOf(item, at, organizer ?? undefined)),
    ...each('links', linkOf),
    ...each('alerts', alertOf),
    ...mainFirst(
      each('locations', (item, at) => locationOf(item, at, rest.endTimeZone)),
      mainLocationId,
      path,
    ),
  };
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

function mapOf(
  map: JsonObject,
  path: string,
  make: (item: JsonObject, at: string, id: string) => JsonObject,
): JsonObject {
  const entries = Object.entries(map).map(([id, item]): [string, Json] => [
    id,
    isPlainObject(item) ? make(item, `${path}/${escapeToken(id)}`, id) : item,
  ]);
  return Object.fromEntries(entries);
}

/** Our names for what 2.0 has dropped become the members of RFC 8984 again; under their own names they are refused. */
function restored(object: JsonObject, type: DroppedFrom, path: string): JsonObject {
  const names: readonly string[] = dropped[type];
  const found = names.find((name) => Object.hasOwn(object, name) && object[name] !== null);
  if (found !== undefined) throw wrong(join(path, found), 'is no member of JSCalendar 2.0.');
  const entries = Object.entries(object).map(([name, value]): [string, Json] => {
    const bare = name.startsWith(vendor) ? name.slice(vendor.length) : name;
    return [names.includes(bare) ? bare : name, value];
  });
  return Object.fromEntries(entries);
}

function participantOf(item: JsonObject, path: string, organizer: string | undefined): JsonObject {
  const { calendarAddress: address, ...rest } = restored(unprefixed(item), 'Participant', path);
  if (address !== undefined && address !== null && typeof address !== 'string')
    throw wrong(`${path}/calendarAddress`, 'must be a calendar address.');
  return {
    ...rest,
    // None at all: an e-mail address alone invites nobody.
    sendTo: {
      ...(isPlainObject(rest.sendTo) ? rest.sendTo : {}),
      ...(address ? { [methodOf(address)]: address } : {}),
    },
    roles: rolesOf(item, rest.roles, { isOrganizer: sameAddress(address, organizer) }),
  };
}

/** Members that need a calendarAddress come behind our prefix where there is none. */
function unprefixed(item: JsonObject): JsonObject {
  if (typeof item.calendarAddress === 'string') return item;
  const entries = Object.entries(item).map(([name, value]) => [
    name.startsWith(vendor) && saidWithAddress.has(name.slice(vendor.length)) ? name.slice(vendor.length) : name,
    value,
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

const saidWithAddress = new Set<string>(needAddress);

function methodOf(address: string): string {
  return /^mailto:/i.test(address) ? 'imip' : 'other';
}

function sameAddress(a: Json | undefined, b: Json | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

/** Whoever is there takes part, but an organizer of whom nothing more is said than ORGANIZER can. */
function rolesOf(item: JsonObject, given: Json | undefined, { isOrganizer }: { isOrganizer: boolean }): Json {
  if (given !== undefined && given !== null && !isPlainObject(given)) return given;
  const contact = `${vendor}contact`;
  const roles = Object.entries(given ?? {}).map(([name, value]) => [name === contact ? 'contact' : name, value]);
  const all = { ...(Object.fromEntries(roles) as JsonObject), ...(isOrganizer ? { owner: true } : {}) } as JsonObject;
  const isOnlyOrganizer =
    isOrganizer &&
    Object.keys(all).length === 1 &&
    Object.keys(item).every((name) => (saidByOrganizer as readonly string[]).includes(name));
  return isOnlyOrganizer || all.informational || all.contact ? all : { ...all, attendee: true };
}

function linkOf(item: JsonObject, path: string, id: string): JsonObject {
  const link = restored(item, 'Link', path);
  const { display } = link;
  if (display === undefined || display === null) return link;
  const isSet = isPlainObject(display) && Object.values(display).every((value) => value === true);
  if (!isSet) throw wrong(`${path}/display`, 'must be a set of purposes.');
  const rel = link.rel ?? (id === urlKey ? undefined : 'icon');
  return { ...link, display: Object.keys(display).join(','), ...(rel === undefined ? {} : { rel }) };
}

/** §3.5.1: an OffsetTrigger need not say its type. */
function alertOf(alert: JsonObject): JsonObject {
  const { trigger } = alert;
  return isPlainObject(trigger) ? { ...alert, trigger: { '@type': 'OffsetTrigger', ...trigger } } : alert;
}

/** A place that says where the event ends in RFC 8984 follows the event's own zone of the end. */
function locationOf(item: JsonObject, path: string, endZone: Json | undefined): JsonObject {
  const place = restored(item, 'Location', path);
  if (place.relativeTo !== 'end' || place.timeZone === undefined) return place;
  const { timeZone: _zone, ...rest } = place;
  return endZone ? { ...rest, timeZone: endZone } : rest;
}

/** The main location is the first in the record. */
function mainFirst(places: JsonObject, main: Json | undefined, path: string): JsonObject {
  if (main === undefined || main === null) return places;
  const map = isPlainObject(places.locations) ? places.locations : {};
  const place = typeof main === 'string' && Object.hasOwn(map, main) ? map[main] : undefined;
  if (!isPlainObject(place) || typeof place.name !== 'string')
    throw wrong(join(path, 'mainLocationId'), 'must be the key of a location that has a name.');
  return { locations: { [main as string]: place, ...map } };
}
