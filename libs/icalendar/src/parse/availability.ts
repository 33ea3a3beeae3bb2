import {
  DayferryError,
  expand,
  mergeBusy,
  timesAt,
  toUtc,
  type BusyInterval,
  type BusyType,
  type JCalComponent,
  type SeriesDraft,
} from '@dayferry/core';
import { parseJCal } from '../text/jcal.js';
import { textOf } from '../text/text-of.js';
import { refusal } from '../text/refuse.js';
import { asPrecondition, uidOf } from './object.js';
import type { ParseOptions } from './options.js';
import { toDraft } from './series.js';
import { ZoneTable } from './times.js';

/** One VAVAILABILITY (RFC 7953 §3.1): inside its span, everything but its AVAILABLE times counts as `type`. */
export interface Availability {
  /** Its start and end as those of an event; absent where it has no start. */
  span?: SeriesDraft;
  hasEnd: boolean;
  type: BusyType;
  /** By UID. */
  available: SeriesDraft[];
}

const types: Record<string, BusyType> = { BUSY: 'busy', 'BUSY-TENTATIVE': 'tentative' };
/** AVAILABLE components: each may recur, and all of them are expanded. */
const mostAvailable = 50;

/** RFC 7953 §7.2.4: an iCalendar object with just one VAVAILABILITY, beside VTIMEZONEs. */
export function parseAvailability(text: string, options: ParseOptions): Availability {
  const [calendar, ...rest] = parseJCal(text, options.limits);
  const others = calendar?.[2].filter(([name]) => name !== 'vtimezone') ?? [];
  const [component, ...more] = others;
  if (rest.length > 0 || calendar?.[0] !== 'vcalendar' || component?.[0] !== 'vavailability' || more.length > 0)
    throw refusal('valid-calendar-data', 'The value is an iCalendar object with one VAVAILABILITY.');
  const definitions = calendar[2].filter(([name]) => name === 'vtimezone');
  const zones = new ZoneTable(definitions, options.calendarZone);
  const draftOf = (components: JCalComponent[]): SeriesDraft =>
    asPrecondition(() => toDraft({ uid: undefined, components, zones, calendarProperties: [] }, options));
  return { ...spanOf(component, draftOf), available: availableIn(component, draftOf) };
}

type DraftOf = (components: JCalComponent[]) => SeriesDraft;

function spanOf([, properties]: JCalComponent, draftOf: DraftOf): Omit<Availability, 'available'> {
  const named = (name: string): boolean => properties.some((property) => property[0] === name);
  const busyType = properties.find(([name]) => name === 'busytype')?.[3];
  const type = types[textOf(busyType).toUpperCase()] ?? 'unavailable';
  const times = properties.filter(([name]) => ['dtstart', 'dtend', 'duration'].includes(name));
  if (!named('dtstart')) return { type, hasEnd: false };
  return { type, span: draftOf([['vevent', times, []]]), hasEnd: named('dtend') || named('duration') };
}

function availableIn([, , components]: JCalComponent, draftOf: DraftOf): SeriesDraft[] {
  const byUid = new Map<string, JCalComponent[]>();
  for (const component of components.filter(([name]) => name === 'available')) {
    const uid = uidOf(component) ?? '';
    const times = component[1].filter(([name]) => name !== 'uid');
    if (!times.some(([name]) => name === 'dtstart'))
      throw refusal('valid-calendar-data', 'AVAILABLE has a DTSTART.', 'dtstart');
    byUid.set(uid, [...(byUid.get(uid) ?? []), ['vevent', times, []]]);
  }
  const groups = [...byUid.values()];
  if (groups.flat().length > mostAvailable)
    throw refusal('valid-calendar-data', `There are at most ${mostAvailable} AVAILABLE components.`);
  return groups.map(draftOf);
}

interface Window {
  from: number;
  to: number;
  /** IANA zone of floating times. */
  zone: string;
}

/**
 * RFC 7953 §4: the times in the window at which somebody is not available. What cannot be expanded within the limits counts
 * as not available.
 */
export function unavailableIn(
  availability: Availability,
  window: Window,
  limits: ParseOptions['limits'],
): BusyInterval[] {
  const { type, available } = availability;
  const within = spanIn(availability, window);
  if (within.from >= within.to) return [];
  // All of them together may take as long as one event.
  const share = { ...limits, expansionSteps: Math.ceil(limits.expansionSteps / Math.max(1, available.length)) };
  const free = mergeBusy(
    available.flatMap((series) => freeIn(series, within, share)),
    within,
  );
  const starts = [within.from, ...free.map(({ end }) => end)];
  const ends = [...free.map(({ start }) => start), within.to];
  return starts.flatMap((start, i) => (start < ends[i]! ? [{ start, end: ends[i]!, type }] : []));
}

function spanIn({ span, hasEnd }: Availability, { from, to, zone }: Window): Window {
  const start = span?.master.start;
  if (!start) return { from, to, zone };
  const times = timesAt(span, start);
  const end = hasEnd ? toUtc(times.end, zone, span.timeZones) : to;
  return { from: Math.max(from, toUtc(times.start, zone, span.timeZones)), to: Math.min(to, end), zone };
}

function freeIn(series: SeriesDraft, window: Window, limits: ParseOptions['limits']): BusyInterval[] {
  try {
    const { occurrences } = expand(series, { ...window, limits });
    return occurrences.map(({ startUtc, endUtc }) => ({ start: startUtc, end: endUtc, type: 'busy' }));
  } catch (error) {
    if (error instanceof DayferryError) return [];
    throw error;
  }
}
