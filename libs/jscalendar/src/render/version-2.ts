import { type EventData, isPlainObject, type Json, type JsonObject, mainLocation } from '@dayferry/core';
import { added } from '../version-2.table.js';
import type { CalendarOwner } from './participants.js';
import { defined, keyed } from './keys.js';
import { peopleOf2 } from './people-2.js';
import { endKey } from './places.js';
import { renamed } from './renamed.js';

/** What one occurrence says in JSCalendar 2.0, made from what it says in RFC 8984. */
export function contentOf2(content: JsonObject, data: EventData, owner: CalendarOwner | null): JsonObject {
  const { replyTo: _replyTo, participants: _participants, locations: _locations, ...rest } = content;
  for (const name of added) delete rest[name];
  return defined({
    ...renamed(rest, 'object'),
    ...placesOf2(content, data),
    color: colorOf2(data.color?.css),
    links: eachOf(content.links, (link) => renamed(link, 'Link')),
    alerts: eachOf(content.alerts, alertOf2),
    relatedTo: eachOf(content.relatedTo, relationOf2),
    ...peopleOf2(content, data, owner),
  }) as JsonObject;
}

function eachOf(map: Json | undefined, make: (item: JsonObject) => JsonObject): Json | undefined {
  if (!isPlainObject(map)) return undefined;
  return Object.fromEntries(Object.entries(map).map(([id, item]) => [id, isPlainObject(item) ? make(item) : item]));
}

/** The zone of the end is the event's own (§4.1.3), and of several places one is the main one (§3.2.6). */
function placesOf2({ locations }: JsonObject, data: EventData): JsonObject {
  const places = Object.entries(isPlainObject(locations) ? locations : {}).filter(
    ([id]) => id !== endKey || data.locations?.some(({ key }) => key === endKey),
  );
  const zone = data.end?.zone;
  const main = mainLocation(data.locations);
  const mainId = keyed(data.locations, '').find(([, place]) => place === main)?.[0];
  return defined({
    locations: defined(Object.fromEntries(places.map(([id, place]) => [id, renamed(place as JsonObject, 'Location')]))),
    mainLocationId: main?.name !== undefined && places.length > 1 ? mainId : undefined,
    endTimeZone: zone != null && data.start?.zone && zone !== data.start.zone ? zone : undefined,
  }) as JsonObject;
}

/** Six digits only (§3.2.12). */
function colorOf2(color: string | undefined): string | undefined {
  return color?.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3');
}

/** Date-times have no fractions (§1.5.4). */
function alertOf2(alert: JsonObject): JsonObject {
  const { acknowledged } = alert;
  return typeof acknowledged === 'string' ? { ...alert, acknowledged: acknowledged.replace(/\.\d+Z$/, 'Z') } : alert;
}

/** No relation is the same as an empty one (§1.5.10). */
function relationOf2(relation: JsonObject): JsonObject {
  const { relation: names, ...rest } = relation;
  return isPlainObject(names) && Object.keys(names).length === 0 ? rest : relation;
}
