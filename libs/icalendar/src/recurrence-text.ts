import {
  defaultLimits,
  emptyRecurrence,
  type EventData,
  invalidInput,
  type JCalComponent,
  type JCalProperty,
  type Recurrence,
  type SeriesDraft,
  type TimePoint,
} from '@dayferry/core';
import { isReadable, toRecurrence } from './parse/recurrence.js';
import { toPoint, ZoneNames, ZoneTable } from './parse/times.js';
import { recurrenceProperties } from './render/recurrence.js';
import { timeProperty } from './render/times.js';
import { zoneComponents } from './render/zones.js';
import { parseJCal } from './text/jcal.js';
import { renderJCal } from './text/write.js';
import { textOf } from './text/text-of.js';

/** What v2's `gd:recurrence` text says: start, end or duration, rules and dates, zones of its own. */
export interface RecurrenceText {
  times: Pick<EventData, 'start' | 'end' | 'duration'>;
  recurrence: Recurrence;
  timeZones?: SeriesDraft['timeZones'];
}

const oneCalendar = 'The recurrence is not a list of iCalendar properties.';

/** The lines as a component; no line may begin or end a calendar of its own. */
function readLines(text: string): JCalComponent {
  const roots = parseJCal(`BEGIN:VCALENDAR\n${text.trim()}\nEND:VCALENDAR\n`, defaultLimits);
  const [root] = roots;
  if (!root || roots.length !== 1 || root[2].some(([name]) => name !== 'vtimezone'))
    throw invalidInput('recurrence', oneCalendar, { code: 'invalid-rrule' });
  return root;
}

const textNames = new Set(['dtstart', 'dtend', 'duration', 'rrule', 'exrule', 'rdate', 'exdate']);

/** DTSTART, DTEND or DURATION, RRULE, EXRULE, RDATE, EXDATE and VTIMEZONE, in CRLF or LF; InvalidInput otherwise. */
export function parseRecurrenceText(text: string, calendarZone?: string): RecurrenceText {
  const [, properties, components] = readLines(text);
  const other = properties.find(([name]) => !textNames.has(name));
  if (other)
    throw invalidInput('recurrence', `${other[0].toUpperCase()} is no part of a recurrence.`, {
      code: 'invalid-rrule',
    });
  const zones = new ZoneNames(new ZoneTable(components, calendarZone));
  const find = (name: string): JCalProperty | undefined => properties.find((property) => property[0] === name);
  const point = (name: string): TimePoint | undefined => {
    const property = find(name);
    return property ? (toPoint(property, zones) ?? invalid(name)) : undefined;
  };
  const [start, end, duration] = [point('dtstart'), point('dtend'), find('duration')];
  if (duration && (end || duration[2] !== 'duration')) invalid('duration');
  const times = {
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...(duration ? { duration: textOf(duration[3]) } : {}),
  };
  const timeZones = zones.kept();
  return { times, recurrence: readRecurrence(properties, zones), ...(timeZones ? { timeZones } : {}) };
}

function readRecurrence(properties: JCalProperty[], zones: ZoneNames): Recurrence {
  const unread = properties.find((property) => lineNames.has(property[0]) && !isReadable(property));
  if (unread) invalid(unread[0]);
  return toRecurrence(properties, zones) ?? emptyRecurrence();
}

function invalid(name: string): never {
  throw invalidInput('recurrence', `${name.toUpperCase()} cannot be read.`, { code: 'invalid-rrule' });
}

/** The same text from a series, CRLF, with the VTIMEZONEs that its TZIDs need. */
export function renderRecurrenceText(series: SeriesDraft): string {
  const { start, end, duration } = series.master;
  const properties: JCalProperty[] = [
    ...(start ? [timeProperty('dtstart', start)] : []),
    ...(end ? [timeProperty('dtend', end)] : []),
    ...(duration ? [['duration', {}, 'duration', duration] as JCalProperty] : []),
    ...recurrenceProperties(series.recurrence),
  ];
  return inner(['vcalendar', properties, zoneComponents({ ...series, overrides: [] })]);
}

function inner(component: JCalComponent): string {
  return renderJCal(component).split('\r\n').slice(1, -2).join('\r\n');
}

const lineNames = new Set(['rrule', 'exrule', 'rdate', 'exdate']);

/** v3's `recurrence[]`; a line that is none of the four is InvalidInput. */
export function parseRecurrenceLines(lines: string[]): Recurrence {
  const trimmed = lines.map((line) => line.trim());
  const properties = lines.length > 0 ? readLines(trimmed.join('\n'))[1] : [];
  const isOther = trimmed.some((line) => /[\r\n]/.test(line)) || properties.some(([name]) => !lineNames.has(name));
  if (isOther || properties.length !== lines.length)
    throw invalidInput('recurrence', 'Invalid recurrence rule.', { code: 'invalid-rrule' });
  return readRecurrence(properties, new ZoneNames(new ZoneTable([], undefined)));
}

export function renderRecurrenceLines(recurrence: Recurrence): string[] {
  return recurrenceProperties(recurrence).map((property) => unfolded(inner(['vcalendar', [property], []])));
}

function unfolded(line: string): string {
  return line.replaceAll('\r\n ', '');
}
