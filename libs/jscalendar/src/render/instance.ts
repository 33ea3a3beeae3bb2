import {
  type EventData,
  type EventSeries,
  formatUtcSeconds,
  inZone,
  type JsonObject,
  type TimePoint,
  UTC,
} from '@dayferry/core';
import { contentOf, type ContentContext } from './content.js';
import { identityOf, namedIn } from './event.js';
import { defined } from './keys.js';
import { localOf } from './times.js';
import { timeZonesOf } from './zones.js';

/** One occurrence as an object of its own, told apart by recurrenceId (RFC 8984 §4.3.1). */
export function renderInstance(
  series: EventSeries,
  recurrenceId: TimePoint,
  data: EventData,
  { owner, version }: Pick<ContentContext, 'owner' | 'version'>,
): JsonObject {
  const zone = series.master.start?.zone ?? null;
  const zones = new Set([zone, data.start?.zone ?? null].filter((name) => name !== null));
  return defined({
    '@type': series.kind === 'task' ? 'Task' : 'Event',
    ...identityOf(series, series.uid, version),
    recurrenceId: recurrenceIdOf(series, recurrenceId),
    recurrenceIdTimeZone: zone,
    created: formatUtcSeconds(series.master.created ?? series.created),
    updated: formatUtcSeconds(series.updated),
    ...contentOf(data, { owner, series, version }),
    [namedIn(version, 'timeZones')]: timeZonesOf(series, zones),
  }) as JsonObject;
}

/** The original start as the master's zone has it: the key of recurrenceOverrides. */
export function recurrenceIdOf(series: EventSeries, recurrenceId: TimePoint): string {
  return localOf(inZone(recurrenceId, series.master.start?.zone ?? UTC, series.timeZones));
}
