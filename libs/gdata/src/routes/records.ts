import {
  etagOf,
  etagOfInstance,
  inheritedSeq,
  isRecurring,
  notFound,
  occurrenceOf,
  parseStamp,
  resolve,
  type Core,
  type EventData,
  type EventSeries,
  type Occurrence,
  type OpenCalendar,
  type Override,
  type SeriesHead,
  type StoredSeries,
  type TimePoint,
  instanceStamp,
} from '@dayferry/core';
import type { EventRecord, Version } from '../render/event-record.js';
import type { Call } from './call.js';

/** Where an entry lives: a series, and the original start of the instance it is. */
export interface EventRef {
  seriesId: string;
  stamp?: string;
}

/** Event ids have no underscore, so the last one begins the original start. */
export function refOf(eventId: string): EventRef {
  const at = eventId.lastIndexOf('_');
  return at < 0 ? { seriesId: eventId } : { seriesId: eventId.slice(0, at), stamp: eventId.slice(at + 1) };
}

interface Source {
  series: EventSeries;
  isDeleted: boolean;
  isBusy: boolean;
}

export function sourceOf(stored: StoredSeries): Source {
  return { series: stored.series, isDeleted: stored.head.isDeleted, isBusy: stored.sees === 'busy' };
}

/** The series itself, or a single event. */
export function seriesRecord({ series, isDeleted, isBusy }: Source): EventRecord {
  return {
    ...common(series),
    id: series.id,
    etag: etagOf(series),
    version: series,
    updated: series.updated,
    data: series.master,
    isSeries: series.recurrence !== undefined,
    isDeleted,
    isBusy,
  };
}

/** One instance of a series. */
export function instanceRecord(source: Source, occurrence: Occurrence, data: EventData): EventRecord {
  const { series, isDeleted, isBusy } = source;
  const { override, recurrenceId } = occurrence;
  return {
    ...common(series),
    id: `${series.id}_${instanceStamp(recurrenceId, series.timeZones)}`,
    etag: etagOfInstance({ ...series, isDeleted }, series, occurrence),
    version: instanceVersion(series, occurrence),
    updated: instanceUpdated(series, override),
    data,
    isSeries: false,
    original: recurrenceId,
    isDeleted: isDeleted || occurrence.isExcluded === true,
    isBusy,
  };
}

/** A changed instance shows what it inherits, too; a plain one may have come with a change of the others. */
export function instanceUpdated({ updated, masterUpdated = 0 }: EventSeries, override: Override | undefined): number {
  return override ? Math.max(override.updated, masterUpdated) : updated;
}

function instanceVersion(series: EventSeries, { override, isExcluded }: Occurrence): Version {
  if (isExcluded) return series;
  return {
    seq: inheritedSeq(series),
    updated: Math.max(series.masterUpdated ?? series.created, override?.updated ?? 0),
    ...(override ? { ownSeq: override.seq } : {}),
  };
}

function common(
  series: EventSeries,
): Pick<EventRecord, 'key' | 'seriesId' | 'uid' | 'seq' | 'created' | 'creator' | 'series'> {
  return {
    key: series.key,
    seriesId: series.id,
    uid: series.uid,
    seq: series.seq,
    created: series.created,
    creator: series.creator,
    series,
  };
}

/** The occurrence that a stamp names, cancelled ones too; NotFound when the series has none there. */
export function occurrenceAt(core: Core, zone: string, series: EventSeries, stamp: string): Occurrence {
  const recurrenceId = isRecurring(series) ? parseStamp(stamp, series) : null;
  return occurrenceFor(core, zone, series, recurrenceId);
}

export function occurrenceFor(
  core: Core,
  zone: string,
  series: EventSeries,
  recurrenceId: TimePoint | null,
): Occurrence {
  const occurrence =
    recurrenceId && occurrenceOf(series, recurrenceId, { zone, limits: core.limits, includeCancelled: true });
  if (!occurrence) throw notFound();
  return occurrence;
}

/** The entry at a reference, by the record as it is; NotFound for a series of which only single instances are known. */
export function recordAt(core: Core, zone: string, source: Source, ref: EventRef): EventRecord {
  const { series } = source;
  if (ref.stamp !== undefined) {
    const occurrence = occurrenceAt(core, zone, series, ref.stamp);
    return instanceRecord(source, occurrence, resolve(series, occurrence));
  }
  if (series.isMasterMissing) throw notFound();
  return seriesRecord(source);
}

/** NotFound for tasks and notes: v2 has events alone. */
export async function findStored(core: Core, open: OpenCalendar, ref: EventRef): Promise<StoredSeries> {
  const stored = await core.events.find(open, { id: ref.seriesId });
  if (stored.head.kind !== 'event') throw notFound();
  return stored;
}

export async function findRecord(core: Core, open: OpenCalendar, ref: EventRef): Promise<EventRecord> {
  const stored = await findStored(core, open, ref);
  return recordAt(core, open.calendar.timeZone, sourceOf(stored), ref);
}

/** Changed instances as entries of their own (mapping: exception). */
export function overrideRecord(
  core: Core,
  zone: string,
  source: Source,
  override: Override,
): { record: EventRecord; occurrence: Occurrence } {
  const occurrence = occurrenceFor(core, zone, source.series, override.recurrenceId);
  return { record: instanceRecord(source, occurrence, resolve(source.series, occurrence)), occurrence };
}

/** Public feeds show public events only; where nothing but busy times is shared, all are blocks of time. */
export function isHiddenInPublic(
  { params }: Pick<Call, 'params'>,
  { role }: OpenCalendar,
  { isRedacted }: Pick<SeriesHead, 'isRedacted'>,
): boolean {
  return params.visibility === 'public' && role !== 'freeBusy' && isRedacted === true;
}

/** A series of the composite projection has its changed instances inside. */
export function shownRecord(
  { core, params }: Pick<Call, 'core' | 'params'>,
  open: OpenCalendar,
  stored: StoredSeries,
  record: EventRecord,
): EventRecord {
  if (params.projection !== 'composite' || !record.isSeries) return record;
  const source = sourceOf(stored);
  const zone = open.calendar.timeZone;
  const exceptions = stored.series.overrides.map((one) => overrideRecord(core, zone, source, one).record);
  return { ...record, exceptions };
}
