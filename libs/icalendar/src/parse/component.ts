import { type EventData, type JCalComponent, type JCalProperty, parseDuration, type Shadow } from '@dayferry/core';
import { refusal } from '../text/refuse.js';
import { defaultTypeOf } from '../text/value-types.table.js';
import { toAlarm } from './alarm.js';
import { readCarrier } from './carriers.js';
import { isCarrier } from './carriers.table.js';
import { own } from './own.js';
import { isForFuture, isReadable } from './recurrence.js';
import {
  ownsParameters,
  repeatedProperties,
  singleProperties,
  usedParameters,
  type ReadContext,
} from './properties.table.js';
import { textOf } from '../text/text-of.js';

/** Properties of the series, not of one instance; the caller reads them. */
const ofSeries = new Set(['uid', 'recurrence-id']);
const ofRecurrence = new Set(['rrule', 'exrule', 'rdate', 'exdate']);
const zoned = new Set(['dtstart', 'dtend', 'due', 'recurrence-id', 'rdate', 'exdate']);
const lastMoment = Date.parse('9999-12-30T00:00:00Z');

/** One VEVENT, VTODO or VJOURNAL as content. What the model has no name for goes to the shadow, in its order. */
export function toEventData([, properties, components]: JCalComponent, outer: ReadContext): EventData {
  const context = { ...outer, styles: properties.filter(isStyle).length };
  const data: EventData = {};
  const shadow: Shadow = {};
  const seen = new Set<string>();
  for (const property of inReadingOrder(properties)) {
    if (isOfSeries(property, context, seen) || takeProperty(data, property, context, seen))
      keepParameters(shadow, property);
    else (shadow.icalProperties ??= []).push(property);
  }
  if (!data.description?.type) forgetParameters(shadow, 'styled-description');
  assertTimes(data, shadow);
  readGeo(data, shadow);
  // After the rest: what they carry belongs to things that other properties name.
  for (const property of properties.filter(([name]) => isCarrier(name))) {
    if (!takeCarrier(data, property, context)) (shadow.icalProperties ??= []).push(property);
  }
  for (const component of components) takeComponent(data, component, shadow, context);
  if (Object.keys(shadow).length > 0) data.shadow = { ...shadow, ...data.shadow };
  return data;
}

/** STYLED-DESCRIPTION goes first: what DESCRIPTION means depends on it. */
function inReadingOrder(properties: JCalProperty[]): JCalProperty[] {
  const plain = properties.filter(([name]) => !isCarrier(name));
  return plain.some(isStyle) ? [...plain.filter(isStyle), ...plain.filter((property) => !isStyle(property))] : plain;
}

function isStyle([name]: JCalProperty): boolean {
  return name === 'styled-description';
}

function isOfSeries(property: JCalProperty, { isOverride }: ReadContext, seen: Set<string>): boolean {
  const [name, , type] = property;
  if (!ofSeries.has(name)) return !isOverride && ofRecurrence.has(name) && isReadable(property);
  const isFirst = !seen.has(name) && (name !== 'uid' || type === 'text');
  if (isFirst) seen.add(name);
  return isFirst;
}

/** True = dealt with: read, or not to be read at all. */
function takeCarrier(data: EventData, property: JCalProperty, { options }: ReadContext): boolean {
  return options.carriers === false || readCarrier(data, property);
}

function takeProperty(data: EventData, property: JCalProperty, context: ReadContext, seen: Set<string>): boolean {
  const [name] = property;
  if (!isOwnForm(property)) return false;
  const repeated = own(repeatedProperties, name);
  if (repeated) return isPlain(property) && repeated(data, property, context) !== false;
  const single = seen.has(name) ? undefined : own(singleProperties, name);
  if (!single || single(data, property, context) === false) return false;
  seen.add(name);
  return true;
}

/** Lists of plain values have no place for parameters: with any, the property is kept as it is. */
function isPlain([name, parameters]: JCalProperty): boolean {
  return ownsParameters.has(name) || name === 'related-to' || Object.keys(parameters).length === 0;
}

