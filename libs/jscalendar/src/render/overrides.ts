import {
  applyPatch,
  defaultLimits,
  emptyRecurrence,
  inZone,
  type Json,
  type JsonObject,
  occurrenceOf,
  type Override,
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
  const result: JsonObject = {};
  const key = (point: TimePoint): string => localOf(inZone(point, series.master.start?.zone ?? UTC, series.timeZones));
  for (const date of series.recurrence?.rdates ?? []) {
    if (isRuled(series, date.start)) continue;
    result[key(date.start)] = date.end || date.duration ? { duration: periodOf(series, date.start, context) } : {};
  }
  for (const override of series.overrides) result[key(override.recurrenceId)] = changeOf(override, master, context);
  for (const point of series.recurrence?.exdates ?? []) result[key(point)] = { excluded: true };
  return Object.keys(result).length > 0 ? result : undefined;
}

/** An RDATE that repeats what a rule gives says nothing here: an empty patch would be a changed instance. */
function isRuled(series: SeriesDraft, start: TimePoint): boolean {
  const rules = { ...series, overrides: [], recurrence: { ...(series.recurrence ?? emptyRecurrence()), rdates: [] } };
  return occurrenceOf(rules, start, { zone: UTC, limits: defaultLimits, includeCancelled: true }) !== null;
}

function periodOf(series: SeriesDraft, start: TimePoint, context: ContentContext): Json {
  const occurrence = occurrenceOf(series, start, { zone: UTC, limits: defaultLimits });
  return (occurrence && contentOf(resolve(series, occurrence), context).duration) ?? 'PT0S';
}

function changeOf(override: Override, master: JsonObject, context: ContentContext): JsonObject {
  const { series } = context;
  const occurrence = occurrenceOf(series, override.recurrenceId, {
    zone: UTC,
    limits: defaultLimits,
    includeCancelled: true,
  });
  const data = occurrence?.override
    ? resolve(series, occurrence)
    : { start: override.recurrenceId, ...applyPatch(series.master, override.patch) };
  const start = localOf(inZone(override.recurrenceId, series.master.start?.zone ?? UTC, series.timeZones));
  const patch = patchObject({ ...master, start }, contentOf(data, context));
  return Object.fromEntries(Object.entries(patch).filter(([pointer]) => !isFixed(pointer)));
}
