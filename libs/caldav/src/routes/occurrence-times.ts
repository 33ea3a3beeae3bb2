import {
  endOf,
  expand,
  parseDuration,
  parseUtc,
  resolve,
  toUtc,
  UTC,
  type Alarm,
  type EventData,
  type EventSeries,
  type Limits,
  type Occurrence,
  type TimePoint,
} from '@dayferry/core';
import type { TimeRange } from '../parse/date-time.js';

export interface Setting {
  series: EventSeries;
  /** For all-day and floating values. */
  zone: string;
  limits: Pick<Limits, 'expansionSteps' | 'instancesPerAnswer'>;
}

const day = 86_400_000;

/** RFC 4791 §9.9 for a whole object: does any of its instances overlap the range? */
export function seriesOverlaps(setting: Setting, range: TimeRange): boolean {
  const { series } = setting;
  if (series.kind === 'task') return taskOverlaps(setting, range);
  // A VJOURNAL without DTSTART overlaps nothing.
  if (!series.master.start && !series.isMasterMissing) return false;
  return occurrences({ ...setting, limits: { ...setting.limits, instancesPerAnswer: 1 } }, range).length > 0;
}

function occurrences({ series, zone, limits }: Setting, { from, to }: TimeRange): Occurrence[] {
  const window = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return expand(series, { ...window, zone, limits }).occurrences;
}

function taskOverlaps(setting: Setting, range: TimeRange): boolean {
  const { series } = setting;
  if (!series.master.start || !series.recurrence)
    return [series.master, ...resolvedOverrides(series)].some((task) => oneTaskOverlaps(task, setting, range));
  const length = Math.max(
    0,
    instant(series.master.due ?? endOf(series.master), setting) - instant(series.master.start, setting),
  );
  const wide = {
    ...(range.from === undefined ? {} : { from: range.from - length - day }),
    ...(range.to === undefined ? {} : { to: range.to + day }),
  };
  return occurrences(setting, wide).some((occurrence) =>
    oneTaskOverlaps(taskAt(series, occurrence, length), setting, range),
  );
}

function resolvedOverrides(series: EventSeries): EventData[] {
  return series.overrides.map(({ patch }) => ({ ...series.master, ...patch }) as EventData);
}

/** An instance of a recurring task is due as long after its start as the first one. */
function taskAt(series: EventSeries, occurrence: Occurrence, length: number): EventData {
  const data = resolve(series, occurrence);
  if (!data.due || occurrence.override?.patch.due) return data;
  return { ...data, due: { local: new Date(occurrence.startUtc + length).toISOString().slice(0, 19), zone: UTC } };
}

/** The table for VTODO, row by row. */
function oneTaskOverlaps(task: EventData, setting: Setting, { from = -Infinity, to = Infinity }: TimeRange): boolean {
  const due = task.due && instant(task.due, setting);
  if (task.start) return startedOverlaps(task, { start: instant(task.start, setting), due }, setting, { from, to });
  if (due !== undefined) return from < due && to >= due;
  return stampsOverlap(task, from, to);
}

interface TaskTimes {
  start: number;
  due: number | undefined;
}

function startedOverlaps(
  task: EventData,
  { start, due }: TaskTimes,
  setting: Setting,
  range: Required<TimeRange>,
): boolean {
  const { from, to } = range;
  if (task.duration !== undefined) {
    const end = instant(endOf(task), setting);
    return from <= end && (to > start || to >= end);
  }
  if (due !== undefined) return (from < due || from <= start) && (to > start || to >= due);
  return from <= start && to > start;
}

function stampsOverlap(task: EventData, from: number, to: number): boolean {
  const completed = task.completedAt === undefined ? undefined : parseUtc(task.completedAt);
  const { created } = task;
  if (completed !== undefined && created !== undefined)
    return (from <= created || from <= completed) && (to >= created || to >= completed);
  if (completed !== undefined) return from <= completed && to >= completed;
  return created === undefined || to > created;
}

function instant(point: TimePoint, { series, zone }: Setting): number {
  return toUtc(point, zone, series.timeZones);
}

/** RFC 4791 §9.9: a VALARM overlaps when one of its triggers, repetitions included, falls into the range. */
export function alarmOverlaps(setting: Setting, range: TimeRange): boolean {
  const alarms = [setting.series.master, ...setting.series.overrides.map(({ patch }) => patch)].flatMap(
    (data) => data.alarms ?? [],
  );
  if (alarms.length === 0) return false;
  const reach = Math.max(...alarms.map(reachOf)) + day;
  const wide = {
    ...(range.from === undefined ? {} : { from: range.from - reach }),
    ...(range.to === undefined ? {} : { to: range.to + reach }),
  };
  if (alarms.some(({ trigger }) => 'at' in trigger))
    return allTriggers(setting, {}).some((trigger) => isIn(trigger, range));
  return allTriggers(setting, wide).some((trigger) => isIn(trigger, range));
}

function isIn(trigger: number, { from = -Infinity, to = Infinity }: TimeRange): boolean {
  return from <= trigger && to > trigger;
}

/** How far from its event an alarm can fire. */
function reachOf(alarm: Alarm): number {
  return (
    (alarm.trigger && 'offset' in alarm.trigger ? Math.abs(millisOf(alarm.trigger.offset)) : 0) + repeats(alarm).at(-1)!
  );
}

function millisOf(duration: string): number {
  const { sign, days, millis } = parseDuration(duration);
  return sign * (days * day + millis);
}

/** Distances of an alarm's repetitions from its first trigger, that one (0) included. */
function repeats({ repeat = 0, interval }: Alarm): number[] {
  const step = interval === undefined ? 0 : millisOf(interval);
  return step <= 0 ? [0] : Array.from({ length: Math.min(repeat, 100) + 1 }, (_, i) => i * step);
}

function allTriggers(setting: Setting, window: TimeRange): number[] {
  const { master } = setting.series;
  if (!master.start && master.due) {
    const due = instant(master.due, setting);
    return (master.alarms ?? []).flatMap((alarm) => triggersOf(alarm, { startUtc: due, endUtc: due }));
  }
  return occurrences(setting, window).flatMap((occurrence) => {
    const data = resolve(setting.series, occurrence);
    return (data.alarms ?? []).flatMap((alarm) => triggersOf(alarm, occurrence));
  });
}

function triggersOf(alarm: Alarm, { startUtc, endUtc }: Pick<Occurrence, 'startUtc' | 'endUtc'>): number[] {
  const first = firstTrigger(alarm, startUtc, endUtc);
  return first === null ? [] : repeats(alarm).map((distance) => first + distance);
}

function firstTrigger({ trigger }: Alarm, startUtc: number, endUtc: number): number | null {
  if ('at' in trigger) return parseUtc(trigger.at);
  if ('offset' in trigger) return (trigger.relativeTo === 'end' ? endUtc : startUtc) + millisOf(trigger.offset);
  return null;
}
