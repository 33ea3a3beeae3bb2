import { sightOf } from '../access/redaction.js';
import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { conflict, invalidInput, notFound } from '../errors.js';
import { isSame } from '../merge/equality.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { EventSeries, Override, SeriesDraft } from '../model/series.js';
import type { SeriesRef, SeriesRow, StoreWriter } from '../ports/store.port.js';
import { sameRecurrenceId } from '../recurrence/stamp.js';
import type { OpenCalendar, WriteOptions, WriteResult } from './api.js';
import type { CoreContext } from './context.js';
import { toRow } from './series-row.js';
import { parseBody, toStored } from './stored-series.js';
import { withTrace } from './traces.js';
import { validateSeries } from './validate.js';

export interface WriteRequest {
  open: OpenCalendar;
  ref: SeriesRef | null;
  change: (current: EventSeries | null, ical: string | null) => SeriesDraft;
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

async function writeOne(core: CoreContext, tx: StoreWriter, request: WriteRequest): Promise<WriteResult> {
  const row = request.ref ? await rowToChange(tx, request, request.ref) : null;
  const current = row ? parseBody(row) : null;
  request.options.check?.(current);
  const draft = request.change(current, row?.ical ?? null);
  return row && current ? update(core, tx, request, { row, current, draft }) : create(core, tx, request, draft);
}

async function rowToChange(
  tx: StoreWriter,
  { open, options }: WriteRequest,
  ref: SeriesRef,
): Promise<SeriesRow | null> {
  return options.revives ? tx.series(open.calendar.key, ref) : liveRow(tx, open, ref);
}

async function liveRow(tx: StoreWriter, open: OpenCalendar, ref: SeriesRef): Promise<SeriesRow | null> {
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
    ...withOrganizer(draft, open, options),
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
  validateSeries(series, core.limits);
  const row = toRow(series, options.ical, core);
  await tx.insertSeries(row);
  return { stored: toStored(open, row, core.renderer)!, outcome: 'created' };
}

interface Change {
  row: SeriesRow;
  current: EventSeries;
  draft: SeriesDraft;
}

async function update(core: CoreContext, tx: StoreWriter, request: WriteRequest, change: Change): Promise<WriteResult> {
  const { open, options } = request;
  const { row, current } = change;
  const hasNewGuests = !isSame(change.draft.master.attendees, current.master.attendees);
  const content = hasNewGuests ? withOrganizer(change.draft, open, options) : change.draft;
  const isUnchanged = !row.isDeleted && isSame(contentOf(content), contentOf(current));
  if (isUnchanged && (options.ical === undefined || options.ical === row.ical)) {
    return { stored: toStored(open, row, core.renderer)!, outcome: 'unchanged' };
  }
  const seq = await tx.nextSeq(open.calendar.key);
  const updated = Math.max(core.clock(), current.updated);
  const { scheduleRevision } = current;
  const stampedContent = stamped(content, current, { seq, updated }, options);
  const next: EventSeries = {
    ...withTrace(current, stampedContent, { seq, updated }),
    ...identityOf(current),
    scheduleRevision,
    seq,
    updated,
  };
  if (!isSame(replyless(next), replyless(current))) next.scheduleRevision = current.scheduleRevision + 1;
  checkKind(open, next);
  validateSeries(next, core.limits);
  const written = toRow(next, options.ical, core);
  if (!(await tx.updateSeries(written, row.seq)))
    throw conflict('The event was changed at the same moment.', { code: 'lost-race' });
  return { stored: toStored(open, written, core.renderer)!, outcome: 'updated' };
}

function identityOf(
  current: EventSeries,
): Omit<EventSeries, keyof SeriesDraft | 'scheduleRevision' | 'seq' | 'updated'> & { uid: string } {
  const { key, calendarKey, id, uid, resourceName, created, creator } = current;
  return { key, calendarKey, id, uid, resourceName, created, ...(creator ? { creator } : {}) };
}

function checkKind(open: OpenCalendar, series: EventSeries): void {
  const component = { event: 'VEVENT', task: 'VTODO', journal: 'VJOURNAL' } as const;
  if (open.calendar.components.includes(component[series.kind])) return;
  throw invalidInput('kind', `This calendar does not take ${component[series.kind]}.`, {
    code: 'supported-calendar-component',
  });
}

/** Names what is in the way, so that a protocol can point to it (CALDAV:no-uid-conflict carries an href). */
async function refuseTaken(tx: StoreWriter, series: EventSeries): Promise<void> {
  const sameUid = await tx.series(series.calendarKey, { uid: series.uid });
  if (sameUid && !sameUid.isDeleted) {
    const info = { id: sameUid.id, resourceName: sameUid.resourceName };
    throw conflict('Another event of this calendar has the same UID.', { code: 'uid-conflict', info });
  }
}

/** What a write can change: the record without identity, change numbers and times of writing. */
function contentOf(draft: SeriesDraft): object {
  const { kind, master, recurrence, isMasterMissing, timeZones, calendarProperties, prodId } = draft;
  const overrides = draft.overrides.map(({ recurrenceId, isThisAndFuture, patch }) => ({
    recurrenceId,
    isThisAndFuture,
    patch,
  }));
  return { kind, master, recurrence, isMasterMissing, timeZones, calendarProperties, prodId, overrides };
}

/** RFC 6638 §3.2.10: what an attendee's reply changes does not count for the Schedule-Tag. */
function replyless(series: EventSeries): object {
  const strip = (data: EventData | EventPatch): object => {
    const { dtstamp: _d, lastModified: _l, ...rest } = data;
    const attendees = data.attendees?.map(
      ({ status: _s, comment: _c, scheduleSequence: _q, scheduleUpdated: _u, ...who }) => who,
    );
    return { ...rest, attendees };
  };
  const overrides = series.overrides.map(({ recurrenceId, patch }) => ({ recurrenceId, patch: strip(patch) }));
  return { master: strip(series.master), recurrence: series.recurrence, overrides };
}

interface Stamp {
  seq: number;
  updated: number;
}

/** Gives changed overrides their change number, and raises SEQUENCE for clients that leave that to the server. */
function stamped(draft: SeriesDraft, current: EventSeries, stamp: Stamp, options: WriteOptions): SeriesDraft {
  const isIcal = options.origin === 'ical';
  const overrides = draft.overrides.map((override) => stampedOverride(override, current, stamp, isIcal));
  if (isIcal) return { ...draft, overrides };
  const master = isSame(draft.master, current.master) ? draft.master : withoutClientStamps(draft.master);
  return { ...draft, overrides, master: { ...master, ...raisedSequence(draft, current) } };
}

function stampedOverride(override: Override, current: EventSeries, stamp: Stamp, isIcal: boolean): Override {
  const before = current.overrides.find((other) => sameRecurrenceId(other.recurrenceId, override.recurrenceId));
  if (before && isSame(before.patch, override.patch) && before.isThisAndFuture === override.isThisAndFuture)
    return before;
  return { ...override, ...stamp, patch: isIcal ? override.patch : withoutClientStamps(override.patch) };
}

function withoutClientStamps<T extends EventData | EventPatch>(data: T): T {
  const { dtstamp: _dtstamp, lastModified: _lastModified, ...rest } = data;
  return rest as T;
}

/** RFC 5546 §2.1.4: a change of time, recurrence or place is a new SEQUENCE. A higher one from the client is taken. */
function raisedSequence(draft: SeriesDraft, current: EventSeries): Pick<EventData, 'sequence'> {
  const before = current.master.sequence ?? 0;
  if ((draft.master.sequence ?? 0) > before) return {};
  const significant = ({ master: { start, end, duration, locations, due }, recurrence }: SeriesDraft): object => ({
    start,
    end,
    duration,
    due,
    recurrence,
    places: locations?.map((place) => place.name),
  });
  if (isSame(significant(draft), significant(current))) return {};
  return { sequence: before + 1 };
}

/** An event with guests has an organizer: the calendar's owner, unless the client named one (RFC 5545 §3.8.4.3). */
function withOrganizer(draft: SeriesDraft, open: OpenCalendar, options: WriteOptions): SeriesDraft {
  const hasGuests = draft.master.attendees?.some((attendee) => !attendee.isContact);
  if (!hasGuests || draft.master.organizer || options.origin === 'ical') return draft;
  const organizer = { address: `mailto:${open.owner.email}`, name: open.owner.name };
  return { ...draft, master: { ...draft.master, organizer } };
}

export async function removeSeries(
  core: CoreContext,
  open: OpenCalendar,
  ref: SeriesRef,
  check?: (current: EventSeries) => void,
): Promise<void> {
  requireWriteScope(open.viewer);
  requireRole(open.role, 'writer');
  await core.store.write(async (tx) => {
    const row = await liveRow(tx, open, ref);
    if (!row) throw notFound();
    const current = parseBody(row);
    check?.(current);
    const seq = await tx.nextSeq(open.calendar.key);
    const updated = Math.max(core.clock(), row.updated);
    const tombstone = { ...toRow({ ...current, seq, updated }, row.ical, core), isDeleted: true };
    if (!(await tx.updateSeries(tombstone, row.seq)))
      throw conflict('The event was changed at the same moment.', { code: 'lost-race' });
  });
}
