import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { calendarClient, library, optional, type Calendar } from './googleapis.js';

interface Batcher {
  batchFetchImplementation(options?: { maxBatchSize?: number }): typeof fetch;
}

const batcher = optional('@jrmdayn/googleapis-batcher') as Batcher | undefined;
const googleapis = library('googleapis');

describe.skipIf(!batcher || !googleapis)('@jrmdayn/googleapis-batcher', () => {
  let gateway: RunningGateway;
  let alice: Calendar;

  beforeAll(async () => {
    gateway = await startGateway();
    const fetchImplementation = batcher!.batchFetchImplementation();
    alice = calendarClient(googleapis!, gateway.url, gateway.alice, { fetchImplementation });
  });
  afterAll(() => gateway.stop());

  /** Of the requests that its log tells of so far. */
  const paths = (method: string): string[] => {
    const lines = gateway.log().matchAll(/"method":"(\w+)","path":"([^"]+)"/g);
    return [...lines].filter(([, one]) => one === method).map(([, , path]) => path!);
  };

  it('makes many events in one request', async () => {
    const calendarId = 'primary';
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        alice.events.insert({ calendarId, requestBody: { summary: `No. ${i}`, ...day(i) } }),
      ),
    );
    expect(made.map(({ data }) => data.summary)).toEqual(Array.from({ length: 20 }, (_, i) => `No. ${i}`));
    expect((await alice.events.list({ calendarId })).data.items).toHaveLength(20);
    // A request's line comes after its answer: once the list's is here, so are all before it.
    await expect.poll(() => paths('GET'), { timeout: 20_000 }).toHaveLength(1);
    expect(paths('POST')).toEqual(['/batch']);
  });

  it('gets each answer, good or bad, for the call that it belongs to', async () => {
    const [calendar, missing, colors] = await Promise.allSettled([
      alice.calendars.get({ calendarId: 'primary' }),
      alice.events.get({ calendarId: 'primary', eventId: 'nothere' }),
      alice.colors.get(),
    ]);
    expect(calendar).toMatchObject({ value: { data: { id: 'alice@example.org' } } });
    expect(missing).toMatchObject({ status: 'rejected', reason: { status: 404 } });
    expect(colors).toMatchObject({ value: { data: { kind: 'calendar#colors' } } });
  });
});

const day = (i: number): { start: { date: string }; end: { date: string } } => ({
  start: { date: `2026-03-${String(i + 1).padStart(2, '0')}` },
  end: { date: `2026-03-${String(i + 2).padStart(2, '0')}` },
});
