import type { Alarm, EventData } from '../model/event-data.js';
import type { SeriesDraft } from '../model/series.js';
import { toUtc } from '../time/convert.js';
import { parseDuration, endOf } from '../time/duration.js';
import { parseUtc } from '../time/instants.js';
import type { ExpandOptions, Window, Occurrence } from './api.js';
import { availabilitySpan } from './availability.js';
import { expand } from './expand.js';
import { resolve, timesAt } from './resolve.js';
import { isRecurring } from './series.js';
import { sameRecurrenceId } from './stamp.js';

export type TimeSetting = Pick<ExpandOptions, 'zone' | 'limits'>;

const day = 86_400_000;

/**
 * RFC 4791 §9.9 for a whole object: does an instance of it overlap [from, to)? Instances that an override cancels count,
 * as their components are there; excluded ones (EXDATE) do not. Bounded by the step budget: a rule that never matches
 * overlaps nothing. Nothing but this is needed for a CALDAV:time-range on VEVENT, VTODO, VJOURNAL or VAVAILABILITY (RFC 7953 §7.2.2).
 */
export function overlapsRange(series: SeriesDraft, range: Window, setting: TimeSetting): boolean {
  if (series.kind === 'task') return tasksIn(series, range, setting).some((task) => taskOverlaps(task, range));
  if (series.kind === 'availability') {
    const { from, to } = availabilitySpan(series, setting.zone);
    return from < (range.to ?? Infinity) && to > (range.from ?? -Infinity);
  }
  // A VJOURNAL without DTSTART overlaps nothing.
  if (!series.master.start && !series.isMasterMissing) return false;
  const limits = { ...setting.limits, instancesPerAnswer: 1 };
  if (expand(series, { ...range, ...setting, limits }).occurrences.length > 0) return true;
  return cancelledOverrides(series, setting).some(({ startUtc, endUtc }) => overlaps(range, startUtc, endUtc));
}

type Times = Pick<Occurrence, 'startUtc' | 'endUtc'>;

function overlaps({ from = -Infinity, to = Infinity }: Window, start: number, end: number): boolean {
  return start < to && (end > from || (start >= end && start >= from));
}

function cancelledOverrides(series: SeriesDraft, { zone }: TimeSetting): Times[] {
  const utc = instantIn(series, zone);
  const excluded = series.recurrence?.exdates ?? [];
  return series.overrides
    .filter(({ patch }) => patch.status === 'cancelled')
    .filter(({ recurrenceId }) => !excluded.some((point) => sameRecurrenceId(point, recurrenceId, series.timeZones)))
    .map((override) => timesAt(series, override.recurrenceId, override))
    .map(({ start, end }) => ({ startUtc: utc(start), endUtc: utc(end) }));
}

function instantIn({ timeZones }: SeriesDraft, zone: string): (point: NonNullable<EventData['start']>) => number {
  return (point) => toUtc(point, zone, timeZones);
}

/** What the table for VTODO looks at; epoch milliseconds. */
interface Task {
  start?: number;
  due?: number;
  /** DTSTART + DURATION. */
  end?: number;
  completed?: number;
  created?: number;
  alarms: Alarm[];
}

/** The instances of a task around the range; a task without a pattern has one, and one for each override. */
function tasksIn(series: SeriesDraft, range: Window, setting: TimeSetting): Task[] {
  const { master } = series;
  const utc = instantIn(series, setting.zone);
  if (!isRecurring(series)) return [taskOf(series, master, setting.zone)];
  const length = master.start && master.due ? Math.max(0, utc(master.due) - utc(master.start)) : 0;
  const wide = widened(range, length + day);
  const { occurrences } = expand(series, { ...wide, ...setting, includeCancelled: true });
  return occurrences
    .filter((occurrence) => !occurrence.isExcluded)
    .map((occurrence) => taskAt(series, occurrence, length, setting.zone));
}

/** A due time is as far from its start as the master's; of a task without a start the due times recur. */
function taskAt(series: SeriesDraft, occurrence: Occurrence, length: number, zone: string): Task {
  const { start: _start, ...task } = taskOf(series, resolve(series, occurrence), zone);
  const hasStart = series.master.start ?? occurrence.override?.patch.start;
  const start = hasStart ? { start: occurrence.startUtc } : {};
  if (task.due === undefined || occurrence.override?.patch.due) return { ...task, ...start };
  return { ...task, ...start, due: occurrence.startUtc + length };
}

function taskOf(series: SeriesDraft, data: EventData, zone: string): Task {
  const utc = instantIn(series, zone);
  return {
    ...(data.start ? { start: utc(data.start) } : {}),
    ...(data.due ? { due: utc(data.due) } : {}),
    ...(data.start && data.duration !== undefined ? { end: utc(endOf(data, series.timeZones)) } : {}),
    ...(data.completedAt === undefined ? {} : { completed: parseUtc(data.completedAt) }),
    ...(data.created === undefined ? {} : { created: data.created }),
    alarms: data.alarms ?? [],
  };
}

