import { applyPatch } from '../merge/patch.js';
import type { EventData } from '../model/event-data.js';
import type { Override, RecurrenceDate, SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import { addDays, civilMillis, civilText } from '../time/civil.js';
import { toUtc, inZone } from '../time/convert.js';
import { addDuration, durationBetween, parseDuration } from '../time/duration.js';
import type { Occurrence } from './api.js';
import { sameRecurrenceId } from './stamp.js';

/** The content of one occurrence: master, changes for this and later ones, its own change; start and end put in. */
export function resolve(series: SeriesDraft, occurrence: Occurrence): EventData {
  const base = contentAt(series, occurrence.recurrenceId, occurrence.override);
  const data: EventData = { ...base, start: occurrence.start };
  if (data.end) data.end = occurrence.end;
  if (data.due) data.due = dueAt(series, occurrence, data.due);
  const period = periodAt(series, occurrence.recurrenceId);
  if (period && !occurrence.override) return { ...withoutEnd(data), ...lengthOf(period) };
  return data;
}

/** A task's later instances are due as long after their start as the first one. */
function dueAt({ master, timeZones }: SeriesDraft, { start, override }: Occurrence, due: TimePoint): TimePoint {
  const from = master.start;
  const isOwn = override?.patch.due !== undefined || !from || (from.local === start.local && from.zone === start.zone);
  return isOwn ? due : movedEnd({ timeZones }, { from, end: due, start });
}

function withoutEnd({ end: _end, duration: _duration, ...rest }: EventData): EventData {
  return rest;
}

function lengthOf({ end, duration }: RecurrenceDate): Pick<EventData, 'end' | 'duration'> {
  return { ...(end ? { end } : {}), ...(duration ? { duration } : {}) };
}

function periodAt(series: SeriesDraft, id: TimePoint): RecurrenceDate | undefined {
  return series.recurrence?.rdates.find(
    (date) => (date.end ?? date.duration) && sameRecurrenceId(date.start, id, series.timeZones),
  );
}

/** Master and patches, times not yet moved to this occurrence. */
export function contentAt(series: SeriesDraft, recurrenceId: TimePoint, override?: Override): EventData {
  const future = futureOverride(series, recurrenceId);
  const base = future && future !== override ? applyPatch(series.master, future.patch) : series.master;
  return override ? applyPatch(base, override.patch) : base;
}

/** The last RANGE=THISANDFUTURE change at or before this original start (RFC 5545 §3.2.13). */
export function futureOverride(series: SeriesDraft, recurrenceId: TimePoint): Override | undefined {
  const futures = futuresOf(series.overrides);
  if (futures.length === 0) return undefined;
  const key = (point: TimePoint): number => sortKey(point, series);
  const at = key(recurrenceId);
  return futures
    .filter((override) => key(override.recurrenceId) <= at)
    .sort((a, b) => key(b.recurrenceId) - key(a.recurrenceId))[0];
}

const known = new WeakMap<Override[], Override[]>();

/** Found once for a list, which nobody changes: every instance asks. */
function futuresOf(overrides: Override[]): Override[] {
  const before = known.get(overrides);
  if (before) return before;
  const found = overrides.filter(({ isThisAndFuture }) => isThisAndFuture);
  known.set(overrides, found);
  return found;
}

function sortKey(point: TimePoint, series: SeriesDraft): number {
  return point.zone === null ? civilMillis(point.local) : toUtc(point, UTC, series.timeZones);
}

/** Start and end of the occurrence with this original start. */
export function timesAt(
  series: SeriesDraft,
  recurrenceId: TimePoint,
  override?: Override,
): { start: TimePoint; end: TimePoint } {
  const start = override?.patch.start ?? shifted(series, recurrenceId, override);
  const period = override ? undefined : periodAt(series, recurrenceId);
  if (period?.end) return { start, end: period.end };
  if (period?.duration) return { start, end: addDuration(start, period.duration, series.timeZones) };
  return { start, end: endAt(series, recurrenceId, start, override) };
}

/** `timesAt` with the instants: all-day and floating values are read in `zone`. */
export function spanAt(
  series: SeriesDraft,
  { recurrenceId, override, zone }: { recurrenceId: TimePoint; override?: Override | undefined; zone: string },
): Pick<Occurrence, 'start' | 'end' | 'startUtc' | 'endUtc'> {
  const { start, end } = timesAt(series, recurrenceId, override);
  const utc = (point: TimePoint): number => toUtc(point, zone, series.timeZones);
  const { duration } = (!override && periodAt(series, recurrenceId)) || contentAt(series, recurrenceId, override);
  const startUtc = utc(start);
  if (isDate(start) || (start.zone !== null && !duration)) return { start, end, startUtc, endUtc: utc(end) };
  // Exact hours may end at a time that occurs twice, or that is skipped: the wall clock does not tell which instant.
  const { sign, days, millis } = parseDuration(duration ?? durationBetween(start, end));
  if (sign < 0) return { start, end, startUtc, endUtc: utc(end) };
  const from = days === 0 ? startUtc : utc({ ...start, local: addDays(start.local, days) });
  return { start, end, startUtc, endUtc: from + millis };
}

/** A later instance moves with the change for this and future ones, by the same wall-clock distance. */
function shifted(series: SeriesDraft, recurrenceId: TimePoint, override?: Override): TimePoint {
  const future = futureOverride(series, recurrenceId);
  if (!future?.patch.start || future === override) return recurrenceId;
  const there = inZone(future.patch.start, future.recurrenceId.zone ?? UTC, series.timeZones);
  const distance = civilMillis(there.local) - civilMillis(future.recurrenceId.local);
  const local = civilText(civilMillis(recurrenceId.local) + distance);
  return { ...recurrenceId, local: isDate(recurrenceId) ? local.slice(0, 10) : local };
}

/**
 * An end of its own; else the master's length: exact for DTEND, nominal for DURATION (RFC 5545 §3.8.5.3), a day for a
 * date and nothing for a time when there is neither.
 */
function endAt(series: SeriesDraft, recurrenceId: TimePoint, start: TimePoint, override?: Override): TimePoint {
  const { duration, end } = contentAt(series, recurrenceId, override);
  if (duration) return addDuration(start, duration, series.timeZones);
  if (!end) return isDate(start) ? addDuration(start, 'P1D') : start;
  const from = override?.patch.end ? undefined : endedFrom(series, recurrenceId);
  if (!from || (from.local === start.local && from.zone === start.zone)) return end;
  return movedEnd(series, { from, end, start });
}

/** The start that the inherited end belongs to. */
function endedFrom(series: SeriesDraft, recurrenceId: TimePoint): TimePoint | undefined {
  const future = futureOverride(series, recurrenceId);
  return future?.patch.end ? (future.patch.start ?? future.recurrenceId) : series.master.start;
}

interface Move {
  from: TimePoint;
  end: TimePoint;
  start: TimePoint;
}

/** The same exact length from another start; an end in a zone of its own stays in it. */
function movedEnd(series: Pick<SeriesDraft, 'timeZones'>, { from, end, start }: Move): TimePoint {
  const moved = addDuration(start, exactLength(series, from, end), series.timeZones);
  const keepsZone = end.zone !== null && end.zone !== from.zone && !isDate(moved);
  return keepsZone
    ? inZone(moved, end.zone!, series.timeZones)
    : { ...moved, ...(end.tzid === undefined ? {} : { tzid: end.tzid }) };
}

function exactLength(series: Pick<SeriesDraft, 'timeZones'>, from: TimePoint, end: TimePoint): string {
  if (from.zone === null) return durationBetween(from, end);
  const millis = toUtc(end, from.zone, series.timeZones) - toUtc(from, from.zone, series.timeZones);
  return `PT${Math.floor(millis / 1000)}S`;
}
