import {
  endOf,
  expand,
  forbidden,
  inZone,
  isDate,
  isRecurring,
  resolve,
  toUtc,
  UTC,
  type EventData,
  type Occurrence,
  type Override,
  type SeriesDraft,
  type TimePoint,
} from '@dayferry/core';
import { renderSeries, selectParts } from '@dayferry/icalendar';
import { caldav } from '../clark.js';
import type { CalendarDataRequest } from '../parse/calendar-data.js';
import type { TimeRange } from '../parse/date-time.js';
import { property, type RenderContext } from './property.js';
import { escapeXml } from './xml-text.js';

/**
 * CALDAV:calendar-data (RFC 4791 §9.6). As it is stored, it is one escape away from the wire. A CR may be lost to XML's
 * line-end rule, which RFC 4791 §9.6 allows.
 */
export const calendarDataProperty = property(
  caldav('calendar-data'),
  ['object'],
  ({ stored, open }, { calendarData, exchange }) => {
    if (!calendarData || !stored) return null;
    const setting = { zone: open.calendar.timeZone, limits: exchange.core.limits };
    return calendarDataText(stored, calendarData, setting);
  },
  { needsBody: true, isStable: true },
);

/** A text and what it says; `series` is parsed only where it is asked for. */
interface Content {
  readonly ical: string;
  readonly series: SeriesDraft;
}

interface Setting {
  zone: string;
  limits: RenderContext['exchange']['core']['limits'];
}

/** The element's content: the text as it is stored, or what the request wants of it. */
export function calendarDataText(content: Content, request: CalendarDataRequest, setting: Setting): string {
  const text = textOf(content, request, setting);
  return escapeXml(request.selection ? selectParts(text, request.selection) : text);
}

type Range = Required<TimeRange>;

function textOf(
  stored: Content,
  { expand: within, limitRecurrenceSet }: CalendarDataRequest,
  setting: Setting,
): string {
  if (within && !stored.series.availability) return expanded(stored, within, setting);
  if (limitRecurrenceSet) return limited(stored, limitRecurrenceSet, setting);
  return withoutMark(stored.ical);
}

/** A byte order mark is kept in the resource, but has no place inside an element. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** RFC 4791 §9.6.5: one component per instance in the range, in UTC, without recurrence properties or time zones. */
function expanded(stored: Content, range: Range, { zone, limits }: Setting): string {
  const { series } = stored;
  if (!isRecurring(series)) return renderSeries(single(series));
  const { occurrences, isTruncated } = expand(series, { ...range, zone, limits, includeCancelled: true });
  if (isTruncated) throw forbidden('The series has too many instances in this range.', { code: 'max-instances' });
  const overrides = occurrences
    .filter(({ isExcluded }) => !isExcluded)
    .map((occurrence) => instance(series, occurrence));
  const { recurrence: _rules, timeZones: _zones, ...rest } = series;
  return renderSeries({ ...rest, master: {}, isMasterMissing: true, overrides });
}

function single({ timeZones, ...series }: SeriesDraft): SeriesDraft {
  return { ...series, master: inUtc(series.master, timeZones) };
}

function instance(series: SeriesDraft, occurrence: Occurrence): Override {
  const { seq, updated } = occurrence.override ?? { seq: 0, updated: 0 };
  const patch = inUtc(resolve(series, occurrence), series.timeZones);
  return { recurrenceId: pointInUtc(occurrence.recurrenceId, series.timeZones), patch, seq, updated };
}

function inUtc(data: EventData, zones: SeriesDraft['timeZones']): EventData {
  const result = { ...data };
  for (const name of ['start', 'end', 'due'] as const) {
    const point = data[name];
    if (point) result[name] = pointInUtc(point, zones);
  }
  return result;
}

/** Dates and floating times stay what they are. */
function pointInUtc(point: TimePoint, zones: SeriesDraft['timeZones']): TimePoint {
  if (isDate(point) || point.zone === null) return point;
  return { local: inZone(point, UTC, zones).local, zone: UTC };
}

/** RFC 4791 §9.6.6: the master, and of the overrides those that are, or would have been, in the range. */
function limited(stored: Content, range: Range, setting: Setting): string {
  const { series } = stored;
  const kept = series.overrides.filter((override) => impacts(series, override, range, setting.zone));
  return kept.length === series.overrides.length
    ? withoutMark(stored.ical)
    : renderSeries({ ...series, overrides: kept });
}

function impacts(series: SeriesDraft, override: Override, { from, to }: Range, zone: string): boolean {
  if (override.isThisAndFuture || !series.master.start) return true;
  const at = (point: TimePoint): number => toUtc(point, zone, series.timeZones);
  const length = at(endOf(series.master)) - at(series.master.start);
  const original = at(override.recurrenceId);
  const start = override.patch.start ? at(override.patch.start) : original;
  const end = override.patch.end ? at(override.patch.end) : start + length;
  return [
    [original, original + length],
    [start, end],
  ].some(([a, b]) => a! < to && (b! > from || (a === b && a! >= from)));
}
