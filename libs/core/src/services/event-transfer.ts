import { sightOf } from '../access/redaction.js';
import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { conflict, forbidden, notFound, preconditionFailed } from '../errors.js';
import type { EventSeries } from '../model/series.js';
import type { SeriesRef, SeriesRow, SeriesWrite, StoreWriter } from '../ports/store.port.js';
import { requireTransferable } from '../scheduling/object-rules.js';
import type { OpenCalendar, StoredSeries, TransferResult } from './api.js';
import type { TransferOptions } from './changes.js';
import type { CoreContext } from './context.js';
import { checkKind, liveRow, refuseTaken } from './event-writes.js';
import { copyProperties } from './properties.js';
import { rowSetting, toRow, toTombstone } from './series-row.js';
import { parseBody, toStored } from './stored-series.js';
import { validateSeries } from './validate.js';

export interface Transfer {
  from: OpenCalendar;
  ref: SeriesRef;
  to: OpenCalendar;
  options: TransferOptions;
}

/** Copies or moves one series, within a calendar or between two, in one transaction. */
export async function transferSeries(core: CoreContext, transfer: Transfer): Promise<TransferResult> {
  const { from, to, options } = transfer;
  requireWriteScope(to.viewer);
  requireRole(to.role, 'writer');
  if (options.mode === 'move') requireRole(from.role, 'writer');
  return core.store.write((tx) => transferOne(core, tx, transfer));
}

async function transferOne(core: CoreContext, tx: StoreWriter, transfer: Transfer): Promise<TransferResult> {
  const { from, to, options } = transfer;
  const source = await sourceRow(tx, transfer);
  const shown = toStored(from, source, core.renderer)!;
  const current = shown.series;
  options.check?.(current);
  const name = options.name ?? source.resourceName;
  const isSameCalendar = from.calendar.key === to.calendar.key;
  if (isSameCalendar && name === source.resourceName) throw forbidden('Source and destination are the same resource.');
  const replaced = await replacedRow(tx, transfer, name, source);
  const seq = await tx.nextSeq(to.calendar.key);
  if (replaced) await bury(core, tx, replaced, seq);
  const stamp = { seq, updated: Math.max(core.clock(), source.updated), resourceName: name };
  if (options.mode === 'move' && isSameCalendar) {
    const row = await rename(core, tx, from, { source, shown, stamp });
    return { stored: toStored(to, row, core.renderer)!, outcome: replaced ? 'replaced' : 'created' };
  }
  if (options.mode === 'move') await bury(core, tx, source, await tx.nextSeq(from.calendar.key));
  if (!isSameCalendar) await requireAllowed(tx, transfer, current);
  const row = await settle(core, tx, transfer, { source, shown, stamp });
  return { stored: toStored(to, row, core.renderer)!, outcome: replaced ? 'replaced' : 'created' };
}

async function requireAllowed(tx: StoreWriter, { from, to, options }: Transfer, series: EventSeries): Promise<void> {
  if (options.origin === 'ical') await requireTransferable(tx, { from, to, series, isMove: options.mode === 'move' });
}

/** Nobody copies what they see the times of only. */
async function sourceRow(tx: StoreWriter, { from, ref }: Transfer): Promise<SeriesRow> {
  const row = await liveRow(tx, from, ref);
  if (!row) throw notFound();
  if (sightOf(from.role, row.privacy) === 'full') return row;
  throw forbidden('You do not see enough of this event to copy it.', {
    code: 'insufficient-role',
    info: { required: 'writer' },
  });
}

async function replacedRow(
  tx: StoreWriter,
  { to, options }: Transfer,
  name: string,
  source: SeriesRow,
): Promise<SeriesRow | null> {
  const row = await tx.series(to.calendar.key, { name });
  const live = row && !row.isDeleted ? row : null;
  if (live && sightOf(to.role, live.privacy) === 'hidden') throw forbidden('There is something at the destination.');
  options.checkTarget?.(live ? parseBody(live) : null);
  if (live && !options.overwrite) throw preconditionFailed('There is something at the destination.');
  if (live) refuseOtherUid(live, source);
  return live;
}

/** RFC 4791 §5.3.2.1: the UID of a resource never changes, whichever method writes it. */
function refuseOtherUid({ uid, resourceName }: SeriesRow, source: SeriesRow): void {
  if (uid === source.uid) return;
  throw conflict('The event at the destination has another UID.', { code: 'uid-conflict', info: { resourceName } });
}

async function bury(core: CoreContext, tx: StoreWriter, row: SeriesRow, seq: number): Promise<void> {
  const updated = Math.max(core.clock(), row.updated);
  const tombstone = toTombstone({ ...parseBody(row), seq, updated }, row.ical);
  if (!(await tx.updateSeries(tombstone, row.seq))) throw lostRace();
}

const lostRace = (): Error => conflict('The event was changed at the same moment.', { code: 'lost-race' });

interface Move {
  source: SeriesRow;
  /** The source as the viewer is shown it: a copy carries nothing else. */
  shown: StoredSeries;
  stamp: { seq: number; updated: number; resourceName: string };
}

/** The series keeps its key; a tombstone under the old name tells those who follow names (RFC 6578 §3.5.2). */
async function rename(
  core: CoreContext,
  tx: StoreWriter,
  open: OpenCalendar,
  { source, shown, stamp }: Move,
): Promise<SeriesWrite> {
  const current = shown.series;
  const row = toRow({ ...current, ...stamp }, shown.ical, rowSetting(core, open));
  if (!(await tx.updateSeries(row, source.seq))) throw lostRace();
  // A journal, so that the protocols that list events by id do not meet an event that never was.
  const trace: EventSeries = {
    key: core.ids.key(),
    calendarKey: current.calendarKey,
    id: core.ids.eventId(),
    uid: current.uid,
    resourceName: source.resourceName,
    kind: 'journal',
    seq: stamp.seq,
    scheduleRevision: 1,
    created: current.created,
    updated: stamp.updated,
    master: {},
    overrides: [],
  };
  await tx.insertSeries(toTombstone(trace, ''));
  return row;
}

/** Puts the series into the other calendar. A move keeps the id, also when it comes back to where it was before. */
async function settle(
  core: CoreContext,
  tx: StoreWriter,
  { from, to, options }: Transfer,
  { source, shown, stamp }: Move,
): Promise<SeriesWrite> {
  const current = shown.series;
  const before = options.mode === 'move' ? await tx.series(to.calendar.key, { id: current.id }) : null;
  const content = { ...current, ...options.change?.(current) };
  const series: EventSeries = {
    ...content,
    ...stamp,
    key: before?.key ?? core.ids.key(),
    calendarKey: to.calendar.key,
    uid: current.uid,
    id: options.mode === 'move' ? current.id : core.ids.eventId(),
    overrides: content.overrides.map((override) => ({ ...override, seq: stamp.seq, updated: stamp.updated })),
  };
  checkKind(to, series);
  await refuseTaken(tx, series);
  validateSeries(series, core.limits);
  const row = toRow(series, options.change ? undefined : shown.ical, rowSetting(core, to));
  if (before) {
    if (!before.isDeleted) throw conflict('Another event of this calendar has the same id.', { code: 'id-conflict' });
    if (!(await tx.updateSeries(row, before.seq))) throw lostRace();
  } else await tx.insertSeries(row);
  const origin = { scopeKey: from.calendar.key, resourceKey: source.key };
  await copyProperties(tx, origin, { scopeKey: to.calendar.key, resourceKey: row.key });
  if (options.mode === 'move') await tx.removeResourceProperties(origin.scopeKey, origin.resourceKey);
  return row;
}
