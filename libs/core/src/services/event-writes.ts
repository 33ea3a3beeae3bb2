import { sightOf } from '../access/redaction.js';
import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { conflict, invalidInput, notFound, tooLarge } from '../errors.js';
import { isSame } from '../merge/equality.js';
import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { SeriesRef, SeriesRow, SeriesWrite, StoreWriter } from '../ports/store.port.js';
import { asItIs, planScheduling, scheduleRemoval } from '../scheduling/plan.js';
import type { OpenCalendar, WriteResult } from './api.js';
import type { RemovalOptions, WriteOptions } from './write-options.js';
import type { CoreContext } from './context.js';
import { giveWay } from './give-way.js';
import { rowSetting, toRow, toTombstone } from './series-row.js';
import { contentOf, nextVersion } from './series-version.js';
import { parseBody, toStored } from './stored-series.js';
import { validateSeries } from './validate.js';

export interface WriteRequest {
  open: OpenCalendar;
  ref: SeriesRef | null;
  change: (current: EventSeries | null, ical: string | null) => SeriesDraft | Promise<SeriesDraft>;
  options: WriteOptions;
}

export async function writeSeries(core: CoreContext, request: WriteRequest): Promise<WriteResult> {
  requireWriteScope(request.open.viewer);
  requireRole(request.open.role, 'writer');
  return core.store.write((tx) => writeOne(core, tx, request));
}

/** Several series of one calendar in one transaction: all of them, or none and the error. For imports. */
export async function writeMany(core: CoreContext, requests: WriteRequest[]): Promise<WriteResult[]> {
  for (const { open } of requests) {
    requireWriteScope(open.viewer);
    requireRole(open.role, 'writer');
  }
  return core.store.write(async (tx) => {
    const results: WriteResult[] = [];
    for (const request of requests) results.push(await writeOne(core, tx, request));
    return results;
  });
}

/** One series in a transaction of the caller, who has checked the right to write. */
export async function writeOne(core: CoreContext, tx: StoreWriter, request: WriteRequest): Promise<WriteResult> {
  const row = request.ref ? await rowToChange(tx, request, request.ref) : null;
  const current = row ? parseBody(row) : null;
  request.options.check?.(current);
  const wanted = withOrganizer(await request.change(current, row?.ical ?? null), current, request);
  await giveWay(wanted);
  const { open, options } = request;
  const isNews = isForced(options) || !isStored(wanted, row);
  const plan = isNews ? await planScheduling(core, tx, { open, options, current, draft: wanted }) : asItIs(wanted);
  const { draft } = plan;
  // A text that the client sent cannot stand for what scheduling has changed.
  const write = isSame(draft, wanted) ? request : { ...request, options: { ...options, ical: undefined } };
  const result = row ? await update(core, tx, write, { row, draft }) : await create(core, tx, write, draft);
  if (isForced(options) || result.outcome !== 'unchanged') await plan.finish(result.stored.series);
  return result;
}

function isForced({ forced = [], misforced = [] }: WriteOptions): boolean {
  return forced.length > 0 || misforced.length > 0;
}

function isStored(draft: SeriesDraft, row: SeriesRow | null): boolean {
  return row !== null && !row.isDeleted && isSame(contentOf(draft), contentOf(parseBody(row)));
}

async function rowToChange(
  tx: StoreWriter,
  { open, options }: WriteRequest,
  ref: SeriesRef,
): Promise<SeriesRow | null> {
  return options.revives ? tx.series(open.calendar.key, ref) : liveRow(tx, open, ref);
}

/** Null for what does not exist for this viewer. */
export async function liveRow(tx: StoreWriter, open: OpenCalendar, ref: SeriesRef): Promise<SeriesRow | null> {
  const row = await tx.series(open.calendar.key, ref);
  // What a writer may not know of cannot be changed by guessing its name (RFC 8984 §4.4.3, secret).
  return row && !row.isDeleted && sightOf(open.role, row.privacy) !== 'hidden' ? row : null;
}

async function create(
  core: CoreContext,
  tx: StoreWriter,
  request: WriteRequest,
  draft: SeriesDraft,
): Promise<WriteResult> {
  const { open, options } = request;
  const now = core.clock();
  const seq = await tx.nextSeq(open.calendar.key);
  const id = options.id ?? core.ids.eventId();
  const uid = draft.uid ?? `${id}@${core.calendarHost.replace(/^group\./, '')}`;
  const { name, email } = open.viewer.user!;
  const series: EventSeries = {
    ...draft,
    key: core.ids.key(),
    calendarKey: open.calendar.key,
    id,
    uid,
    resourceName: options.resourceName ?? `${uid}.ics`,
    seq,
    scheduleRevision: 1,
    created: now,
    updated: now,
    creator: { email, name },
    overrides: draft.overrides.map((override) => ({ ...override, seq, updated: now })),
  };
  checkKind(open, series);
  await refuseTaken(tx, series);
  const row = await checkedRow(core, request, series);
  await tx.insertSeries(row);
  return { stored: toStored(open, row, core.renderer)!, outcome: 'created' };
}

