import { toUtc, type JCalComponent, type JCalProperty, type Json } from '@dayferry/core';
import type { CompFilter, ParamFilter, PropFilter, TextMatch } from '../parse/calendar-filter.js';
import type { TimeRange } from '../parse/date-time.js';

/** When the components of an object take place, which only its recurrence rules can tell. */
export interface Times {
  /** RFC 4791 §9.9 for an event, a task or a journal. */
  componentOverlaps(component: JCalComponent, range: TimeRange): boolean;
  alarmOverlaps(alarm: JCalComponent, parent: JCalComponent, range: TimeRange): boolean;
  /** IANA zone of a property's TZID parameter, and of values without one. */
  zoneOf(tzid: string | undefined): string;
}

/** RFC 4791 §9.7 on an object in jCal; `filter` is that of VCALENDAR. */
export function matchesFilter(filter: CompFilter, calendar: JCalComponent, times: Times): boolean {
  return matchesInside(filter, calendar, times);
}

function matchesInside(filter: CompFilter, component: JCalComponent, times: Times): boolean {
  return (
    filter.props.every((prop) => matchesProp(prop, component[1], times)) &&
    filter.comps.every((comp) => matchesComp(comp, component, times))
  );
}

/** §9.7.1: everything that a comp-filter asks for must hold for one and the same component. */
function matchesComp(filter: CompFilter, parent: JCalComponent, times: Times): boolean {
  const candidates = parent[2].filter(([name]) => name.toUpperCase() === filter.name);
  if (filter.isNotDefined) return candidates.length === 0;
  return candidates.some(
    (candidate) => matchesInside(filter, candidate, times) && overlaps(filter, candidate, { parent, times }),
  );
}

function overlaps(
  { name, timeRange }: CompFilter,
  component: JCalComponent,
  { parent, times }: { parent: JCalComponent; times: Times },
): boolean {
  if (!timeRange) return true;
  return name === 'VALARM'
    ? times.alarmOverlaps(component, parent, timeRange)
    : times.componentOverlaps(component, timeRange);
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

/** Substring match (RFC 4791 §7.5). */
export function matchesText({ text, collation, isNegated }: TextMatch, value: string): boolean {
  const fold = folds[collation];
  return fold(value).includes(fold(text)) !== isNegated;
}

const folds: Record<TextMatch['collation'], (text: string) => string> = {
  'i;octet': (text) => text,
  // RFC 4790 §9.2: ASCII letters only.
  'i;ascii-casemap': (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  // RFC 5051 §2: one letter is mapped to one letter, and taken apart.
  'i;unicode-casemap': (text) => Array.from(text.normalize('NFKD'), upperLetter).join('').normalize('NFKD'),
};

function upperLetter(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length === letter.length ? upper : letter;
}
