import { createWorker, type Worker } from '@dayferry/background';
import { OPEN_END, OPEN_START, type OpenCalendar, type SeriesDraft, type SeriesFound } from '@dayferry/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCore, type CoreUnderTest } from './core-over.js';
import { runSql } from './run-sql.js';

const day = 86_400_000;
const alice = 'alice@example.org';
const begin = Date.UTC(2026, 2, 16);

let test: CoreUnderTest;
let open: OpenCalendar;
let now: number;

beforeEach(async () => {
  now = begin;
  test = await startCore({
    people: [{ email: alice, timeZone: 'Etc/UTC' }],
    clock: () => now,
    limits: { horizonPastDays: 30, horizonFutureDays: 100 },
  });
  open = await test.own(alice);
});
afterEach(() => test.close());

function weekly(title: string): SeriesDraft {
  const recurrence = { rules: ['FREQ=WEEKLY'], exrules: [], rdates: [], exdates: [] };
  const start = { local: '2026-03-16T10:00:00', zone: 'Etc/UTC' };
  return { kind: 'event', master: { title, start, duration: 'PT1H' }, overrides: [], recurrence };
}

async function write(count: number): Promise<string> {
  const items = Array.from({ length: count }, (_, i) => ({
    ref: null,
    change: () => weekly(`series ${i}`),
    options: { origin: 'v3' as const },
  }));
  const [first] = await test.core.events.writeMany(open, items);
  open = await test.own(alice);
  return first!.stored.head.key;
}

const weekAt = (time: number): { from: number; to: number } => ({ from: time, to: time + 7 * day });
const found = (time: number): Promise<SeriesFound> =>
  test.deps.store.reader.seriesIn(open.calendar.key, { ...weekAt(time), state: 0 }, {});
const startsIn = async (time: number): Promise<string[]> =>
  (await test.core.events.instances(open, weekAt(time))).items.map(({ occurrence }) => occurrence.start.local);

function worker(): Worker {
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object) => expect.fail(JSON.stringify(fields)),
  };
  return createWorker({ core: test.core, store: test.deps.store, log, allowsPrivateReceivers: false });
}

/** As a migration leaves the rows of a database that had no index. */
const forgetIndex = (): Promise<void> =>
  runSql(test.database.url, [
    'DELETE FROM instance',
    `UPDATE series SET covered_from = ${OPEN_END}, covered_until = ${OPEN_START}`,
  ]);

describe('the time index', () => {
  it('of a database from before it is answered by the engine until a worker has made it', async () => {
    await write(120);
    await forgetIndex();
    const before = await startsIn(begin);
    expect(before).toHaveLength(120);
    expect((await found(begin)).uncovered).toHaveLength(120);
    const background = worker();
    background.start();
    await vi.waitFor(async () => expect((await found(begin)).uncovered).toEqual([]), { timeout: 20_000, interval: 50 });
    await background.stop();
    expect((await found(begin)).sure).toHaveLength(120);
    expect(await startsIn(begin)).toEqual(before);
  });

  it('goes on with the time, and forgets what is long past', async () => {
    const key = await write(1);
    const far = begin + 112 * day;
    expect(await found(far)).toMatchObject({ sure: [], uncovered: [{ key }] });
    now = begin + 20 * day;
    expect(await worker().once()).toBe(0);
    now = begin + 60 * day;
    expect(await worker().once()).toBe(1);
    expect(await found(far)).toMatchObject({ sure: [{ key }], uncovered: [] });
    expect(await found(begin)).toMatchObject({ sure: [], uncovered: [{ key }] });
    expect(await startsIn(far)).toEqual(['2026-07-06T10:00:00']);
    expect(await startsIn(begin)).toEqual(['2026-03-16T10:00:00']);
    expect(await worker().once()).toBe(0);
  });

  it('is extended by several workers at once', async () => {
    await write(30);
    now = begin + 60 * day;
    await Promise.all([worker(), worker(), worker()].map((one) => one.once()));
    expect(await worker().once()).toBe(0);
    expect((await found(begin + 112 * day)).sure).toHaveLength(30);
  });

  // SQLite has one writer at a time.
  it.runIf(process.env.TEST_DATABASE_URL)('is right when a write began before it was extended', async () => {
    const key = await write(1);
    now = begin + 60 * day;
    let isFirst = true;
    await test.deps.store.write(async (tx) => {
      const row = (await tx.series(open.calendar.key, { key }))!;
      if (isFirst) await test.core.upkeep.coverInstances(10);
      isFirst = false;
      const cover = { from: OPEN_START, until: OPEN_END, instances: [] };
      expect(await tx.updateSeries({ ...row, searchText: '', cover }, row.seq)).toBe(true);
    });
    for (let time = begin; time < begin + 200 * day; time += 7 * day)
      expect(await found(time)).toMatchObject({ sure: [], uncovered: [] });
  });
});
