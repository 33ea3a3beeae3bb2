import {
  isKnownZone,
  type JCalComponent,
  type JCalProperty,
  OPEN_END,
  bounds,
  type EventData,
  type EventPatch,
  type SeriesDraft,
  type TimePoint,
  UTC,
  vtimezoneFor,
} from '@dayferry/core';
import { madeHere } from '../parse/carriers.table.js';
import { tzidOf } from './times.js';

/** An endless series gets the rules up to this year at least: as far as zone data look ahead. The last rule stays open. */
const horizon = 2037;
const endlessYears = 10;

/** Definitions that were made, by zone and years; most series ask for the same few. */
const made = new Map<string, JCalComponent>();
const maxMade = 1_000;

/** VTIMEZONEs of all TZIDs in use, right for the years the series lives; kept definitions come back as they were. */
export function zoneComponents(series: SeriesDraft): JCalComponent[] {
  const points = new Map<string, TimePoint>();
  for (const point of pointsOf(series)) {
    const tzid = tzidOf(point);
    if (tzid !== null && !points.has(tzid)) points.set(tzid, point);
  }
  return [...points].flatMap(([tzid, point]) => definition(series, tzid, point));
}

function definition(series: SeriesDraft, tzid: string, { zone }: TimePoint): JCalComponent[] {
  const kept = series.timeZones?.[`/${tzid.trim().replace(/^\/+/, '')}`];
  if (kept) return [kept];
  if (zone === null || !isKnownZone(zone)) return [];
  const [from, to] = years(series);
  const [name, properties, observances] = vtimezone(zone, from, to);
  const named = properties.map((property) =>
    property[0] === 'tzid' ? (['tzid', {}, 'text', tzid] as typeof property) : property,
  );
  const mark: JCalProperty[] = tzid === zone ? [] : [[madeHere, {}, 'unknown', 'TRUE']];
  return [[name, [...named, ...mark], observances]];
}

function vtimezone(zone: string, from: number, to: number): JCalComponent {
  const key = `${zone}|${from}|${to}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= maxMade) made.clear();
  const component = vtimezoneFor(zone, from, to);
  made.set(key, component);
  return component;
}

function years(series: SeriesDraft): [from: number, to: number] {
  const { startUtc, endUtc } = bounds(series);
  const from = Math.max(1, new Date(startUtc).getUTCFullYear());
  const to = endUtc >= OPEN_END ? Math.max(horizon, from + endlessYears) : new Date(endUtc).getUTCFullYear();
  return [from, Math.min(to, from + 100)];
}

function pointsOf(series: SeriesDraft): TimePoint[] {
  const { recurrence } = series;
  return [
    ...timesOf(series.master),
    ...(recurrence?.exdates ?? []),
    ...(recurrence?.rdates ?? []).map((date) => date.start),
    ...series.overrides.flatMap((override) => [override.recurrenceId, ...timesOf(override.patch)]),
  ].filter((point) => point.zone !== UTC || point.tzid !== undefined);
}

function timesOf(data: EventData | EventPatch): TimePoint[] {
  return [data.start, data.end, data.due].filter((point) => point !== undefined && point !== null);
}
