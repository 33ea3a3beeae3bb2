import type { EventData, EventLocation, Json, VirtualLocation } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import { defined, keyed, setOf } from './keys.js';

/** The key of the location that says in which zone the event ends (RFC 8984 §4.2.5, relativeTo and timeZone). */
export const endKey = 'end';

export function locationsOf(data: EventData): Json | undefined {
  const places = Object.fromEntries(keyed(data.locations, '').map(([key, place]) => [key, locationOf(place)]));
  const endZone = data.end?.zone;
  const needsEnd =
    endZone != null &&
    endZone !== data.start?.zone &&
    !data.locations?.some((place) => place.relativeTo === 'end' && place.timeZone);
  if (needsEnd) places[endKey] = { '@type': 'Location', relativeTo: 'end', timeZone: endZone };
  return defined(places);
}

function locationOf({
  name,
  description,
  types,
  relativeTo,
  timeZone,
  coordinates,
  links,
  rel,
  label,
  extras,
}: EventLocation): Json {
  return defined({
    '@type': 'Location',
    name,
    description,
    locationTypes: setOf(types),
    relativeTo,
    timeZone,
    coordinates: coordinates === undefined ? undefined : `geo:${coordinates}`,
    links,
    [`${vendor}rel`]: rel,
    [`${vendor}label`]: label,
    ...extras?.js,
  }) as Json;
}

export function virtualLocationsOf(data: EventData): Json | undefined {
  return defined(Object.fromEntries(keyed(data.virtualLocations, 'v').map(([key, place]) => [key, virtualOf(place)])));
}

function virtualOf({ uri, name, description, features, entryPoint, extras }: VirtualLocation): Json {
  return defined({
    '@type': 'VirtualLocation',
    uri,
    name,
    description,
    features: setOf(features),
    [`${vendor}entryPoint`]: entryPoint,
    ...extras?.js,
  }) as Json;
}
