import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cover, Uncovered } from '../ports/instances.port.js';
import type { CoreContext } from './context.js';
import { coverOf, horizonAt } from './cover.js';
import { rowSettingIn } from './series-row.js';
import { parseBody } from './stored-series.js';
import type { UpkeepService } from './upkeep-service.js';

/** Instances of one transaction: it must not keep others waiting. */
const most = 1_000;

export function upkeepService(core: CoreContext): UpkeepService {
  return { coverInstances: (limit) => coverInstances(core, limit) };
}

interface Covered {
  of: Uncovered;
  cover: Cover;
}

/** A series is extended when a quarter of the way ahead is used up, so that each is written a few times a year at most. */
async function coverInstances(core: CoreContext, limit: number): Promise<number> {
  const { to } = horizonAt({ now: core.clock(), limits: core.limits });
  const late = to - (to - core.clock()) / 4;
  const behind = await core.store.reader.coveredBefore(late, limit);
  let lot: Covered[] = [];
  for (const [i, one] of behind.entries()) {
    const covered = await coveredAnew(core, one);
    if (covered) lot.push(covered);
    if (i < behind.length - 1 && instancesIn(lot) < most) continue;
    await write(core, lot);
    lot = [];
    await nextTurn();
  }
  return behind.length;
}

function instancesIn(lot: Covered[]): number {
  return lot.reduce((sum, { cover }) => sum + 1 + cover.instances.length, 0);
}

/** Null when it is gone meanwhile. */
async function coveredAnew(core: CoreContext, { calendarKey, seriesKey }: Uncovered): Promise<Covered | null> {
  const row = await core.store.reader.series(calendarKey, { key: seriesKey });
  if (!row || row.isDeleted) return null;
  const { ownerEmail, limits, clock } = await rowSettingIn(core, core.store.reader, calendarKey);
  const cover = coverOf(parseBody(row), row, { ownerEmail, now: clock(), limits });
  return { of: { calendarKey, seriesKey, seq: row.seq }, cover };
}

/** What has been written meanwhile has been covered by that write. */
async function write(core: CoreContext, lot: Covered[]): Promise<void> {
  await core.store.write(async (tx) => {
    for (const { of, cover } of lot) await tx.coverSeries(of, cover);
  });
}
