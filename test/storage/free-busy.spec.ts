import { withoutTypes, type EventData, type OpenCalendar, type SeriesDraft } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { startCore } from './core-over.js';

const hour = 3_600_000;
const monday = Date.UTC(2026, 2, 2);
const week = { from: monday, to: monday + 7 * 24 * hour };

const people = ['alice', 'bob', 'carol', 'dora'].map((name) => ({
  email: `${name}@example.org`,
  timeZone: 'Europe/Berlin',
}));
const test = await startCore({ people });
const alice = await test.own('alice@example.org');
afterAll(() => test.close());

const at = (local: string, zone: string | null = 'Etc/UTC') => ({ local: `2026-03-0${local}`, zone });

async function put(open: OpenCalendar, master: EventData, more: Partial<SeriesDraft> = {}): Promise<string> {
  const draft = (): SeriesDraft => ({ kind: 'event', master, overrides: [], ...more });
  return (await test.core.events.write(open, null, draft, { origin: 'v3' })).stored.head.id;
}

/** `2 09:00-10:00 busy` */
async function busyTexts(open: OpenCalendar, window = week): Promise<string[]> {
  const { intervals } = await test.core.freeBusy.of(open, window);
  const text = (utc: number): string => new Date(utc).toISOString().slice(9, 16).replace('T', ' ');
  return intervals.map(({ start, end, type }) => `${text(start)}-${text(end)} ${type}`);
}

async function fresh(title: string): Promise<OpenCalendar> {
  return test.core.calendars.create(alice.viewer, { title, timeZone: 'Europe/Berlin' });
}

const rules = (...texts: string[]) => ({ rules: texts, exrules: [], rdates: [], exdates: [] });

describe('busy times of a calendar', () => {
  it('joins what touches or overlaps, type by type', async () => {
    const open = await fresh('merge');
    await put(open, { start: at('2T09:00:00'), end: at('2T10:00:00') });
    await put(open, { start: at('2T10:00:00'), end: at('2T11:00:00') });
    await put(open, { start: at('2T10:30:00'), end: at('2T10:45:00') });
    await put(open, { start: at('2T10:30:00'), end: at('2T12:00:00'), status: 'tentative' });
    await put(open, { start: at('3T09:00:00'), end: at('3T17:00:00'), eventType: 'outOfOffice' });
    expect(await busyTexts(open)).toEqual([
      '2 09:00-2 11:00 busy',
      '2 10:30-2 12:00 tentative',
      '3 09:00-3 17:00 unavailable',
    ]);
    const { intervals } = await test.core.freeBusy.of(open, week);
    expect(withoutTypes(intervals)).toHaveLength(2);
  });

  it('leaves out what takes no time: transparent, cancelled, declined, without length, tasks', async () => {
    const open = await fresh('free');
    const times = { start: at('2T09:00:00'), end: at('2T10:00:00') };
    await put(open, { ...times, transparency: 'transparent' });
    await put(open, { ...times, status: 'cancelled' });
    await put(open, { ...times, attendees: [{ address: 'mailto:Alice@example.org', status: 'declined' }] });
    await put(open, { start: at('2T09:00:00') });
    await put(open, { start: at('2T09:00:00'), due: at('2T10:00:00') }, { kind: 'task' });
    expect(await busyTexts(open)).toEqual([]);
  });

  it('counts an unanswered invitation as busy and a hesitant one as tentative', async () => {
    const open = await fresh('guests');
    const guest = (status?: string) => [{ address: 'mailto:alice@example.org', ...(status ? { status } : {}) }];
    await put(open, { start: at('2T09:00:00'), end: at('2T10:00:00'), attendees: guest() });
    await put(open, { start: at('3T09:00:00'), end: at('3T10:00:00'), attendees: guest('tentative') });
    expect(await busyTexts(open)).toEqual(['2 09:00-2 10:00 busy', '3 09:00-3 10:00 tentative']);
  });

  it('expands series; moved, cancelled, freed and excluded instances are where they are', async () => {
    const open = await fresh('series');
    const start = { local: '2026-02-02T09:00:00', zone: 'Europe/Berlin' };
    const berlin = (local: string) => at(local, 'Europe/Berlin');
    const override = (day: number, patch: SeriesDraft['overrides'][number]['patch']) => ({
      recurrenceId: berlin(`${day}T09:00:00`),
      patch,
      seq: 0,
      updated: 0,
    });
    await put(
      open,
      { start, duration: 'PT1H' },
      {
        recurrence: { ...rules('FREQ=DAILY'), exdates: [berlin('6T09:00:00')] },
        overrides: [
          override(2, { start: berlin('2T15:00:00') }),
          override(3, { status: 'cancelled' }),
          override(4, { transparency: 'transparent' }),
          override(5, { status: 'tentative' }),
        ],
      },
    );
    expect(await busyTexts(open)).toEqual([
      '2 14:00-2 15:00 busy',
      '5 08:00-5 09:00 tentative',
      '7 08:00-7 09:00 busy',
      '8 08:00-8 09:00 busy',
    ]);
  });

  it("puts all-day and floating events where the calendar's zone, or the one asked for, has them; cut to the window", async () => {
    const open = await fresh('zoneless');
    await put(open, { start: at('2', null), end: at('4', null) });
    await put(open, { start: at('5T09:00:00', null), end: at('5T10:00:00', null) });
    expect(await busyTexts(open)).toEqual(['2 00:00-3 23:00 busy', '5 08:00-5 09:00 busy']);
    const { intervals } = await test.core.freeBusy.of(open, { ...week, zone: 'Pacific/Kiritimati' });
    expect(intervals.at(-1)).toEqual({ start: monday + 67 * hour, end: monday + 68 * hour, type: 'busy' });
  });

  it('refuses an empty window', async () => {
    await expect(test.core.freeBusy.of(alice, { from: monday, to: monday })).rejects.toMatchObject({
      kind: 'invalid-input',
    });
  });
});

describe('busy times of many calendars', () => {
  it('shows a free/busy reader the times of private and secret events, and strangers nothing', async () => {
    const bob = await test.own('bob@example.org');
    await put(bob, { start: at('2T09:00:00'), end: at('2T10:00:00'), visibility: 'private', title: 'Doctor' });
    await put(bob, { start: at('3T09:00:00'), end: at('3T10:00:00'), isSecret: true, title: 'Surprise' });
    await test.core.calendars.setAcl(bob, {
      scopeType: 'user',
      scopeValue: 'alice@example.org',
      role: 'freeBusy',
    });
    const ids = ['Bob@example.org', 'carol@example.org', 'nobody@example.org', 'alice@example.org'];
    const answers = await test.core.freeBusy.query(alice.viewer, ids, week);
    expect(answers).toEqual([
      {
        id: 'Bob@example.org',
        intervals: [
          { start: monday + 9 * hour, end: monday + 10 * hour, type: 'busy' },
          { start: monday + 33 * hour, end: monday + 34 * hour, type: 'busy' },
        ],
        isTruncated: false,
      },
      { id: 'carol@example.org', error: 'notFound' },
      { id: 'nobody@example.org', error: 'notFound' },
      { id: 'alice@example.org', intervals: [], isTruncated: false },
    ]);
  });

  it('says when a series has more instances than one answer may hold', async () => {
    const open = await fresh('second by second');
    await put(open, { start: at('2T09:00:00'), duration: 'PT1S' }, { recurrence: rules('FREQ=SECONDLY;INTERVAL=2') });
    const busy = await test.core.freeBusy.of(open, week);
    expect([busy.isTruncated, busy.intervals.length]).toEqual([true, 3_000]);
  });
});