/** A value of another type than the property's own is not the model's: it is kept as it is. */
function isOwnForm([name, parameters, type]: JCalProperty): boolean {
  const isInline =
    type === 'binary' && (name === 'attach' || name === 'image') && !String(parameters.fmttype).includes(',');
  const isDay = type === 'date' && ['dtstart', 'dtend', 'due'].includes(name);
  return type === defaultTypeOf(name) ? type !== 'unknown' : isInline || isDay;
}

/** Parameters that the model has no name for; those of several RDATEs or EXDATEs are kept together. */
function keepParameters(shadow: Shadow, property: JCalProperty): void {
  const [name, parameters] = property;
  if (ownsParameters.has(name) || own(repeatedProperties, name)) return;
  const left = Object.entries(parameters).filter((entry) => !isUsed(property, entry[0]));
  if (left.length === 0) return;
  const former = shadow.icalParameters?.[name];
  shadow.icalParameters = { ...shadow.icalParameters, [name]: { ...former, ...Object.fromEntries(left) } };
}

/** Those of a value that another one has replaced. */
function forgetParameters(shadow: Shadow, name: string): void {
  const { [name]: _forgotten, ...rest } = shadow.icalParameters ?? {};
  if (Object.keys(rest).length > 0) shadow.icalParameters = rest;
  else delete shadow.icalParameters;
}

function isUsed(property: JCalProperty, parameter: string): boolean {
  const [name, , type, value] = property;
  // A TZID beside a date or a UTC time says nothing, but comes back.
  if (parameter === 'tzid' && zoned.has(name))
    return type === 'period' || (type === 'date-time' && !textOf(value).endsWith('Z'));
  if (name === 'recurrence-id') return parameter === 'range' && isForFuture(property);
  return own(usedParameters, name)?.includes(parameter) ?? false;
}

/** An event whose start cannot be read is none; ends and durations go forward (RFC 5545 §3.8.2.5). */
function assertTimes(data: EventData, shadow: Shadow): void {
  const unread = shadow.icalProperties?.find(([name, , type]) => name === 'dtstart' && type === 'unknown');
  if (unread && !data.start)
    throw refusal('valid-calendar-data', 'DTSTART is no date or date-time of the years 1 to 9999.', 'dtstart');
  if (data.duration === undefined) return;
  const { sign, days, millis } = parseDuration(data.duration);
  if (sign < 0 && days + millis > 0) throw refusal('valid-calendar-data', 'DURATION is negative.', 'duration');
  const end = data.start ? Date.parse(`${data.start.local.slice(0, 10)}T00:00:00Z`) + days * 86_400_000 + millis : 0;
  if (end > lastMoment || days > 3_660_000)
    throw refusal('valid-calendar-data', 'DURATION leads beyond the year 9999.', 'duration');
}

/** GEO belongs to the main location; without one it makes it. */
function readGeo(data: EventData, shadow: Shadow): void {
  const index =
    shadow.icalProperties?.findIndex(([name, parameters]) => name === 'geo' && Object.keys(parameters).length === 0) ??
    -1;
  const match =
    index < 0 ? null : /^(-?\d+(?:\.\d+)?);(-?\d+(?:\.\d+)?)$/.exec(textOf(shadow.icalProperties![index]![3]));
  if (!match) return;
  shadow.icalProperties!.splice(index, 1);
  if (shadow.icalProperties!.length === 0) delete shadow.icalProperties;
  const [main, ...others] = data.locations ?? [];
  data.locations = [{ ...main, coordinates: `${match[1]},${match[2]}` }, ...others];
}

function takeComponent(data: EventData, component: JCalComponent, shadow: Shadow, { options }: ReadContext): void {
  const alarm = component[0] === 'valarm' ? toAlarm(component, options) : null;
  if (alarm && component[2].length === 0) (data.alarms ??= []).push(alarm);
  else (shadow.icalComponents ??= []).push(component);
}
