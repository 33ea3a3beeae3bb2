import type { Viewer } from '../access/viewer.js';
import { forbidden, invalidInput, notFound } from '../errors.js';
import type { Principal } from '../model/directory.js';
import type { BusyInstance, Uncovered } from '../ports/instances.port.js';
import type { EventSeries, SeriesDraft } from '../model/series.js';
import { UTC } from '../model/time-point.js';
import { unavailableIn } from '../recurrence/availability.js';
import { contentAt } from '../recurrence/resolve.js';
import type { AboutPerson, FreeBusyService } from './free-busy-api.js';
import {
  busyTypeOf,
  mergeBusy,
  type Busy,
  type BusyInterval,
  type BusyWindow,
  type CalendarBusy,
} from '../recurrence/busy-time.js';
import type { CoreContext } from './context.js';
import { isShown } from './people.js';
import { visibleCalendars, type VisibleCalendar } from './visible-calendars.js';
import { civilText } from '../time/civil.js';
import { toUtc } from '../time/convert.js';
import { expandOrCut } from './expand-or-cut.js';
import { grouped } from './grouped.js';
import { rowsOf } from './series-rows.js';
import { parseBody } from './stored-series.js';

export function freeBusyService(core: CoreContext): FreeBusyService {
  return {
    query: async (viewer, ids, window) => {
      const calendars = await visibleCalendars(core, viewer, ids);
      const busy = await busyAndAway(core, [...calendars.values()], window);
      return ids.map((id): CalendarBusy => {
        const calendar = calendars.get(id.toLowerCase());
        return calendar ? { id, ...busy.get(calendar.key)! } : { id, error: 'notFound' };
      });
    },
    of: async ({ calendar, owner }, window) => {
      const { key, timeZone, components } = calendar;
      return (await busyAndAway(core, [{ key, timeZone, components, ownerEmail: owner.email }], window)).get(key)!;
    },
    ofPerson: (viewer, email, window, about = {}) => busyOfPerson(core, { viewer, email, window, about }),
  };
}

interface PersonQuery {
  viewer: Viewer;
  email: string;
  window: BusyWindow;
  about: AboutPerson;
}

async function busyOfPerson(core: CoreContext, { viewer, email, window, about }: PersonQuery): Promise<Busy> {
  const { reader } = core.store;
  const owner = await reader.principalByEmail(email.toLowerCase());
  if (!owner) throw notFound();
  const own = await reader.calendarsOwnedBy(owner.key);
  const ids = own.map(({ id }) => id);
  const visible = [...(await visibleCalendars(core, viewer, ids)).values()];
  if (visible.length === 0) throw isShown(viewer, owner) ? hidden() : notFound();
  const entries = new Map((await reader.listEntries(owner.key)).map((entry) => [entry.calendarKey, entry]));
  const counted = visible.filter(({ key }) => {
    const entry = entries.get(key);
    return !entry || !about.counts || about.counts(entry);
  });
  const zone = window.zone ?? own.find(({ kind }) => kind !== 'secondary')?.timeZone ?? UTC;
  const said: SeriesDraft[] = [...(await availabilitiesIn(core, counted)).values()].flat();
  const property = about.property ? await propertyOf(core, owner, about.property) : null;
  if (property !== null) said.push(about.property!.read(property, zone));
  const away = unavailableIn(said, { ...window, zone }, core.limits);
  const busy = [...(await busyOf(core, counted, window)).values()];
  return {
    intervals: mergeBusy([...busy.flatMap(({ intervals }) => intervals), ...away], window),
    isTruncated: busy.some(({ isTruncated }) => isTruncated),
  };
}

/** RFC 7953 §7.2.3: with the times at which each calendar says that its owner is not there. */
async function busyAndAway(
  core: CoreContext,
  calendars: VisibleCalendar[],
  window: BusyWindow,
): Promise<Map<string, Busy>> {
  const busy = await busyOf(core, calendars, window);
  const said = await availabilitiesIn(core, calendars);
  for (const { key, timeZone } of calendars) {
    const own = busy.get(key)!;
    const away = unavailableIn(said.get(key) ?? [], { ...window, zone: window.zone ?? timeZone }, core.limits);
    if (away.length > 0) busy.set(key, { ...own, intervals: mergeBusy([...own.intervals, ...away], window) });
  }
  return busy;
}

