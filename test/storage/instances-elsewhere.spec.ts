import { createCore, type Core, type OpenCalendar, type SeriesDraft } from '@dayferry/core';
import { openAs } from '../harness/index.js';
import { openStore } from '@dayferry/storage';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { startCore } from './core-over.js';

const alice = 'alice@example.org';
const day = 86_400_000;
const first = Date.UTC(2026, 2, 2);
const range = { from: first, to: first + 14 * day };

/** The same database as another process has it open. */
const test = await startCore({ people: [{ email: alice }], clock: () => first });
const store = await openStore(test.database.url);
const elsewhere = createCore({ ...test.deps, store });
afterAll(async () => {
  await store.close();
  await test.close();
});

interface Step {
  kind: 'add' | 'move' | 'retitle' | 'remove' | 'read';
  at: number;
  day: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('add', 'add', 'move', 'retitle', 'remove', 'read', 'read'),
  at: fc.nat(1000),
  day: fc.nat(13),
});

function draft({ day: number, at }: Step): SeriesDraft {
  const local = new Date(first + number * day).toISOString().slice(0, 10);
  return {
    kind: 'event',
    master: { title: `Title ${at}`, start: { local: `${local}T10:00:00`, zone: 'Etc/UTC' }, duration: 'PT1H' },
    ...(at % 2 === 0 ? { recurrence: { rules: ['FREQ=DAILY'], exrules: [], rdates: [], exdates: [] } } : {}),
    overrides: [],
  };
}

async function write(open: OpenCalendar, one: Step): Promise<void> {
  const { events } = test.core;
  const origin = { origin: 'v3' } as const;
  if (one.kind === 'read') return;
  if (one.kind === 'add') return void (await events.write(open, null, () => draft(one), origin));
  const all = await events.query(open, {});
  const head = all[one.at % Math.max(1, all.length)]?.head;
  if (!head) return;
  if (one.kind === 'remove') return void (await events.remove(open, { key: head.key }));
  const change = (current: SeriesDraft | null): SeriesDraft =>
    one.kind === 'move' ? draft(one) : { ...current!, master: { ...current!.master, title: `Other ${one.at}` } };
  await events.write(open, { key: head.key }, change, origin);
}

async function seenBy(core: Core, open: OpenCalendar): Promise<string[]> {
  const { items } = await core.events.instances(open, range);
  return items.map(({ id, startUtc, data, key }) => [startUtc, id, key, data.title].join(' '));
}

/** Each question of one core learns what another wrote since its last one, in whatever order answers come in. */
it('what another process writes is in the next answer', { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
    const own = await test.own(alice);
    const { calendar } = await test.core.calendars.create(own.viewer, { title: 'elsewhere', timeZone: 'Etc/UTC' });
    const early = await openAs(elsewhere, alice, calendar.id);
    for (const one of steps) {
      const open = await openAs(elsewhere, alice, calendar.id);
      // Questions that are under way while something is written: with what is known now, and with an old view.
      const underWay = [seenBy(elsewhere, open), seenBy(elsewhere, early)];
      await write(await openAs(test.core, alice, calendar.id), one);
      await Promise.all(underWay);
      const fresh = createCore(test.deps);
      const wanted = await seenBy(fresh, await openAs(fresh, alice, calendar.id));
      expect(await seenBy(elsewhere, await openAs(elsewhere, alice, calendar.id))).toEqual(wanted);
      expect(await seenBy(elsewhere, early)).toEqual(wanted);
    }
  });
  await fc.assert(property, { numRuns: process.env.TEST_DATABASE_URL ? 6 : 20, seed: 20260302, endOnFailure: true });
});
