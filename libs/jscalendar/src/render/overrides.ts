import {
  applyPatch,
  defaultLimits,
  emptyRecurrence,
  inZone,
  type Json,
  type JsonObject,
  occurrenceOf,
  type Override,
  type RecurrenceDate,
  resolve,
  type SeriesDraft,
  type TimePoint,
  UTC,
} from '@dayferry/core';
import { isFixed } from '../parse/patch-object.js';
import { contentOf, type ContentContext } from './content.js';
import { patchObject } from './patch-object.js';
import { localOf } from './times.js';

/** recurrenceOverrides (RFC 8984 §4.3.5): changes, exclusions and additional occurrences by original start. */
export function overridesOf(series: SeriesDraft, master: JsonObject, context: ContentContext): JsonObject | undefined {
  const { rdates = [], exdates = [] } = series.recurrence ?? {};
  if (rdates.length + exdates.length + series.overrides.length === 0) return undefined;
  const result: JsonObject = {};
  const key = (point: TimePoint): string => localOf(inZone(point, series.master.start?.zone ?? UTC, series.timeZones));
  // One date or change at a time, beside the rules: with all of the others it would be compared with each of them.
  const ruled = narrowed(series, []);
  for (const date of rdates) {
    if (occurrenceOf(ruled, date.start, anywhere)) continue;
    result[key(date.start)] = date.end || date.duration ? { duration: periodOf(series, date, context) } : {};
  }
  const futures = series.overrides.filter(({ isThisAndFuture }) => isThisAndFuture);
  for (const override of series.overrides)
    result[key(override.recurrenceId)] = changeOf(withOnly(series, override, futures), override, { master, context });
  for (const point of exdates) result[key(point)] = { excluded: true };
  return result;
}

const anywhere = { zone: UTC, limits: defaultLimits, includeCancelled: true };

/** The series with these of its dates, and nothing changed or excluded. */
function narrowed(series: SeriesDraft, rdates: RecurrenceDate[]): SeriesDraft {
  const recurrence = { ...(series.recurrence ?? emptyRecurrence()), rdates, exdates: [] };
  return { ...series, overrides: [], recurrence };
}

/** The series with this change, those that go on into it, and the dates that may be its day. */
function withOnly(series: SeriesDraft, override: Override, futures: Override[]): SeriesDraft {
  const isDay = override.recurrenceId.local.length === 10 && series.master.start?.local.length !== 10;
  const dates = isDay ? (series.recurrence?.rdates ?? []) : [];
  const overrides = override.isThisAndFuture ? futures : [...futures, override];
  return { ...narrowed(series, dates), overrides };
}

function periodOf(series: SeriesDraft, date: RecurrenceDate, context: ContentContext): Json {
  const alone = narrowed(series, [date]);
  const occurrence = occurrenceOf(alone, date.start, { zone: UTC, limits: defaultLimits });
  return (occurrence && contentOf(resolve(alone, occurrence), context).duration) ?? 'PT0S';
}

interface Change {
  /** The whole series' content. */
  master: JsonObject;
  context: ContentContext;
}

function changeOf(series: SeriesDraft, override: Override, { master, context }: Change): JsonObject {
  const occurrence = occurrenceOf(series, override.recurrenceId, anywhere);
  const data = occurrence?.override
    ? resolve(series, occurrence)
    : { start: override.recurrenceId, ...applyPatch(series.master, override.patch) };
  const start = localOf(inZone(override.recurrenceId, series.master.start?.zone ?? UTC, series.timeZones));
  const patch = patchObject({ ...master, start }, contentOf(data, context));
  return Object.fromEntries(Object.entries(patch).filter(([pointer]) => !isFixed(pointer)));
}
