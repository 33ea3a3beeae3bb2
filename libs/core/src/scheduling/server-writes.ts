import { conflict } from '../errors.js';
import { isSame } from '../merge/equality.js';
import type { Calendar } from '../model/calendar.js';
import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { SeriesRow, StoreWriter } from '../ports/store.port.js';
import type { CoreContext } from '../services/context.js';
import { rowSettingIn, toRow, toTombstone } from '../services/series-row.js';
import { contentOf, nextVersion } from '../services/series-version.js';
import { parseBody } from '../services/stored-series.js';
import { validateSeries } from '../services/validate.js';

const lostRace = (): Error => conflict('The event was changed at the same moment.', { code: 'lost-race' });

/** Writes what follows from somebody else's change; nothing when it is there already. */
export async function putVersion(
  core: CoreContext,
  tx: StoreWriter,
  row: SeriesRow,
  content: SeriesDraft,
): Promise<EventSeries> {
  const current = parseBody(row);
  if (!row.isDeleted && isSame(contentOf(content), contentOf(current))) return current;
  const seq = await tx.nextSeq(row.calendarKey);
  const stamp = { seq, updated: Math.max(core.clock(), current.updated) };
  const next = nextVersion(current, content, stamp, 'server');
  validateSeries(next, core.limits);
  const written = toRow(next, undefined, await rowSettingIn(core, tx, row.calendarKey));
  if (!(await tx.updateSeries(written, row.seq))) throw lostRace();
  return next;
}

/** A first invitation: on the guest's primary calendar, with the organizer's event id and UID wherever they are free. */
export async function putCopy(
  core: CoreContext,
  tx: StoreWriter,
  calendar: Calendar,
  { organised, content }: { organised: EventSeries; content: SeriesDraft },
): Promise<void> {
  const earlier = await tx.series(calendar.key, { id: organised.id });
  if (earlier?.isDeleted && earlier.uid === organised.uid) return void (await revive(core, tx, earlier, content));
  const isNameTaken = (await tx.series(calendar.key, { name: organised.resourceName })) !== null;
  const seq = await tx.nextSeq(calendar.key);
  const key = core.ids.key();
  const now = core.clock();
  const { uid, creator } = organised;
  const copy: EventSeries = {
    ...content,
    key,
    calendarKey: calendar.key,
    id: earlier ? core.ids.eventId() : organised.id,
    uid,
    resourceName: isNameTaken ? `${key}.ics` : organised.resourceName,
    seq,
    scheduleRevision: 1,
    created: now,
    updated: now,
    ...(creator ? { creator } : {}),
    overrides: content.overrides.map((override) => ({ ...override, seq, updated: now })),
  };
  await tx.insertSeries(toRow(copy, undefined, await rowSettingIn(core, tx, calendar.key)));
}

/** Its old name may have gone to another event meanwhile. */
async function revive(core: CoreContext, tx: StoreWriter, row: SeriesRow, content: SeriesDraft): Promise<void> {
  const holder = await tx.series(row.calendarKey, { name: row.resourceName });
  const resourceName = holder ? `${core.ids.key()}.ics` : row.resourceName;
  const body = JSON.stringify({ ...parseBody(row), resourceName });
  await putVersion(core, tx, { ...row, resourceName, body }, content);
}

/** Deletes a copy as its owner would see it deleted: a tombstone that every kind of sync lists. */
export async function retract(core: CoreContext, tx: StoreWriter, row: SeriesRow): Promise<void> {
  const current = parseBody(row);
  const seq = await tx.nextSeq(row.calendarKey);
  const updated = Math.max(core.clock(), row.updated);
  const tombstone = toTombstone({ ...current, seq, updated }, row.ical);
  if (!(await tx.updateSeries(tombstone, row.seq))) throw lostRace();
}
