import { isDate, type EventData, type Recurrence, type SeriesDraft, type TimePoint } from '@dayferry/core';
import { parseRecurrenceText } from '@dayferry/icalendar';
import type { ParseContext } from './parse-context.js';

const names =
  'BEGIN|END|DTSTART|DTEND|DURATION|RRULE|EXRULE|RDATE|EXDATE|TZID|TZURL|TZNAME|TZOFFSETFROM|TZOFFSETTO|X-LIC-LOCATION|LAST-MODIFIED';

/** White space before a property's name: clients indent the lines, or have them run together by a pretty-printer. */
const lineBreak = new RegExp(`(?<!\\s)\\s+(?=(?:${names})[:;])`, 'g');

export interface SeriesTimes {
  times: Pick<EventData, 'start' | 'end' | 'duration'>;
  recurrence?: Recurrence;
  timeZones?: SeriesDraft['timeZones'];
}

/** The gd:recurrence text. Times without a zone are the calendar's, unless the event is floating now. */
export function readRecurrence(text: string, context: ParseContext): SeriesTimes {
  const { times, recurrence, timeZones } = parseRecurrenceText(text.trim().replaceAll(lineBreak, '\n'));
  const zoned = (point: TimePoint): TimePoint =>
    context.isFloating || isDate(point) || point.zone !== null ? point : { ...point, zone: context.calendarZone };
  const isEmpty = Object.values(recurrence).every((list: unknown[]) => list.length === 0);
  return {
    times: {
      ...times,
      ...(times.start ? { start: zoned(times.start) } : {}),
      ...(times.end ? { end: zoned(times.end) } : {}),
    },
    ...(isEmpty ? {} : { recurrence: zonedRecurrence(recurrence, zoned) }),
    ...(timeZones ? { timeZones } : {}),
  };
}

function zonedRecurrence(recurrence: Recurrence, zoned: (point: TimePoint) => TimePoint): Recurrence {
  return {
    ...recurrence,
    exdates: recurrence.exdates.map(zoned),
    rdates: recurrence.rdates.map((date) => ({
      ...date,
      start: zoned(date.start),
      ...(date.end ? { end: zoned(date.end) } : {}),
    })),
  };
}