/** VAVAILABILITY components by calendar; calendars that take none cost nothing. */
async function availabilitiesIn(core: CoreContext, calendars: VisibleCalendar[]): Promise<Map<string, EventSeries[]>> {
  const taking = calendars.filter(({ components }) => components.includes('VAVAILABILITY'));
  const found = taking.map(async ({ key }): Promise<[string, EventSeries[]]> => {
    const versions = await core.store.reader.versions(key, { kinds: ['availability'] });
    const rows = [...(await rowsOf(core, key, versions)).values()];
    return [key, rows.filter(({ isDeleted }) => !isDeleted).map(parseBody)];
  });
  return new Map(await Promise.all(found));
}

function hidden(): Error {
  return forbidden('This person does not show busy times.', { code: 'no-calendar' });
}

async function propertyOf(
  { store }: CoreContext,
  { key }: Principal,
  { resource, names }: NonNullable<AboutPerson['property']>,
): Promise<string | null> {
  const found = await store.reader.resourceProperties([key], { resourceKeys: [resource], names });
  const values = new Map(found.map(({ name, value }) => [name, value]));
  return names.map((name) => values.get(name)).find((value) => value !== undefined) ?? null;
}

async function busyOf(core: CoreContext, calendars: VisibleCalendar[], window: BusyWindow): Promise<Map<string, Busy>> {
  if (!(window.from < window.to))
    throw invalidInput('timeMax', 'The specified time range is empty.', { code: 'time-range-empty' });
  const keys = calendars.map(({ key }) => key);
  const { instances, uncovered } = await core.store.reader.busyIn(keys, { from: window.from, to: window.to });
  const byCalendar = grouped(instances, ({ calendarKey }) => calendarKey);
  const strays = grouped(uncovered, ({ calendarKey }) => calendarKey);
  const answers = calendars.map(async (calendar): Promise<[string, Busy]> => {
    const engine = await busyByEngine(core, calendar, strays.get(calendar.key) ?? [], window);
    const zone = window.zone ?? calendar.timeZone;
    const indexed = (byCalendar.get(calendar.key) ?? []).map((instance) => intervalOf(instance, zone));
    return [
      calendar.key,
      { intervals: mergeBusy([...indexed, ...engine.intervals], window), isTruncated: engine.isTruncated },
    ];
  });
  return new Map(await Promise.all(answers));
}

const types = { 1: 'busy', 2: 'tentative', 3: 'unavailable' } as const;

function intervalOf({ start, end, isWall, busy }: BusyInstance, zone: string): BusyInterval {
  const utc = (time: number): number => (isWall ? toUtc({ local: civilText(time), zone: null }, zone) : time);
  return { start: utc(start), end: utc(end), type: types[busy] };
}

/** What the time index does not cover; a series that it covers by now may be found twice, which merges into one. */
async function busyByEngine(
  core: CoreContext,
  { key, timeZone, ownerEmail }: VisibleCalendar,
  series: Uncovered[],
  { from, to, zone = timeZone }: BusyWindow,
): Promise<Busy> {
  const versions = series.map(({ seriesKey, seq }) => ({ key: seriesKey, seq }));
  const rows = [...(await rowsOf(core, key, versions)).values()];
  const found = rows
    .filter((row) => !row.isDeleted && row.kind === 'event')
    .map((row) => busyInSeries(core, parseBody(row), { from, to, zone, ownerEmail }));
  return {
    intervals: found.flatMap((busy) => busy.intervals),
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
  const { occurrences, isTruncated } = expandOrCut(series, { ...window, limits: core.limits });
  const intervals = occurrences.flatMap(({ recurrenceId, override, startUtc, endUtc }): BusyInterval[] => {
    const type = busyTypeOf(contentAt(series, recurrenceId, override), ownerEmail);
    return type ? [{ start: startUtc, end: endUtc, type }] : [];
  });
  return { intervals, isTruncated };
}
