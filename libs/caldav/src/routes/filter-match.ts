import { toUtc, type JCalComponent, type JCalProperty, type Json } from '@dayferry/core';
import type { CompFilter, ParamFilter, PropFilter, TextMatch } from '../parse/calendar-filter.js';
import type { TimeRange } from '../parse/date-time.js';

/** When the object occurs, which only its recurrence rules can tell. */
export interface Times {
  componentOverlaps(range: TimeRange): boolean;
  alarmOverlaps(range: TimeRange): boolean;
  /** IANA zone of a property's TZID parameter, and of values without one. */
  zoneOf(tzid: string | undefined): string;
}

/** RFC 4791 §9.7 on an object in jCal; `filter` is that of VCALENDAR. */
export function matchesFilter(filter: CompFilter, calendar: JCalComponent, times: Times): boolean {
  return matchesInside(filter, calendar, times);
}

function matchesInside(filter: CompFilter, component: JCalComponent, times: Times): boolean {
  const [, properties, components] = component;
  return (
    filter.props.every((prop) => matchesProp(prop, properties, times)) &&
    filter.comps.every((comp) => matchesComp(comp, components, times))
  );
}

function matchesComp(filter: CompFilter, scope: JCalComponent[], times: Times): boolean {
  const candidates = scope.filter(([name]) => name.toUpperCase() === filter.name);
  if (filter.isNotDefined) return candidates.length === 0;
  if (candidates.length === 0 || !overlaps(filter, times)) return false;
  return candidates.some((candidate) => matchesInside(filter, candidate, times));
}

function overlaps({ name, timeRange }: CompFilter, times: Times): boolean {
  if (!timeRange) return true;
  return name === 'VALARM' ? times.alarmOverlaps(timeRange) : times.componentOverlaps(timeRange);
}

function matchesProp(filter: PropFilter, properties: JCalProperty[], times: Times): boolean {
  const candidates = properties.filter(([name]) => name.toUpperCase() === filter.name);
  if (filter.isNotDefined) return candidates.length === 0;
  return candidates.some(
    (property) =>
      matchesValue(filter, property, times) && filter.params.every((param) => matchesParam(param, property)),
  );
}

function matchesValue({ timeRange, textMatch }: PropFilter, property: JCalProperty, times: Times): boolean {
  if (timeRange) return instantOverlaps(timeRange, property, times);
  return textMatch ? matchesText(textMatch, textOf(property)) : true;
}

function matchesParam(filter: ParamFilter, [, parameters]: JCalProperty): boolean {
  const value = parameters[filter.name.toLowerCase()];
  if (filter.isNotDefined) return value === undefined;
  if (value === undefined) return false;
  return filter.textMatch ? matchesText(filter.textMatch, [value].flat().join(',')) : true;
}

/** RFC 4791 §9.9, last table: a date or date-time property is an instant. */
function instantOverlaps(
  { from = -Infinity, to = Infinity }: TimeRange,
  property: JCalProperty,
  times: Times,
): boolean {
  const [, parameters, , value] = property;
  const match = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?)(Z?)$/.exec(value) : null;
  if (!match) return false;
  const tzid = typeof parameters.tzid === 'string' ? parameters.tzid : undefined;
  const zone = match[2] === 'Z' ? 'Etc/UTC' : times.zoneOf(tzid);
  const instant = toUtc({ local: match[1]!, zone }, zone);
  return from <= instant && to > instant;
}

/** All values of a property as one text, as its line would have them. */
export function textOf([, , type, ...values]: JCalProperty): string {
  const isTime = type === 'date' || type === 'date-time';
  const texts = values.map((value) =>
    isTime && typeof value === 'string' ? value.replace(/[-:]/g, '') : asText(value),
  );
  return texts.join(',');
}

function asText(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(asText).join(';');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Substring match (RFC 4791 §7.5); `i;ascii-casemap` folds ASCII letters only (RFC 4790 §9.2). */
export function matchesText({ text, collation, isNegated }: TextMatch, value: string): boolean {
  const isFound = collation === 'i;octet' ? value.includes(text) : folded(value).includes(folded(text));
  return isFound !== isNegated;
}

function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
