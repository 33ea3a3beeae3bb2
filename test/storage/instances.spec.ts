import {
  type InstancePosition,
  expand,
  instanceStamp,
  isRecurring,
  type Occurrence,
  type OpenCalendar,
  type SeriesDraft,
  type StoredSeries,
} from '@dayferry/core';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { startCore, type CoreUnderTest } from './core-over.js';
import { middle, randomSeries } from './random-series.js';

const day = 86_400_000;
const alice = 'alice@example.org';
const zones = ['Europe/Berlin', 'Etc/UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];

interface Window {
  from?: number;
  to?: number;
  zone: string;
}

let test: CoreUnderTest | undefined;
afterEach(() => test?.close());

const window: fc.Arbitrary<Window> = fc
  .record({
    at: fc.oneof(fc.integer({ min: -70, max: 70 }), fc.integer({ min: -1500, max: 1500 })),
    hours: fc.constantFrom(1, 24, 168, 720, 8760),
    open: fc.nat(9),
    zone: fc.constantFrom(...zones),
  })
  .map(({ at, hours, open, zone }) => {
    const from = middle + at * day;
    if (open === 0) return { from, zone };
    return open === 1 ? { to: from, zone } : { from, to: from + hours * 3_600_000, zone };
  });

function textOf({ recurrenceId, start, end, endUtc, override, isExcluded }: Occurrence): string {
  return JSON.stringify([endUtc, recurrenceId, start, end, override, isExcluded]);
}

/** Each series expanded by the engine, one after the other. */
function expected(all: StoredSeries[], { zone, ...range }: Window, includeCancelled: boolean): string[] {
  return all
    .flatMap(({ series, head }) => {
      const { occurrences } = expand(series, { ...range, zone, limits: test!.core.limits, includeCancelled });
      return occurrences.map((occurrence) => {
        const stamp = isRecurring(series) ? `_${instanceStamp(occurrence.recurrenceId, series.timeZones)}` : '';
        const key = `${head.key}_${instanceStamp(occurrence.recurrenceId, series.timeZones)}`;
        return { start: occurrence.startUtc, key, text: `${head.id}${stamp} ${textOf(occurrence)}` };
      });
    })
    .sort((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1))
    .map(({ start, text }) => `${start} ${text}`);
}

async function found(open: OpenCalendar, range: Window, includeCancelled: boolean): Promise<string[]> {
  const { items } = await test!.core.events.instances(open, { ...range, includeCancelled });
  return items.map(({ id, occurrence }) => `${occurrence.startUtc} ${id} ${textOf(occurrence)}`);
}

async function paged(open: OpenCalendar, range: Window, limit: number): Promise<string[]> {
  const all: string[] = [];
  let after: InstancePosition | undefined;
  do {
    const page = await test!.core.events.instances(open, { ...range, limit, ...(after ? { after } : {}) });
    all.push(...page.items.map(({ id, occurrence }) => `${occurrence.startUtc} ${id} ${textOf(occurrence)}`));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    after = page.next;
  } while (after);
  return all;
}

/** The engine must be able to answer whole, or there is nothing to compare with. */
function isComparable(all: StoredSeries[], { zone, ...range }: Window): boolean {
  if (range.to === undefined || range.from === undefined) return false;
  return all.every(({ series }) => !expand(series, { ...range, zone, limits: test!.core.limits }).isTruncated);
}

async function checkWindow(open: OpenCalendar, all: StoredSeries[], range: Window): Promise<void> {
  const { events } = test!.core;
  const plain = expected(all, range, false);
  if (isComparable(all, range)) {
    expect(await found(open, range, false)).toEqual(plain);
    // Whoever wants to see what is gone sees deleted series too.
    const withDeleted = await events.query(open, { includeDeleted: true });
    expect(await found(open, range, true)).toEqual(expected(withDeleted, range, true));
    expect(await paged(open, range, 7)).toEqual(plain);
  }
  const occurring = all.filter((stored) => expected([stored], range, false).length > 0).map(({ head }) => head.key);
  expect((await events.heads(open, range)).map(({ key }) => key)).toEqual(occurring.sort());
  expect((await events.query(open, { ...range, orderBy: 'key' })).map(({ head }) => head.key)).toEqual(occurring);
}

const seconds: SeriesDraft = {
  kind: 'event',
  master: { start: { local: '2026-03-15T12:00:00', zone: 'Etc/UTC' }, duration: 'PT1S' },
  recurrence: { rules: ['FREQ=SECONDLY'], exrules: [], rdates: [], exdates: [] },
  overrides: [],
};

describe('instances over time', () => {
  it('come as a stream without a gap, however many a series has', async () => {
    test = await startCore({ people: [{ email: alice }], clock: () => middle });
    const open = await test.own(alice);
    await test.core.events.write(open, null, () => seconds, { origin: 'v3' });
    const starts: number[] = [];
    for await (const { occurrence } of test.core.events.stream(open, { from: middle })) {
      starts.push((occurrence.startUtc - middle) / 1000);
      if (starts.length === 7_000) break;
    }
    expect(starts).toEqual(Array.from({ length: 7_000 }, (_, i) => i));
  });

  it('after an instant are found however far the next one is, and whichever series has it', async () => {
    test = await startCore({ people: [{ email: alice }], clock: () => middle });
    const open = await test.own(alice);
    const yearly = (local: string, rule: string): SeriesDraft => ({
      ...seconds,
      master: { start: { local, zone: 'Europe/Berlin' }, duration: 'PT30H' },
      recurrence: { ...seconds.recurrence!, rules: [rule] },
    });
    const drafts = [
      yearly('2024-02-29T10:00:00', 'FREQ=YEARLY'),
      yearly('2025-03-15T10:00:00', 'FREQ=YEARLY;COUNT=3'),
      yearly('2026-12-01T10:00:00', 'FREQ=YEARLY;COUNT=1'),
    ];
    for (const draft of drafts) await test.core.events.write(open, null, () => draft, { origin: 'v3' });
    const nextAfter = async (instant: number): Promise<string | undefined> => {
      for await (const { startUtc, occurrence } of test!.core.events.stream(open, { from: instant }))
        if (startUtc >= instant) return occurrence.start.local;
      return undefined;
    };
    // That of 15 March has begun and is under way.
    expect(await nextAfter(middle)).toBe('2026-12-01T10:00:00');
    expect(await nextAfter(Date.UTC(2026, 11, 2))).toBe('2027-03-15T10:00:00');
    expect(await nextAfter(Date.UTC(2027, 3, 1))).toBe('2028-02-29T10:00:00');
  });

  it('of a cancelled instance are found by whoever asks for components', async () => {
    test = await startCore({ people: [{ email: alice }], clock: () => middle });
    const open = await test.own(alice);
    const recurrenceId = { local: '2026-03-16T12:00:00', zone: 'Etc/UTC' };
    const override = { recurrenceId, patch: { status: 'cancelled' as const }, seq: 0, updated: 0 };
    const daily = { ...seconds.recurrence!, rules: ['FREQ=DAILY;COUNT=3'] };
    const draft = { ...seconds, recurrence: daily, overrides: [override] };
    await test.core.events.write(open, null, () => draft, { origin: 'v3' });
    const second = { from: middle + day, to: middle + 2 * day };
    expect(await test.core.events.heads(open, second)).toHaveLength(0);
    expect(await test.core.events.heads(open, { ...second, includeCancelled: true })).toHaveLength(1);
  });

  it(
    'are those that the engine finds, after any writes and wherever the horizon is',
    { timeout: 240_000 },
    async () => {
      let now = middle;
      test = await startCore({
        people: [{ email: alice, timeZone: 'Europe/Berlin' }],
        clock: () => now,
        limits: { horizonPastDays: 40, horizonFutureDays: 80, horizonInstances: 60 },
      });
      const { core } = test;
      const own = await test.own(alice);
      const step = fc.record({
        drafts: fc.array(randomSeries, { minLength: 3, maxLength: 8 }),
        changes: fc.array(fc.record({ at: fc.nat(1000), draft: fc.option(randomSeries) }), { maxLength: 4 }),
        windows: fc.array(window, { minLength: 3, maxLength: 4 }),
        pass: fc.constantFrom(0, 0, 30, 200),
      });
      const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 3 }), async (steps) => {
        now = middle;
        const { calendar } = await core.calendars.create(own.viewer, { title: 'random', timeZone: 'Europe/Berlin' });
        const open = (): Promise<OpenCalendar> => core.calendars.open(own.viewer, calendar.id);
        for (const { drafts, changes, windows, pass } of steps) {
          for (const draft of drafts)
            await core.events.write(await open(), null, () => draft, { origin: 'jscalendar' });
          const before = await core.events.query(await open(), {});
          for (const { at, draft } of changes) {
            const { key } = before[at % before.length]!.head;
            const write = draft
              ? core.events.write(await open(), { key }, () => draft, { origin: 'jscalendar' })
              : core.events.remove(await open(), { key });
            await write.catch((error: { kind?: string }) => expect(error.kind).toBe('not-found'));
          }
          now += pass * day;
          if (pass > 50) while ((await core.upkeep.coverInstances(20)) === 20);
          const all = await core.events.query(await open(), {});
          for (const range of windows) await checkWindow(await open(), all, range);
        }
        await core.calendars.remove(await open());
      });
      // MySQL differs in statements only, and each takes a way through the network.
      const numRuns = process.env.TEST_DATABASE_URL ? 3 : 8;
      await fc.assert(property, { numRuns, seed: 20260315, endOnFailure: true });
    },
  );
});
