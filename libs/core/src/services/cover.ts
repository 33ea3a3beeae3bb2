import { DayferryError } from '../errors.js';
import type { Limits } from '../limits.js';
import type { EventSeries } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import type { BusyCode, Cover, InstanceRow, InstanceState } from '../ports/instances.port.js';
import { type Bounds, OPEN_END, OPEN_START } from '../recurrence/bounds.js';
import { expand } from '../recurrence/expand.js';
import { contentAt } from '../recurrence/resolve.js';
import { isRecurring } from '../recurrence/series.js';
import { civilMillis } from '../time/civil.js';
import { toUtc } from '../time/convert.js';
import type { Occurrence } from '../recurrence/api.js';
import { busyTypeOf } from '../recurrence/busy-time.js';

const day = 86_400_000;
const busyCodes: Record<string, BusyCode> = { busy: 1, tentative: 2, unavailable: 3 };

/** Nothing is covered. `until` is how far it was tried, so that it is tried again some day. */
const none = (until: number): Cover => ({ from: OPEN_END - 1, until, instances: [] });
const whole = (instances: InstanceRow[]): Cover => ({ from: OPEN_START, until: OPEN_END, instances });

/** Of a deleted series: it takes no place in time. */
export const noInstances = whole([]);

export interface CoverSetting {
  /** Whose answers to invitations count for busy times. */
  ownerEmail: string;
  now: number;
  limits: Limits;
}

/**
 * The instances of a series for the time index: all of them where they are few, else those of the rolling horizon; none
 * where even those are too many, or cannot be expanded. Tasks and availabilities are not in it, because what of them overlaps
 * a window depends on more than two times (RFC 4791 §9.9, RFC 7953 §7.2.2).
 */
export function coverOf(series: EventSeries, bounds: Bounds, setting: CoverSetting): Cover {
  const horizon = horizonAt(setting);
  if (series.kind === 'task' || series.kind === 'availability')
    return { from: OPEN_END, until: OPEN_END, instances: [] };
  try {
    const cover = coverIn(series, bounds, setting);
    return cover && areDistinct(cover.instances) ? cover : none(horizon.to);
  } catch (error) {
    // A scale or zone that cannot be computed is kept, and refused where its expansion is asked for.
    if (error instanceof DayferryError && error.kind === 'invalid-input') return none(horizon.to);
    throw error;
  }
}

/** The rolling horizon; a day more on each side is expanded, because wall clocks meet other zones. */
export function horizonAt({ now, limits }: Pick<CoverSetting, 'now' | 'limits'>): { from: number; to: number } {
  return { from: now - limits.horizonPastDays * day, to: now + limits.horizonFutureDays * day };
}

function coverIn(series: EventSeries, bounds: Bounds, setting: CoverSetting): Cover | null {
  if (!isRecurring(series) || (bounds.startUtc > OPEN_START && bounds.endUtc < OPEN_END)) {
    const all = instancesIn(series, {}, setting);
    if (all) return whole(all);
  }
  const { from, to } = horizonAt(setting);
  const instances = instancesIn(series, { from: from - day, to: to + day }, setting);
  if (!instances) return null;
  return {
    from: bounds.startUtc > from ? OPEN_START : from,
    until: bounds.endUtc < to ? OPEN_END : to,
    instances,
  };
}

/** Wall clocks are read as UTC. Null when they are more than are kept, or one of them has no place in the index. */
function instancesIn(
  series: EventSeries,
  window: { from?: number; to?: number },
  setting: CoverSetting,
): InstanceRow[] | null {
  const limits = { ...setting.limits, instancesPerAnswer: setting.limits.horizonInstances };
  const { occurrences, isTruncated } = expand(series, { ...window, zone: 'Etc/UTC', limits, includeCancelled: true });
  if (isTruncated) return null;
  const rows = occurrences.map(rowsOf(series, setting));
  return rows.every((row) => row !== null) ? rows : null;
}

function rowsOf(series: EventSeries, { ownerEmail }: CoverSetting): (occurrence: Occurrence) => InstanceRow | null {
  const isUniform = !series.overrides.some((override) => override.isThisAndFuture);
  const busyAt = ({ recurrenceId, override }: Occurrence): BusyCode => {
    const type = series.kind === 'event' && busyTypeOf(contentAt(series, recurrenceId, override), ownerEmail);
    return type ? busyCodes[type]! : 0;
  };
  let plain: BusyCode | undefined;
  const busyOf = (occurrence: Occurrence): BusyCode =>
    isUniform && !occurrence.override ? (plain ??= busyAt(occurrence)) : busyAt(occurrence);
  return (occurrence) => {
    const { recurrenceId, start, end, startUtc, endUtc } = occurrence;
    // One end on a wall clock and the other in a zone: nobody can say how long it is.
    if ((start.zone === null) !== (end.zone === null)) return null;
    const state = stateOf(occurrence);
    return {
      original: originalOf(recurrenceId, series),
      start: startUtc,
      end: endUtc,
      isWall: start.zone === null,
      busy: state === 0 ? busyOf(occurrence) : 0,
      state,
    };
  };
}

function stateOf({ override, isExcluded }: Occurrence): InstanceState {
  if (isExcluded) return 2;
  return override?.patch.status === 'cancelled' ? 1 : 0;
}

function originalOf({ local, zone }: TimePoint, { timeZones }: EventSeries): number {
  return zone === null ? civilMillis(local) : toUtc({ local, zone }, zone, timeZones);
}

/** Original starts of several forms in one series may be the same number. */
function areDistinct(rows: InstanceRow[]): boolean {
  return new Set(rows.map(({ original }) => original)).size === rows.length;
}
