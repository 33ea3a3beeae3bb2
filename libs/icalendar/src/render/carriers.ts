import {
  type Alarm,
  type Attendee,
  type EventData,
  type EventLocation,
  type JCalProperty,
  type Json,
  mainLocation,
} from '@dayferry/core';
import {
  alarmCarrier,
  carrierMarker,
  colorCarrier,
  extendedCarrier,
  flagCarriers,
  jsCarrier,
  jsonCarriers,
  locationCarrier,
  participantCarrier,
} from '../parse/carriers.table.js';
import { isPlainAlarm } from './alarm.js';
import { isPosition } from './position.js';

/** X-DAYFERRY-* lines for what iCalendar has no place for, with the marker in front; nothing for a plain event. */
export function carrierProperties(data: EventData): JCalProperty[] {
  const properties = [
    ...flags(data),
    ...jsonMembers(data),
    ...extended(data),
    ...locations(data),
    ...(data.color?.id === undefined ? [] : [unknown(colorCarrier, data.color.id)]),
    ...(data.attendees ?? [])
      .filter((attendee) => attendee.address === undefined)
      .map((attendee) => json(participantCarrier, participant(attendee))),
    ...(data.alarms ?? [])
      .filter((alarm) => !isPlainAlarm(alarm))
      .map((alarm) => json(alarmCarrier, wholeAlarm(alarm))),
    ...Object.entries(data.shadow?.js ?? {}).map(([pointer, value]) =>
      unknown(jsCarrier, JSON.stringify(value), { jsptr: pointer }),
    ),
  ];
  return properties.length > 0 ? [unknown(carrierMarker, '1'), ...properties] : [];
}

function unknown(name: string, value: string, parameters: Record<string, string> = {}): JCalProperty {
  // A line has no line ends: JSON writes them as escapes already.
  return [name, parameters, name === jsCarrier ? 'text' : 'unknown', value];
}

function json(name: string, value: object, parameters: Record<string, string> = {}): JCalProperty {
  return unknown(name, JSON.stringify(value), parameters);
}

function flags(data: EventData): JCalProperty[] {
  return Object.entries(flagCarriers).flatMap(([name, member]) =>
    data[member] === undefined ? [] : [unknown(name, data[member] ? 'TRUE' : 'FALSE')],
  );
}

function jsonMembers(data: EventData): JCalProperty[] {
  return Object.entries(jsonCarriers).flatMap(([name, member]) => {
    const value: Json | undefined = data[member];
    return value === undefined ? [] : [unknown(name, typeof value === 'string' ? value : JSON.stringify(value))];
  });
}

function extended(data: EventData): JCalProperty[] {
  const lines = (scope: string, map: Record<string, string> = {}): JCalProperty[] =>
    Object.entries(map).map(([name, value]) => [extendedCarrier, { 'x-name': name, 'x-scope': scope }, 'text', value]);
  return [...lines('SHARED', data.sharedProperties), ...lines('PRIVATE', data.privateProperties)];
}

function wholeAlarm({
  extras,
  to: _to,
  attachments: _attachments,
  relatedTo: _related,
  properties: _properties,
  ...alarm
}: Alarm): Alarm {
  return extras?.js ? { ...alarm, extras: { js: extras.js } } : alarm;
}

function participant({ extras, ...attendee }: Attendee): Attendee {
  const { v3: _v3, ...shown } = extras ?? {};
  return Object.keys(shown).length > 0 ? { ...attendee, extras: shown } : attendee;
}

/** A place as its carrier has it: v3's members stay in v3's hands. */
function carried({ extras, ...place }: EventLocation): EventLocation {
  return extras?.js ? { ...place, extras: { js: extras.js } } : place;
}

/** What LOCATION and GEO say of the main location is left out of its carrier, which comes first. */
function locations(data: EventData): JCalProperty[] {
  const main = mainLocation(data.locations);
  const others = (data.locations ?? [])
    .filter((place) => place !== main)
    .map((place) => json(locationCarrier, carried(place)));
  if (!main) return others;
  const { name: _name, coordinates, altrep, ...rest } = carried(main);
  const hidden = {
    ...rest,
    ...(isPosition(coordinates) ? {} : { coordinates }),
    ...(main.name === undefined ? { altrep } : {}),
  };
  const isShown = Object.values(hidden).every((value) => value === undefined);
  return isShown ? others : [json(locationCarrier, hidden, { 'x-main': 'TRUE' }), ...others];
}
