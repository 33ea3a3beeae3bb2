import { type EventData, type JCalProperty, plainTextOf, type SeriesKind } from '@dayferry/core';
import { toLink, toVirtualLocation } from './links.js';
import type { ParseOptions } from './options.js';
import { toAttendee, toOrganizer } from './people.js';
import { toPoint, type ZoneNames } from './times.js';
import { textOf } from '../text/text-of.js';

export interface ReadContext {
  kind: SeriesKind;
  /** A component with RECURRENCE-ID: rules of its own mean nothing there and are only kept. */
  isOverride?: boolean;
  zones: ZoneNames;
  /** STYLED-DESCRIPTIONs in the component. */
  styles?: number;
  options: ParseOptions;
}

/** Puts a property into the record; false = it does not fit and is kept as it is. */
export type ReadProperty = (data: EventData, property: JCalProperty, context: ReadContext) => unknown;

const text = ([, , , value]: JCalProperty): string => textOf(value);
const integer =
  (read: (data: EventData, value: number) => void): ReadProperty =>
  (data, [, , type, value]) => {
    if (type !== 'integer') return false;
    read(data, Number(value));
    return true;
  };
const utc =
  (read: (data: EventData, value: string) => void): ReadProperty =>
  (data, [, , type, value]) => {
    if (type !== 'date-time' || !textOf(value).endsWith('Z')) return false;
    read(data, textOf(value));
    return true;
  };
const point =
  (name: 'start' | 'end' | 'due'): ReadProperty =>
  (data, property, { zones }) => {
    const value = toPoint(property, zones);
    if (!value || (name === 'end' && data.duration !== undefined)) return false;
    data[name] = value;
    return true;
  };

/**
 * Read after STYLED-DESCRIPTION. One that was derived from it says nothing new (RFC 9073 §5.6), unless a client that knows
 * only plain text has changed it: then it is the description.
 */
function readDescription(data: EventData, property: JCalProperty, { styles }: ReadContext): void {
  const { description } = data;
  const plain = text(property);
  const isDerived = property[1].derived !== undefined && String(property[1].derived).toUpperCase() === 'TRUE';
  if (!description) data.description = { text: plain };
  else if (isDerived && plain === plainTextOf(description.text)) return;
  else data.description = isDerived && styles === 1 ? { text: plain } : { ...description, plain };
}

const classes: Record<string, EventData['visibility']> = {
  PUBLIC: 'public',
  PRIVATE: 'private',
  CONFIDENTIAL: 'confidential',
};

/** Properties whose parameters are all understood by their reader. */
export const ownsParameters = new Set(['attendee', 'organizer', 'attach', 'image', 'url', 'link', 'conference']);
/** Parameters that the value's own reader has used up. */
export const usedParameters: Record<string, string[]> = {
  summary: ['language'],
  location: ['altrep'],
  description: ['derived'],
  'styled-description': ['fmttype'],
};

/** Single properties; a second copy is kept as it is. */
export const singleProperties: Record<string, ReadProperty> = {
  dtstart: point('start'),
  dtend: point('end'),
  due: point('due'),
  // A duration beside an end contradicts it (RFC 5545 §3.6.1): the first counts.
  duration: (data, [, , , value]) => data.end === undefined && ((data.duration = textOf(value)), true),
  summary: (data, property) => {
    data.title = text(property);
    if (typeof property[1].language === 'string') data.locale = property[1].language;
  },
  description: readDescription,
  'styled-description': (data, property) => {
    data.description = { text: text(property), type: String(property[1].fmttype ?? 'text/html') };
  },
  location: (data, property) => {
    const altrep = property[1].altrep;
    data.locations = [
      { name: text(property), ...(typeof altrep === 'string' ? { altrep } : {}) },
      ...(data.locations ?? []),
    ];
  },
  status: (data, property, { kind }) => {
    if (kind === 'task') data.progress = text(property).toLowerCase();
    else if (kind === 'journal') return false;
    else data.status = text(property).toLowerCase();
    return true;
  },
  transp: (data, property) => (data.transparency = text(property).toLowerCase()),
  class: (data, property) => {
    const known = classes[text(property).toUpperCase()];
    if (known) data.visibility = known;
    else data.visibilityLiteral = text(property);
  },
  organizer: (data, property, { options }) => (data.organizer = toOrganizer(property, options)),
  priority: integer((data, value) => (data.priority = value)),
  sequence: integer((data, value) => (data.sequence = value)),
  'percent-complete': integer((data, value) => (data.percentComplete = value)),
  created: utc((data, value) => (data.created = Date.parse(value))),
  dtstamp: utc((data, value) => (data.dtstamp = value)),
  'last-modified': utc((data, value) => (data.lastModified = value)),
  completed: utc((data, value) => (data.completedAt = value)),
  color: (data, property) => (data.color = { ...data.color, css: text(property) }),
  url: (data, property, { options }) => void (data.links ??= []).push(toLink(property, options)),
  // draft-ietf-calext-jscalendar-icalendar §5.
  'show-without-time': (data, [, , , value]) => ((data.showWithoutTime = value === true), true),
  'estimated-duration': (data, property) => (data.estimatedDuration = text(property)),
};

/** Properties that may come many times. */
export const repeatedProperties: Record<string, ReadProperty> = {
  attendee: (data, property, { options }) => void (data.attendees ??= []).push(toAttendee(property, options)),
  attach: (data, property, { options }) => void (data.links ??= []).push(toLink(property, options)),
  image: (data, property, { options }) => void (data.links ??= []).push(toLink(property, options)),
  link: (data, property, { options }) => {
    if (property[2] !== 'uri' || typeof property[1].linkrel !== 'string') return false;
    return void (data.links ??= []).push(toLink(property, options));
  },
  conference: (data, property, { options }) =>
    void (data.virtualLocations ??= []).push(toVirtualLocation(property, options)),
  categories: (data, [, , , ...values]) => void (data.keywords ??= []).push(...values.map(textOf)),
  concept: (data, property) => void (data.concepts ??= []).push(text(property)),
  'related-to': (data, [, { reltype, ...rest }, , value]) => {
    const relations = [reltype ?? []].flat().map((item) => item.toLowerCase());
    const relation = { uid: textOf(value), relations };
    (data.relatedTo ??= []).push(Object.keys(rest).length > 0 ? { ...relation, extras: { ical: rest } } : relation);
  },
};
