import {
  DayferryError,
  type EventSeries,
  mergeSeries,
  type OpenCalendar,
  sameRecurrenceId,
  type SeriesDraft,
  type SeriesWriteItem,
  type WriteResult,
} from '@dayferry/core';
import { parseFile, parseObject, renderSeries } from '@dayferry/icalendar';
import type { Session } from './session.js';

export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  skipped: { uid: string; reason: string }[];
}

const batchSize = 100;

/**
 * Puts every series of an .ics file into a calendar. One that is there already takes what the file says differently, so
 * a second run changes nothing; one that is refused is skipped with its reason. Sends no mail.
 */
export async function importFile(
  session: Session,
  open: OpenCalendar,
  bytes: Uint8Array,
  progress: (done: number) => void,
): Promise<ImportReport> {
  const report: ImportReport = { created: 0, updated: 0, unchanged: 0, skipped: [] };
  let batch: SeriesWriteItem[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    await writeBatch(session, open, batch, report);
    progress((done += batch.length));
    batch = [];
  };
  for (const draft of newestByUid(readDrafts(session, open, bytes, report), report)) {
    batch.push(writeItem(session, open, draft));
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  return report;
}

function* readDrafts(
  { core: { limits } }: Session,
  open: OpenCalendar,
  bytes: Uint8Array,
  report: ImportReport,
): Generator<SeriesDraft> {
  const options = { limits: { ...limits, resourceBytes: limits.importBytes }, calendarZone: open.calendar.timeZone };
  for (const item of parseFile(bytes, options)) {
    if ('error' in item) report.skipped.push({ uid: item.uid ?? '', reason: item.error.message });
    else yield { ...item.draft, uid: item.uid };
  }
}

/**
 * A file may hold several versions of one UID (RFC 5546 §2.1.5): the highest SEQUENCE counts, then the latest DTSTAMP,
 * then the last one; so the order of a second run does not matter. Instances alone join the series they belong to.
 */
function newestByUid(drafts: Iterable<SeriesDraft>, report: ImportReport): Iterable<SeriesDraft> {
  const newest = new Map<string, SeriesDraft>();
  for (const draft of drafts) {
    const known = newest.get(draft.uid!);
    newest.set(draft.uid!, known ? joined(known, draft, report) : draft);
  }
  return newest.values();
}

function joined(known: SeriesDraft, draft: SeriesDraft, report: ImportReport): SeriesDraft {
  if (known.kind === draft.kind && known.isMasterMissing !== draft.isMasterMissing) {
    const [whole, parts] = known.isMasterMissing ? [draft, known] : [known, draft];
    const own = parts.overrides.filter(
      ({ recurrenceId }) => !whole.overrides.some((other) => sameRecurrenceId(other.recurrenceId, recurrenceId)),
    );
    return { ...whole, overrides: [...whole.overrides, ...own] };
  }
  report.skipped.push({ uid: draft.uid!, reason: 'The file has another version of it.' });
  return version(draft) >= version(known) ? draft : known;
}

/** Sorts as text by SEQUENCE, then DTSTAMP. */
function version({ master }: SeriesDraft): string {
  return `${String(master.sequence ?? 0).padStart(12, '0')}|${master.dtstamp ?? ''}`;
}

function writeItem({ core }: Session, open: OpenCalendar, draft: SeriesDraft): SeriesWriteItem {
  const options = { limits: core.limits, calendarZone: open.calendar.timeZone };
  const change = (current: EventSeries | null, stored: string | null): SeriesDraft => {
    if (!current || stored === null) return draft;
    // Both sides have been through a text, so that they differ in nothing but what the file says differently.
    return mergeSeries(
      current,
      stampedLike(draft, parseObject(stored, options)),
      stampedLike(draft, parseObject(renderSeries(draft), options)),
    );
  };
  return { ref: { uid: draft.uid! }, change, options: { origin: 'ical', isImport: true } };
}

/** A text has a DTSTAMP where the file had none: it says nothing there. */
function stampedLike(draft: SeriesDraft, parsed: SeriesDraft): SeriesDraft {
  const hasStamp = draft.master.dtstamp !== undefined;
  const bare = <T extends { dtstamp?: unknown }>(data: T): T => (hasStamp ? data : { ...data, dtstamp: undefined });
  return {
    ...parsed,
    master: bare(parsed.master),
    overrides: parsed.overrides.map((override) => ({ ...override, patch: bare(override.patch) })),
  };
}

/** In one transaction; when one of them is refused, one by one, so that the others get in. */
async function writeBatch(
  { core }: Session,
  open: OpenCalendar,
  batch: SeriesWriteItem[],
  report: ImportReport,
): Promise<void> {
  try {
    count(report, await core.events.writeMany(open, batch));
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind === 'unavailable') throw error;
    for (const item of batch) await writeSingle({ core }, open, item, report);
  }
}

async function writeSingle(
  { core }: Pick<Session, 'core'>,
  open: OpenCalendar,
  item: SeriesWriteItem,
  report: ImportReport,
): Promise<void> {
  try {
    count(report, await core.events.writeMany(open, [item]));
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind === 'unavailable') throw error;
    report.skipped.push({ uid: item.ref && 'uid' in item.ref ? item.ref.uid : '', reason: error.message });
  }
}

function count(report: ImportReport, results: WriteResult[]): void {
  for (const { outcome } of results) report[outcome] += 1;
}