interface Change {
  row: SeriesRow;
  draft: SeriesDraft;
}

async function update(core: CoreContext, tx: StoreWriter, request: WriteRequest, change: Change): Promise<WriteResult> {
  const { open, options } = request;
  const { row, draft: content } = change;
  const current = parseBody(row);
  if (isStored(content, row) && (options.ical === undefined || options.ical === row.ical)) {
    return { stored: toStored(open, row, core.renderer)!, outcome: 'unchanged' };
  }
  const seq = await tx.nextSeq(open.calendar.key);
  const stamp = { seq, updated: Math.max(core.clock(), current.updated) };
  const { name, email } = open.viewer.user!;
  const next = { ...nextVersion(current, content, stamp, options.origin), updater: { email, name } };
  checkKind(open, next);
  const written = await checkedRow(core, request, next);
  if (!(await tx.updateSeries(written, row.seq)))
    throw conflict('The event was changed at the same moment.', { code: 'lost-race' });
  return { stored: toStored(open, written, core.renderer)!, outcome: 'updated' };
}

/** What is stored of a series that may be stored. */
async function checkedRow(
  core: CoreContext,
  { open, options }: WriteRequest,
  series: EventSeries,
): Promise<SeriesWrite> {
  validateSeries(series, core.limits);
  await giveWay(series);
  const ical = options.ical ?? core.renderer.render(series);
  await giveWay(series);
  const row = toRow(series, ical, rowSetting(core, open));
  refuseTooLarge(core, row);
  await giveWay(series);
  return row;
}

/** What is stored by one protocol has to be writable by all (RFC 4791 §5.2.5). */
function refuseTooLarge({ limits }: CoreContext, { icalSize }: SeriesRow): void {
  if (icalSize > limits.resourceBytes)
    throw tooLarge('The event is too large, with the instances that differ.', { code: 'max-resource-size' });
}

export function checkKind(open: OpenCalendar, series: EventSeries): void {
  const component = { event: 'VEVENT', task: 'VTODO', journal: 'VJOURNAL', availability: 'VAVAILABILITY' } as const;
  if (open.calendar.components.includes(component[series.kind])) return;
  throw invalidInput('kind', `This calendar does not take ${component[series.kind]}.`, {
    code: 'supported-calendar-component',
  });
}

/** Names what is in the way, so that a protocol can point to it (CALDAV:no-uid-conflict carries an href). */
export async function refuseTaken(tx: StoreWriter, series: EventSeries): Promise<void> {
  const sameUid = await tx.series(series.calendarKey, { uid: series.uid });
  if (sameUid && !sameUid.isDeleted) {
    const info = { id: sameUid.id, resourceName: sameUid.resourceName };
    throw conflict('Another event of this calendar has the same UID.', { code: 'uid-conflict', info });
  }
}

/** An event with guests has an organizer: the calendar's owner, unless the client named one (RFC 5545 §3.8.4.3). */
function withOrganizer(draft: SeriesDraft, current: EventSeries | null, { open, options }: WriteRequest): SeriesDraft {
  if (current && isSame(draft.master.attendees, current.master.attendees)) return draft;
  const hasGuests = draft.master.attendees?.some((attendee) => !attendee.isContact);
  if (!hasGuests || draft.master.organizer || options.origin === 'ical') return draft;
  const organizer = { address: `mailto:${open.owner.email}`, name: open.owner.name };
  return { ...draft, master: { ...draft.master, organizer } };
}

export interface Removal {
  open: OpenCalendar;
  ref: SeriesRef;
  check?: ((current: EventSeries) => void) | undefined;
  options?: RemovalOptions | undefined;
}

export async function removeSeries(core: CoreContext, removal: Removal): Promise<void> {
  requireWriteScope(removal.open.viewer);
  requireRole(removal.open.role, 'writer');
  await core.store.write((tx) => removeOne(core, tx, removal));
}

/** The same in a transaction of the caller, who has checked the right to write. */
export async function removeOne(core: CoreContext, tx: StoreWriter, removal: Removal): Promise<void> {
  const { open, ref, check, options } = removal;
  const row = await liveRow(tx, open, ref);
  if (!row) throw notFound();
  const current = parseBody(row);
  check?.(current);
  const seq = await tx.nextSeq(open.calendar.key);
  const updated = Math.max(core.clock(), row.updated);
  const tombstone = toTombstone({ ...current, seq, updated }, row.ical);
  if (!(await tx.updateSeries(tombstone, row.seq)))
    throw conflict('The event was changed at the same moment.', { code: 'lost-race' });
  await tx.removeResourceProperties(open.calendar.key, row.key);
  await scheduleRemoval(core, tx, { open, series: current, options: options ?? { origin: 'ical' } });
}
