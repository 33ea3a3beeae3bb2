import { invalidInput } from '../errors.js';
import type { Limits } from '../limits.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { EventSeries } from '../model/series.js';
import { isDate } from '../model/time-point.js';
import { parseRule } from '../recurrence/rule.js';
import { assertTimePoint } from '../time/time-point.js';
import { toUtc } from '../time/convert.js';
import { parseDuration } from '../time/duration.js';

/**
 * The rules that hold whatever protocol writes (hostile-inputs: "what one protocol refuses cannot be stored through
 * another"). Throws InvalidInput with the member's path.
 */
export function validateSeries(series: EventSeries, limits: Limits): void {
  if (series.kind === 'event' && !series.isMasterMissing && !series.master.start) {
    throw invalidInput('start', 'An event needs a start.', { code: 'missing-start' });
  }
  validateData(series.master, 'event', limits, series);
  series.overrides.forEach((override, i) => {
    assertTimePoint(override.recurrenceId, `overrides[${i}].recurrenceId`);
    validateData(override.patch, `overrides[${i}]`, limits, series);
  });
  validateRecurrence(series, limits);
  validateText(series);
}

function validateData(data: EventData | EventPatch, path: string, limits: Limits, series: EventSeries): void {
  for (const name of ['start', 'end', 'due'] as const) {
    const point = data[name];
    if (point) assertTimePoint(point, `${path}.${name}`);
  }
  validateLength(data, path);
  validateOrder(data, path, series);
  atMost(data.attendees?.length, limits.attendees, `${path}.attendees`, 'max-attendees-per-instance');
  atMost(data.alarms?.length, limits.alarms, `${path}.alarms`, 'max-alarms');
  if ((data.title?.length ?? 0) > limits.titleLength)
    throw invalidInput(`${path}.title`, 'The title is too long.', { code: 'max-resource-size' });
}

/** RFC 5545 §3.8.2.5: a positive duration; ours ends before year 10000 wherever it starts. */
function validateLength({ duration }: EventData | EventPatch, path: string): void {
  if (!duration) return;
  const { sign, days, millis } = parseDuration(duration);
  if (sign > 0 && days + millis / 86_400_000 < 3_652_059) return;
  throw invalidInput(`${path}.duration`, 'The duration is negative or too long.', { code: 'invalid-time' });
}

function validateOrder(data: EventData | EventPatch, path: string, series: EventSeries): void {
  if (!data.start || !data.end) return;
  if (isDate(data.start) !== isDate(data.end)) {
    throw invalidInput(`${path}.end`, 'Start and end times must either both be date or both be dateTime.', {
      code: 'mixed-forms',
    });
  }
  const [start, end] = [data.start, data.end].map((point) => toUtc(point, 'Etc/UTC', series.timeZones));
  if (end! < start!)
    throw invalidInput(`${path}.end`, 'The specified time range is empty.', { code: 'time-range-empty' });
}

function validateRecurrence(series: EventSeries, limits: Limits): void {
  atMost(series.overrides.length, limits.overrides, 'overrides', 'max-instances');
  const recurrence = series.recurrence;
  if (!recurrence) return;
  atMost(recurrence.rdates.length + recurrence.exdates.length, limits.recurrenceDates, 'recurrence', 'max-instances');
  for (const rule of [...recurrence.rules, ...recurrence.exrules]) parseRule(rule);
  recurrence.exdates.forEach((point) => assertTimePoint(point, 'recurrence.exdates'));
  recurrence.rdates.forEach((date) => assertTimePoint(date.start, 'recurrence.rdates'));
}

function atMost(count: number | undefined, limit: number, path: string, code: string): void {
  if ((count ?? 0) > limit) throw invalidInput(path, `There are more than ${limit}.`, { code, info: { limit } });
}

// Characters that no XML feed can carry: C0 controls but tab and line ends, and non-characters.
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function validateText(series: EventSeries): void {
  const path = unprintableAt(series);
  if (path !== null)
    throw invalidInput(path.replace(/^\./, ''), 'Control characters are not allowed.', { code: 'control-characters' });
}

/** The path of the first text that cannot be shown everywhere, or null. */
function unprintableAt(value: unknown): string | null {
  if (typeof value === 'string') return unprintable.test(value) || !value.isWellFormed() ? '' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const name of Object.keys(value)) {
    const below = unprintableAt(name) ?? unprintableAt((value as Record<string, unknown>)[name]);
    if (below !== null) return `${Array.isArray(value) ? `[${name}]` : `.${name}`}${below}`;
  }
  return null;
}
