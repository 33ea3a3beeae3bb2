import { invalidInput } from '../errors.js';
import type { EventSeries } from '../model/series.js';
import { expand } from '../recurrence/expand.js';
import { contentAt } from '../recurrence/resolve.js';
import type { Busy, BusyWindow, CalendarBusy, FreeBusyService } from './api.js';
import { mergeBusy, busyTypeOf, type BusyInterval } from './busy-time.js';
import type { CoreContext } from './context.js';
import { visibleCalendars, type VisibleCalendar } from './visible-calendars.js';
import { parseBody } from './stored-series.js';

export function freeBusyService(core: CoreContext): FreeBusyService {
  return {
    query: async (viewer, ids, window) => {
      const calendars = await visibleCalendars(core, viewer, ids);
      const busy = await busyOf(core, [...calendars.values()], window);
      return ids.map((id): CalendarBusy => {
        const calendar = calendars.get(id.toLowerCase());
        return calendar ? { id, ...busy.get(calendar.key)! } : { id, error: 'notFound' };
      });
    },
    of: async ({ calendar, owner }, window) => {
      const seen = { key: calendar.key, timeZone: calendar.timeZone, ownerEmail: owner.email };
      return (await busyOf(core, [seen], window)).get(calendar.key)!;
    },
  };
}

async function busyOf(core: CoreContext, calendars: VisibleCalendar[], window: BusyWindow): Promise<Map<string, Busy>> {
  if (!(window.from < window.to))
    throw invalidInput('timeMax', 'The specified time range is empty.', { code: 'time-range-empty' });
  const answers = await Promise.all(calendars.map((calendar) => busyInOne(core, calendar, window)));
  return new Map(calendars.map(({ key }, i) => [key, answers[i]!]));
}

async function busyInOne(core: CoreContext, calendar: VisibleCalendar, window: BusyWindow): Promise<Busy> {
  const { from, to } = window;
  const rows = await core.store.reader.rows(calendar.key, { from, to, kinds: ['event'] });
  const zone = window.zone ?? calendar.timeZone;
  const found = rows.map((row) =>
    busyInSeries(core, parseBody(row), { from, to, zone, ownerEmail: calendar.ownerEmail }),
  );
  return {
    intervals: mergeBusy(
      found.flatMap((busy) => busy.intervals),
      window,
    ),
    isTruncated: found.some((busy) => busy.isTruncated),
  };
}

interface SeriesWindow {
  from: number;
  to: number;
  zone: string;
  ownerEmail: string;
}

function busyInSeries(core: CoreContext, series: EventSeries, { ownerEmail, ...window }: SeriesWindow): Busy {
  const { occurrences, isTruncated } = expand(series, { ...window, limits: core.limits });
  const intervals = occurrences.flatMap(({ recurrenceId, override, startUtc, endUtc }): BusyInterval[] => {
    const type = busyTypeOf(contentAt(series, recurrenceId, override), ownerEmail);
    return type ? [{ start: startUtc, end: endUtc, type }] : [];
  });
  return { intervals, isTruncated };
}
