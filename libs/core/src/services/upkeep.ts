import type { UpkeepService } from './upkeep-service.js';
import type { CoreContext } from './context.js';
import { coverOf, horizonAt } from './cover.js';
import { rowSettingIn } from './series-row.js';
import { parseBody } from './stored-series.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { Uncovered } from '../ports/instances.port.js';

/** Series of one transaction. */
const most = 50;

export function upkeepService(core: CoreContext): UpkeepService {
  return { coverInstances: (limit) => coverInstances(core, limit) };
}

/** A series is extended when a quarter of the way ahead is used up, so that each is written a few times a year at most. */
async function coverInstances(core: CoreContext, limit: number): Promise<number> {
  const { to } = horizonAt({ now: core.clock(), limits: core.limits });
  const late = to - (to - core.clock()) / 4;
  const behind = await core.store.reader.coveredBefore(late, limit);
  for (let i = 0; i < behind.length; i += most) {
    const some = behind.slice(i, i + most);
    await core.store.write(async (tx) => {
      for (const one of some) await coverOne(core, tx, one);
    });
  }
  return behind.length;
}

/** What has been written meanwhile has been covered by that write. */
async function coverOne(core: CoreContext, tx: StoreWriter, { calendarKey, seriesKey }: Uncovered): Promise<void> {
  const row = await tx.series(calendarKey, { key: seriesKey });
  if (!row || row.isDeleted) return;
  const { ownerEmail, limits, clock } = await rowSettingIn(core, tx, calendarKey);
  const cover = coverOf(parseBody(row), row, { ownerEmail, now: clock(), limits });
  await tx.coverSeries({ calendarKey, seriesKey, seq: row.seq }, cover);
}
