import { DayferryError } from '../errors.js';
import type { Limits } from '../limits.js';
import type { Availability, SeriesDraft } from '../model/series.js';
import { mergeBusy, type BusyInterval } from './busy-time.js';
import { toUtc } from '../time/convert.js';
import { expand } from './expand.js';
import { timesAt } from './resolve.js';

/** Half-open, epoch milliseconds. */
interface Span {
  from: number;
  to: number;
}

interface Window extends Span {
  /** IANA zone of floating times. */
  zone: string;
}

/** RFC 7953 §7.2.2: the time that a VAVAILABILITY says something about; sides without a time are open. An end without a start is `due`. */
export function availabilitySpan({ master, timeZones, availability }: SeriesDraft, zone: string): Span {
  const { start, due } = master;
  if (!start) return { from: -Infinity, to: due ? toUtc(due, zone, timeZones) : Infinity };
  const { end } = timesAt({ kind: 'event', master, overrides: [], ...(timeZones ? { timeZones } : {}) }, start);
  return { from: toUtc(start, zone, timeZones), to: availability?.hasEnd ? toUtc(end, zone, timeZones) : Infinity };
}

/** The stronger type counts where two of one priority overlap (RFC 7953 §4). */
const strength = { tentative: 0, unavailable: 1, busy: 2 } as const;
const rank = ({ priority, type }: Availability): number =>
  10 * (priority >= 1 && priority <= 9 ? 10 - priority : 0) + strength[type];

/**
 * RFC 7953 §4: the times in the window at which somebody is not available, from all that they say, the lowest priority first:
 * each settles its own span anew. What cannot be expanded within the limits counts as not available.
 */
export function unavailableIn(all: readonly SeriesDraft[], window: Window, limits: Limits): BusyInterval[] {
  const said = all.flatMap((series) => (series.availability ? [{ series, availability: series.availability }] : []));
  const parts = said.reduce((sum, { availability }) => sum + availability.available.length, 0);
  // All of them together may take as long as one event.
  const share = { ...limits, expansionSteps: Math.ceil(limits.expansionSteps / Math.max(1, parts)) };
  let away: BusyInterval[] = [];
  for (const { series, availability } of said.sort((a, b) => rank(a.availability) - rank(b.availability))) {
    const span = availabilitySpan(series, window.zone);
    const within = { ...window, from: Math.max(window.from, span.from), to: Math.min(window.to, span.to) };
    if (within.from >= within.to) continue;
    away = [...outside(away, within), ...awayFrom(availability, within, share)];
  }
  return mergeBusy(away, window);
}

function outside(intervals: BusyInterval[], { from, to }: Span): BusyInterval[] {
  return intervals
    .flatMap(({ start, end, type }) => [
      { start, end: Math.min(end, from), type },
      { start: Math.max(start, to), end, type },
    ])
    .filter(({ start, end }) => start < end);
}

function awayFrom({ type, available }: Availability, within: Window, limits: Limits): BusyInterval[] {
  const free = mergeBusy(
    available.flatMap((series) => freeIn(series, within, limits)),
    within,
  );
  const starts = [within.from, ...free.map(({ end }) => end)];
  const ends = [...free.map(({ start }) => start), within.to];
  return starts.flatMap((start, i) => (start < ends[i]! ? [{ start, end: ends[i]!, type }] : []));
}

function freeIn(series: SeriesDraft, window: Window, limits: Limits): BusyInterval[] {
  try {
    const { occurrences } = expand(series, { ...window, limits });
    return occurrences.map(({ startUtc, endUtc }) => ({ start: startUtc, end: endUtc, type: 'busy' }));
  } catch (error) {
    if (error instanceof DayferryError) return [];
    throw error;
  }
}
