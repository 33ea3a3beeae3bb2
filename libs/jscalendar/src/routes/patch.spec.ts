import type { JsonObject } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../parse/event.js';
import { patched } from './patch.js';

function daily(changes: number): JsonObject {
  const at = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day, 10)).toISOString().slice(0, 19);
  const overrides = Array.from({ length: changes }, (_, day) => [at(day), { title: `Day ${day}` }] as const);
  return {
    '@type': 'Event',
    uid: 'daily',
    updated: '2026-01-01T00:00:00Z',
    start: at(0),
    recurrenceRules: [{ '@type': 'RecurrenceRule', frequency: 'daily' }],
    recurrenceOverrides: Object.fromEntries(overrides),
  };
}

/** Turns of the event loop while a patch is applied: in each of them others are served. */
async function turnsOf(changes: number): Promise<number> {
  const source = daily(changes);
  const current = parseEvent(source, '1.0');
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    if (isDone) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  const next = await patched(current, { title: 'Another' }, { isLenient: false, version: '1.0', source });
  isDone = true;
  expect(next).toMatchObject({ master: { title: 'Another' }, overrides: { length: changes } });
  return turns;
}

describe('a patch', () => {
  it('of a series with many changed occurrences lets others be served between its steps', async () => {
    expect(await turnsOf(300)).toBeGreaterThanOrEqual(2);
  });

  it('of any other event is applied at once', async () => {
    expect(await turnsOf(3)).toBe(0);
  });
});
