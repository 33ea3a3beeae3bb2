import type { EventSeries, SeriesDraft } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { openAs, people, startServer } from '../harness/index.js';

const server = await startServer();
const open = await openAs(server.core, people.alice.email);
afterAll(() => server.close());

function daily(changes: number): SeriesDraft {
  const at = (day: number, hour: number) => ({
    local: new Date(Date.UTC(2026, 0, 1 + day, hour)).toISOString().slice(0, 19),
    zone: 'Europe/Berlin',
  });
  const overrides = Array.from({ length: changes }, (_, day) => {
    return { recurrenceId: at(day, 10), patch: { title: `Day ${day}` }, seq: 0, updated: 0 };
  });
  const recurrence = { rules: ['FREQ=DAILY'], exrules: [], rdates: [], exdates: [] };
  const master = { title: 'Daily', start: at(0, 10), duration: 'PT1H' };
  return { kind: 'event', master, recurrence, overrides };
}

/** Turns of the event loop, in each of which others are served, from when `change` is called to when all is written. */
async function turnsOf(change: (current: EventSeries | null) => SeriesDraft, key?: string): Promise<[number, string]> {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    if (isDone) return;
    turns += 1;
    setImmediate(count);
  };
  const counted = (current: EventSeries | null): SeriesDraft => {
    setImmediate(count);
    return change(current);
  };
  const { stored } = await server.core.events.write(open, key ? { key } : null, counted, { origin: 'jscalendar' });
  isDone = true;
  return [turns, stored.head.key];
}

describe('a series with many changed occurrences', () => {
  it('lets others be served between the steps of writing it', async () => {
    const [created, key] = await turnsOf(() => daily(300));
    expect(created).toBeGreaterThanOrEqual(4);
    const [changed] = await turnsOf(
      (current) => ({ ...current!, master: { ...current!.master, title: 'Often' } }),
      key,
    );
    expect(changed).toBeGreaterThanOrEqual(4);
    const stored = await server.core.events.find(open, { key });
    expect(stored.series).toMatchObject({ master: { title: 'Often' }, overrides: { length: 300 } });
  });
});
