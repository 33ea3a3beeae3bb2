import type { SeriesDraft } from '@dayferry/core';
import { afterAll, expect, it } from 'vitest';
import { startCore } from './core-over.js';
import { statementsOf } from './plans.js';

// What the server really sends is asked for its plan.
const isSqlite = !process.env.TEST_DATABASE_URL;

const draft = (i: number): SeriesDraft => ({
  kind: 'event',
  uid: `plan-${i}`,
  master: {
    start: { local: `2026-03-${String(1 + (i % 28)).padStart(2, '0')}T10:00:00`, zone: 'Etc/UTC' },
    title: 'x',
  },
  recurrence: i % 5 === 0 ? { rules: ['FREQ=WEEKLY'], exrules: [], rdates: [], exdates: [] } : undefined,
  overrides: [],
});
const window = { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 9) };

const test = await startCore({ people: [{ email: 'alice@example.org' }] });
const { core, database } = test;
const open = await test.own('alice@example.org');
afterAll(() => test.close());

/** All rows of a table that grows, or all of a calendar. */
const walk =
  /SCAN (?:s|b|i|series|series_body|instance)\b|SEARCH (?:s|b|i|series|series_body|instance) [^\n]*\(calendar_key=\?\)/;

async function readAndWrite(): Promise<void> {
  const { events, freeBusy, upkeep } = core;
  const options = { origin: 'v3' as const };
  const items = Array.from({ length: 60 }, (_, i) => ({ ref: null, change: () => draft(i), options }));
  await events.writeMany(open, items);
  await events.write(open, null, () => draft(101), options);
  await events.write(open, { uid: 'plan-3' }, () => draft(4), options);
  await events.write(open, { uid: 'plan-5' }, () => draft(10), options);
  await events.remove(open, { uid: 'plan-7' });
  expect((await events.find(open, { uid: 'plan-3' })).ical).toContain('BEGIN');
  expect(await events.query(open, window)).not.toEqual([]);
  expect(await events.heads(open, window)).not.toEqual([]);
  expect((await events.instances(open, { ...window, limit: 250 })).items).not.toEqual([]);
  expect(await freeBusy.of(open, window)).toBeDefined();
  expect(await upkeep.coverInstances(10)).toBe(0);
  const later = await core.calendars.open(open.viewer, open.calendar.id);
  expect((await events.changes(later, 50, 100)).items).not.toEqual([]);
}

it.runIf(isSqlite)('what reads and writes a few events walks no calendar', async () => {
  const statements = await statementsOf(database.url, readAndWrite);
  expect(statements.length).toBeGreaterThan(15);
  expect(statements.filter(({ plan }) => walk.test(plan))).toEqual([]);
});