/** The table for VTODO, row by row. */
function taskOverlaps(task: Task, { from = -Infinity, to = Infinity }: Window): boolean {
  const { start, due } = task;
  if (start !== undefined) return startedOverlaps({ ...task, start }, from, to);
  return due === undefined ? stampsOverlap(task, from, to) : from < due && to >= due;
}

function startedOverlaps({ start, due, end }: Task & { start: number }, from: number, to: number): boolean {
  if (end !== undefined) return from <= end && (to > start || to >= end);
  if (due !== undefined) return (from < due || from <= start) && (to > start || to >= due);
  return from <= start && to > start;
}

function stampsOverlap({ completed, created }: Pick<Task, 'completed' | 'created'>, from: number, to: number): boolean {
  if (completed !== undefined && created !== undefined)
    return (from <= created || from <= completed) && (to >= created || to >= completed);
  if (completed !== undefined) return from <= completed && to >= completed;
  return created === undefined || to > created;
}

/** When an alarm of an object goes off. */
export interface Trigger {
  /** Epoch milliseconds. */
  at: number;
  alarm: Alarm;
  /** The instance it belongs to; absent for absolute times. */
  occurrence?: Times;
}

/** RFC 4791 §9.9: a VALARM overlaps when one of its triggers, repetitions included, falls into [from, to). */
export function alarmOverlaps(series: SeriesDraft, range: Window, setting: TimeSetting): boolean {
  return alarmTriggers(series, range, setting).length > 0;
}

/**
 * All triggers in [from, to), by time: relative ones of each instance that is not cancelled, and absolute ones. At most
 * 100 repetitions of an alarm count. Triggers of unknown kinds never fire.
 */
export function alarmTriggers(series: SeriesDraft, window: Window, setting: TimeSetting): Trigger[] {
  const { from = -Infinity, to = Infinity } = window;
  const alarms = [series.master, ...series.overrides.map(({ patch }) => patch)].flatMap((data) => data.alarms ?? []);
  const absolute = alarms.flatMap((alarm) => triggersOf(alarm));
  const isRelative = alarms.some(({ trigger }) => 'offset' in trigger);
  const relative = isRelative
    ? relativeTriggers(series, widened(window, day + Math.max(...alarms.map(reachOf))), setting)
    : [];
  return [...absolute, ...relative].filter(({ at }) => from <= at && at < to).sort((a, b) => a.at - b.at);
}

function relativeTriggers(series: SeriesDraft, window: Window, setting: TimeSetting): Trigger[] {
  if (series.kind === 'task') {
    return tasksIn(series, window, setting).flatMap((task) => {
      const startUtc = task.start ?? task.due;
      if (startUtc === undefined) return [];
      const times = { startUtc, endUtc: task.end ?? task.due ?? startUtc };
      return task.alarms.flatMap((alarm) => triggersOf(alarm, times));
    });
  }
  return expand(series, { ...window, ...setting }).occurrences.flatMap((occurrence) =>
    (resolve(series, occurrence).alarms ?? []).flatMap((alarm) => triggersOf(alarm, occurrence)),
  );
}

/** With an instance: the relative triggers; without: the absolute ones. */
function triggersOf(alarm: Alarm, occurrence?: Times): Trigger[] {
  const first = firstTrigger(alarm, occurrence);
  if (first === null) return [];
  return repeats(alarm).map((distance) => ({ at: first + distance, alarm, ...(occurrence ? { occurrence } : {}) }));
}

function firstTrigger({ trigger }: Alarm, occurrence?: Times): number | null {
  if ('at' in trigger) return occurrence ? null : parseUtc(trigger.at);
  if (!('offset' in trigger) || !occurrence) return null;
  return (trigger.relativeTo === 'end' ? occurrence.endUtc : occurrence.startUtc) + millisOf(trigger.offset);
}

/** Distances of an alarm's repetitions from its first trigger, that one (0) included. */
function repeats({ repeat = 0, interval }: Alarm): number[] {
  const step = interval === undefined ? 0 : millisOf(interval);
  return step <= 0 ? [0] : Array.from({ length: Math.min(repeat, 100) + 1 }, (_, i) => i * step);
}

/** How far from its event an alarm can fire. */
function reachOf(alarm: Alarm): number {
  const offset = 'offset' in alarm.trigger ? Math.abs(millisOf(alarm.trigger.offset)) : 0;
  return offset + repeats(alarm).at(-1)!;
}

function millisOf(duration: string): number {
  const { sign, days, millis } = parseDuration(duration);
  return sign * (days * day + millis);
}

function widened({ from, to }: Window, by: number): Window {
  return { ...(from === undefined ? {} : { from: from - by }), ...(to === undefined ? {} : { to: to + by }) };
}
