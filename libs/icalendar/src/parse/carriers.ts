import type { Alarm, Attendee, EventData, EventLocation, JCalProperty, Json } from '@dayferry/core';
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
} from './carriers.table.js';
import { locationShape, participantShape, type Shape, wholeAlarmShape } from './carried-shapes.table.js';
import { parseCarried, readCarried } from './options.js';
import { own } from './own.js';
import { textOf } from '../text/text-of.js';

/** Puts what one of our own properties carries into the record; false when it is not understood. */
export function readCarrier(data: EventData, property: JCalProperty): boolean {
  const [name, parameters, , value] = property;
  const text = textOf(value);
  if (name === carrierMarker) return true;
  const flag = own(flagCarriers, name);
  if (flag) return readFlag(data, flag, text);
  const member = own(jsonCarriers, name);
  if (member) return readJson(data, member, text);
  switch (name) {
    case extendedCarrier:
      return readExtended(data, parameters, text);
    case colorCarrier:
      data.color = { ...data.color, id: text };
      return true;
    case locationCarrier:
      return readLocation(data, parameters, text);
    case participantCarrier:
      return append<Attendee>(text, participantShape, (item) => (data.attendees ??= []).push(item));
    case alarmCarrier:
      return readAlarm(data, text);
    case jsCarrier:
      return readJsMember(data, parameters, text);
    default:
      return false;
  }
}

function readFlag(data: EventData, name: (typeof flagCarriers)[keyof typeof flagCarriers], text: string): boolean {
  if (data[name] !== undefined || !/^(?:true|false)$/i.test(text)) return false;
  data[name] = text.toUpperCase() === 'TRUE';
  return true;
}

function readJson(data: EventData, name: (typeof jsonCarriers)[keyof typeof jsonCarriers], text: string): boolean {
  const value = name === 'eventType' ? text : parseCarried(text);
  if (value === null || value === '' || data[name] !== undefined) return false;
  Object.assign(data, { [name]: value });
  return true;
}

function readExtended(data: EventData, parameters: JCalProperty[1], text: string): boolean {
  const name = parameters['x-name'];
  if (typeof name !== 'string') return false;
  const member = parameters['x-scope'] === 'PRIVATE' ? 'privateProperties' : 'sharedProperties';
  data[member] = { ...data[member], [name]: text };
  return true;
}

/** The main location's own line is LOCATION; what that cannot say comes here. */
function readLocation(data: EventData, parameters: JCalProperty[1], text: string): boolean {
  const place = readCarried(text, locationShape) as EventLocation | null;
  if (!place) return false;
  const [main, ...others] = data.locations ?? [];
  if (parameters['x-main'] === undefined) data.locations = [...(data.locations ?? []), place];
  else data.locations = [{ ...main, ...place }, ...others];
  return true;
}

function append<T extends object>(text: string, shape: Shape, put: (item: T) => void): boolean {
  const item = readCarried(text, shape);
  if (item) put(item as T);
  return item !== null;
}

function readAlarm(data: EventData, text: string): boolean {
  const alarm = readCarried(text, wholeAlarmShape) as Alarm | null;
  if (!alarm?.action || !alarm.trigger || !('unknown' in alarm.trigger)) return false;
  (data.alarms ??= []).push(alarm);
  return true;
}

function readJsMember(data: EventData, parameters: JCalProperty[1], text: string): boolean {
  const pointer = parameters.jsptr;
  if (typeof pointer !== 'string' || /(?:^|\/)(?:__proto__|constructor|prototype)(?:\/|$)/.test(pointer)) return false;
  const wrapped = parseCarried(`{"value":${text}}`) as { value: Json } | null;
  if (!wrapped) return false;
  data.shadow = { ...data.shadow, js: { ...data.shadow?.js, [pointer]: wrapped.value } };
  return true;
}
