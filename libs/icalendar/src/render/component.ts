import {
  type EventData,
  formatUtcSeconds,
  type JCalComponent,
  type JCalProperty,
  mainLocation,
  plainTextOf,
  type Relation,
  type SeriesKind,
  type Shadow,
  type Json,
} from '@dayferry/core';
import { alarmComponent, isPlainAlarm } from './alarm.js';
import { carrierProperties } from './carriers.js';
import { conferenceProperty, linkProperty } from './links.js';
import { attendeeProperty, organizerProperty } from './people.js';
import { isPosition } from './position.js';
import { timeProperty } from './times.js';
import { textOf } from '../text/text-of.js';

const componentNames: Record<SeriesKind, string> = {
  event: 'vevent',
  task: 'vtodo',
  journal: 'vjournal',
  availability: 'vavailability',
};
const classes: Record<string, string> = { public: 'PUBLIC', private: 'PRIVATE', confidential: 'CONFIDENTIAL' };

/** One component; `lead` holds UID, RECURRENCE-ID and recurrence, `stamp` (epoch ms) fills a missing DTSTAMP (RFC 5545 §3.6.1). */
export function componentOf(kind: SeriesKind, data: EventData, lead: JCalProperty[], stamp: number): JCalComponent {
  const { icalProperties = [], icalComponents = [], icalParameters } = data.shadow ?? {};
  const dtstamp: JCalProperty = ['dtstamp', {}, 'date-time', data.dtstamp ?? formatUtcSeconds(stamp)];
  const own = [
    ...lead,
    dtstamp,
    ...plainProperties(kind, data),
    ...people(data),
    ...lists(data),
    ...carrierProperties(data),
  ];
  const properties = icalParameters ? own.map((property) => withParameters(property, icalParameters)) : own;
  const alarms = (data.alarms ?? []).filter(isPlainAlarm).map((alarm) => alarmComponent(alarm, data.title));
  return [componentNames[kind], [...properties, ...icalProperties], [...alarms, ...icalComponents]];
}

function people({ organizer, attendees = [] }: EventData): JCalProperty[] {
  const invited = attendees.filter((attendee) => attendee.address !== undefined).map(attendeeProperty);
  return organizer ? [organizerProperty('organizer', organizer), ...invited] : invited;
}

function lists({
  links = [],
  virtualLocations = [],
  keywords = [],
  concepts = [],
  relatedTo = [],
}: EventData): JCalProperty[] {
  return [
    ...(keywords.length > 0 ? [['categories', {}, 'text', ...keywords] as JCalProperty] : []),
    ...concepts.map((concept): JCalProperty => ['concept', {}, 'uri', concept]),
    ...links.map(linkProperty),
    ...virtualLocations.map(conferenceProperty),
    ...relatedTo.map(relation),
  ];
}

const timed = new Set(['date-time', 'period']);

function withParameters(property: JCalProperty, kept: NonNullable<Shadow['icalParameters']>): JCalProperty {
  const [name, parameters, type, ...values] = property;
  if (!Object.hasOwn(kept, name)) return property;
  const { tzid, ...others } = kept[name]!;
  // A TZID that said nothing beside a date or a UTC time must not start to mean something beside another.
  const isIdle = !timed.has(type) || textOf(values[0]).endsWith('Z');
  return [name, { ...others, ...(tzid !== undefined && isIdle ? { tzid } : {}), ...parameters }, type, ...values];
}

type Add = (name: string, type: string, value: Json | undefined, parameters?: Record<string, string>) => void;

/** Single properties, those that are there. */
function plainProperties(kind: SeriesKind, data: EventData): JCalProperty[] {
  const properties: JCalProperty[] = [];
  const add: Add = (name, type, value, parameters = {}) => {
    if (value !== undefined) properties.push([name, parameters, type, value]);
  };
  const times = { dtstart: data.start, dtend: data.end, due: data.due };
  for (const [name, point] of Object.entries(times)) if (point) properties.push(timeProperty(name, point));
  add('duration', 'duration', data.duration);
  addTexts(data, add);
  add('status', 'text', (kind === 'task' ? data.progress : data.status)?.toUpperCase());
  add('transp', 'text', data.transparency?.toUpperCase());
  add('class', 'text', classOf(data));
  add('priority', 'integer', data.priority);
  add('sequence', 'integer', data.sequence);
  add('created', 'date-time', data.created === undefined ? undefined : formatUtcSeconds(data.created));
  add('last-modified', 'date-time', data.lastModified);
  add('completed', 'date-time', data.completedAt);
  add('show-without-time', 'boolean', data.showWithoutTime);
  add('percent-complete', 'integer', data.percentComplete);
  add('estimated-duration', 'duration', data.estimatedDuration);
  return properties;
}

function addTexts(data: EventData, add: Add): void {
  add('summary', 'text', data.title, data.locale === undefined ? {} : { language: data.locale });
  addDescription(data, add);
  const place = mainLocation(data.locations);
  add('location', 'text', place?.name, place?.altrep === undefined ? {} : { altrep: place.altrep });
  add('geo', 'unknown', isPosition(place?.coordinates) ? place.coordinates.replace(',', ';') : undefined);
  add('color', 'text', data.color?.css);
}

/** A secret event (JSCalendar) is at least confidential to whoever reads the text elsewhere. */
function classOf({ visibility, visibilityLiteral, isSecret }: EventData): string | undefined {
  const level = visibility ?? (isSecret ? 'confidential' : undefined);
  return visibilityLiteral ?? (level && classes[level]);
}

/** RFC 9073 §6.5: the styled text has its own property; DESCRIPTION is the plain one, derived where nobody wrote it. */
function addDescription({ description }: EventData, add: Add): void {
  if (!description?.type) return add('description', 'text', description?.text);
  add('styled-description', 'text', description.text, { fmttype: description.type });
  if (description.plain !== undefined) add('description', 'text', description.plain);
  else if (description.type === 'text/html')
    add('description', 'text', plainTextOf(description.text), { derived: 'TRUE' });
}

function relation({ uid, relations, extras }: Relation): JCalProperty {
  const names = relations.map((type) => type.toUpperCase());
  const reltype: Record<string, string | string[]> =
    names.length > 0 ? { reltype: names.length === 1 ? names[0]! : names } : {};
  return ['related-to', { ...reltype, ...extras?.ical }, 'text', uid];
}
