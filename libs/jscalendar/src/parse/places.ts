import type { EventLocation, VirtualLocation } from '@dayferry/core';
import { endKey } from '../render/places.js';
import { vendor } from '../vendor.table.js';
import { type Members, wrong } from './values.js';

export interface Places {
  locations?: EventLocation[];
  /** Zone of the end, when a location with `relativeTo: end` names one. */
  endZone?: string;
}

/** RFC 8984 §4.2.5. */
export function readLocations(members: Members): Places {
  const all = members.map('locations').map(([id, item]) => readLocation(id, item));
  const end = all.find((place) => place.relativeTo === 'end' && place.timeZone !== undefined);
  const isOnlyZone = (place: EventLocation): boolean =>
    place === end && place.key === endKey && Object.keys(place).length === 3;
  const locations = all.filter((place) => !isOnlyZone(place));
  return { ...(locations.length > 0 ? { locations } : {}), ...(end ? { endZone: end.timeZone! } : {}) };
}

function readLocation(key: string, members: Members): EventLocation {
  const place: Record<string, unknown> = { key };
  const put = (name: keyof EventLocation, value: unknown): void => {
    if (value !== undefined) place[name] = value;
  };
  put('name', members.string('name'));
  put('description', members.string('description'));
  put('types', members.set('locationTypes'));
  const relativeTo = members.string('relativeTo');
  if (relativeTo !== undefined && relativeTo !== 'start' && relativeTo !== 'end')
    throw wrong(members.at('relativeTo'), 'must be start or end.');
  put('relativeTo', relativeTo);
  put('timeZone', members.string('timeZone'));
  const coordinates = members.string('coordinates');
  if (coordinates !== undefined && !coordinates.startsWith('geo:'))
    throw wrong(members.at('coordinates'), 'must be a geo: URI.');
  put('coordinates', coordinates?.slice(4));
  put('links', members.object('links'));
  put('rel', members.string(`${vendor}rel`));
  put('label', members.string(`${vendor}label`));
  const rest = members.rest();
  put('extras', rest && { js: rest });
  return place;
}

/** RFC 8984 §4.2.6. */
export function readVirtualLocations(members: Members): VirtualLocation[] | undefined {
  const places = members.map('virtualLocations').map(([key, item]) => readVirtual(key, item));
  return places.length > 0 ? places : undefined;
}

function readVirtual(key: string, members: Members): VirtualLocation {
  const uri = members.string('uri');
  if (uri === undefined) throw wrong(members.at('uri'), 'a VirtualLocation needs a uri.');
  const place: VirtualLocation = { key, uri };
  const name = members.string('name');
  if (name !== undefined) place.name = name;
  const description = members.string('description');
  if (description !== undefined) place.description = description;
  const features = members.set('features');
  if (features) place.features = features;
  const entryPoint = members.object(`${vendor}entryPoint`);
  if (entryPoint) place.entryPoint = entryPoint as Record<string, string>;
  const rest = members.rest();
  if (rest) place.extras = { js: rest };
  return place;
}
