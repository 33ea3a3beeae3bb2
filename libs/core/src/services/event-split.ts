import { requireRole } from '../access/roles.js';
import { requireWriteScope } from '../access/scopes.js';
import { notFound } from '../errors.js';
import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import type { SeriesRef } from '../ports/store.port.js';
import { joinSeries } from '../recurrence/join.js';
import { splitSeries, type SplitParts } from '../recurrence/split.js';
import type { OpenCalendar, SplitResult, WriteResult } from './api.js';
import type { CoreContext } from './context.js';
import { liveRow, removeOne, writeMany, writeOne } from './event-writes.js';
import { parseBody } from './stored-series.js';
import type { SplitWriteOptions, WriteOptions } from './write-options.js';

export interface Split {
  open: OpenCalendar;
  ref: SeriesRef;
  at: TimePoint;
  options: SplitWriteOptions;
}

/** Both parts in one transaction. `options` name the identity of the second part; `check` sees the series as it was. */
export async function splitStored(core: CoreContext, { open, ref, at, options }: Split): Promise<SplitResult> {
  const { id = core.ids.eventId(), resourceName, check, origin, notify, change = same } = options;
  const nextUid = `${id}@${core.calendarHost.replace(/^group\./, '')}`;
  let parts: SplitParts | undefined;
  const cut = (current: EventSeries | null): SplitParts['before'] => {
    if (!current) throw notFound();
    parts = splitSeries(current, at, { uid: current.uid, nextUid, limits: core.limits });
    return parts.before;
  };
  const told = { origin, ...(notify === undefined ? {} : { notify }) };
  const created = { ...told, id, ...(resourceName === undefined ? {} : { resourceName }) };
  const [before, after] = await writeMany(core, [
    { open, ref, change: cut, options: { ...told, ...(check ? { check } : {}) } },
    { open, ref: null, change: () => change(parts!.after), options: created },
  ]);
  return { before: before!, after: after! };
}

function same(after: SeriesDraft): SeriesDraft {
  return after;
}

export interface Join {
  open: OpenCalendar;
  ref: SeriesRef;
  /** The continuation, which is deleted. */
  next: SeriesRef;
  options: WriteOptions;
}

/** The inverse, in one transaction. NotFound when either is not there. */
export async function joinStored(core: CoreContext, { open, ref, next, options }: Join): Promise<WriteResult> {
  requireWriteScope(open.viewer);
  requireRole(open.role, 'writer');
  return core.store.write(async (tx) => {
    const row = await liveRow(tx, open, next);
    if (!row) throw notFound();
    const following = parseBody(row);
    const change = (current: EventSeries | null): ReturnType<typeof joinSeries> => {
      if (!current) throw notFound();
      return joinSeries(current, following);
    };
    const result = await writeOne(core, tx, { open, ref, change, options });
    await removeOne(core, tx, { open, ref: next, options: { origin: options.origin } });
    return result;
  });
}
