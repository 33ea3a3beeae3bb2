import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.js';
import type { Alarm, EventData } from '../model/event-data.js';
import type { SeriesDraft } from '../model/series.js';
import { alarmOverlaps, alarmTriggers, overlapsRange } from './time-range.js';

const utc = (local: string) => ({ local, zone: 'Etc/UTC' });
const ms = (local: string): number => Date.parse(`${local}Z`);
const setting = { zone: 'Europe/Berlin', limits: defaultLimits };
const [nine, ten] = ['2026-03-02T09:00:00', '2026-03-02T10:00:00'];
const rules = (...texts: string[]) => ({ rules: texts, exrules: [], rdates: [], exdates: [] });

function series(kind: SeriesDraft['kind'], master: EventData, more: Partial<SeriesDraft> = {}): SeriesDraft {
  return { kind, master, overrides: [], ...more };
}

/** `from to` as times of 2 March; `-` is open. */
function overlapsAt(draft: SeriesDraft, range: string): boolean {
  const [from, to] = range.split(' ').map((time) => (time === '-' ? undefined : ms(`2026-03-02T${time}:00`)));
  return overlapsRange(
    draft,
    { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    setting,
  );
}

describe('RFC 4791 §9.9, VEVENT', () => {
  const cases: [what: string, master: EventData, hits: string[], misses: string[]][] = [
    ['DTEND', { start: utc(nine), end: utc(ten) }, ['09:59 12:00', '08:00 09:01'], ['10:00 12:00', '08:00 09:00']],
    ['DURATION', { start: utc(nine), duration: 'PT1H' }, ['09:59 12:00'], ['10:00 12:00']],
    ['no length', { start: utc(nine) }, ['09:00 09:01', '- 09:01', '09:00 -'], ['09:01 10:00', '08:00 09:00']],
    ['a date, in the zone asked for', { start: { local: '2026-03-02', zone: null } }, ['22:59 23:30'], ['23:00 23:30']],
  ];
  it.each(cases)('%s', (_what, master, hits, misses) => {
    for (const range of hits) expect([range, overlapsAt(series('event', master), range)]).toEqual([range, true]);
    for (const range of misses) expect([range, overlapsAt(series('event', master), range)]).toEqual([range, false]);
  });

  it('finds a cancelled instance by its component, and an excluded one not', () => {
    const override = { recurrenceId: utc(nine), patch: { status: 'cancelled' as const }, seq: 0, updated: 0 };
    const start = utc('2026-03-01T09:00:00');
    const master = { start, duration: 'PT1H' };
    const cancelled = series('event', master, { recurrence: rules('FREQ=DAILY'), overrides: [override] });
    expect(overlapsAt(cancelled, '09:00 10:00')).toBe(true);
    const recurrence = { ...rules('FREQ=DAILY'), exdates: [utc(nine)] };
    expect(overlapsAt({ ...cancelled, recurrence }, '09:00 10:00')).toBe(false);
    expect(overlapsAt(series('event', master, { recurrence }), '09:00 10:00')).toBe(false);
  });

  it('ends for a rule that never matches', () => {
    const never = series('event', { start: utc(nine) }, { recurrence: rules('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30') });
    expect(overlapsRange(never, { from: ms('2030-01-01T00:00:00') }, setting)).toBe(false);
  });
});

describe('RFC 4791 §9.9, VTODO', () => {
  const created = ms(nine);
  const completedAt = `${ten}Z`;
  const cases: [what: string, master: EventData, hits: string[], misses: string[]][] = [
    [
      'DTSTART and DURATION',
      { start: utc(nine), duration: 'PT1H' },
      ['10:00 11:00', '08:00 09:01'],
      ['10:01 11:00', '08:00 09:00'],
    ],
    [
      'DTSTART and DUE',
      { start: utc(nine), due: utc(ten) },
      ['09:59 11:00', '08:00 09:01'],
      ['10:00 11:00', '08:00 09:00'],
    ],
    ['DTSTART', { start: utc(nine) }, ['09:00 10:00'], ['09:01 10:00', '08:00 09:00']],
    ['DUE', { due: utc(ten) }, ['09:00 10:00', '09:59 11:00'], ['10:00 11:00', '08:00 09:59']],
    ['COMPLETED and CREATED', { created, completedAt }, ['09:30 09:40', '08:00 09:00'], ['10:01 11:00', '07:00 08:59']],
    ['COMPLETED', { completedAt }, ['10:00 11:00', '08:00 10:00'], ['10:01 11:00', '08:00 09:59']],
    ['CREATED', { created }, ['11:00 12:00', '08:00 09:01'], ['08:00 09:00']],
    ['nothing', {}, ['01:00 02:00'], []],
  ];
  it.each(cases)('%s', (_what, master, hits, misses) => {
    for (const range of hits) expect([range, overlapsAt(series('task', master), range)]).toEqual([range, true]);
    for (const range of misses) expect([range, overlapsAt(series('task', master), range)]).toEqual([range, false]);
  });

  it('moves the due time with each instance', () => {
    const master = { start: utc('2026-02-02T09:00:00'), due: utc('2026-02-02T10:00:00') };
    const weekly = series('task', master, { recurrence: rules('FREQ=WEEKLY') });
    expect(overlapsAt(weekly, '09:30 09:40')).toBe(true);
    expect(overlapsAt(weekly, '10:00 11:00')).toBe(false);
    const dueOnly = series('task', { due: utc('2026-02-02T10:00:00') }, { recurrence: rules('FREQ=WEEKLY') });
    expect(overlapsAt(dueOnly, '09:30 10:00')).toBe(true);
    expect(overlapsAt(dueOnly, '10:00 11:00')).toBe(false);
  });
});

describe('RFC 4791 §9.9, VJOURNAL', () => {
  it('lasts a day by date, no time by date-time, and is nowhere without DTSTART', () => {
    expect(overlapsAt(series('journal', { start: { local: '2026-03-02', zone: null } }), '20:00 21:00')).toBe(true);
    expect(overlapsAt(series('journal', { start: utc(nine) }), '09:00 09:01')).toBe(true);
    expect(overlapsAt(series('journal', { start: utc(nine) }), '09:01 10:00')).toBe(false);
    expect(overlapsAt(series('journal', {}), '- 10:00')).toBe(false);
  });
});

describe('RFC 4791 §9.9, VALARM', () => {
  const within = (draft: SeriesDraft, from: string, to: string): boolean =>
    alarmOverlaps(draft, { from: ms(`2026-03-02T${from}:00`), to: ms(`2026-03-02T${to}:00`) }, setting);
  const alarmed = (alarm: Omit<Alarm, 'action'>, more: Partial<SeriesDraft> = {}): SeriesDraft =>
    series('event', { start: utc(nine), end: utc(ten), alarms: [{ action: 'popup', ...alarm }] }, more);

  it('fires before the start, after the end, at a time, and again', () => {
    expect(within(alarmed({ trigger: { offset: '-PT15M' } }), '08:45', '08:46')).toBe(true);
    expect(within(alarmed({ trigger: { offset: '-PT15M' } }), '08:46', '09:00')).toBe(false);
    expect(within(alarmed({ trigger: { offset: 'PT0S', relativeTo: 'end' } }), '10:00', '10:01')).toBe(true);
    expect(within(alarmed({ trigger: { at: '2026-03-02T06:00:00Z' } }), '06:00', '06:01')).toBe(true);
    const repeated = alarmed({ trigger: { offset: '-PT1H' }, repeat: 2, interval: 'PT10M' });
    expect(within(repeated, '08:20', '08:21')).toBe(true);
    expect(within(repeated, '08:21', '12:00')).toBe(false);
  });

  it('fires for each instance, tasks by their due time, and for a cancelled instance not at all', () => {
    const start = utc('2026-02-02T09:00:00');
    const alarms: Alarm[] = [{ action: 'popup', trigger: { offset: '-P1D' } }];
    const weekly = series('event', { start, alarms }, { recurrence: rules('FREQ=WEEKLY') });
    const march = { from: ms('2026-03-01T00:00:00'), to: ms('2026-03-15T00:00:00') };
    expect(alarmTriggers(weekly, march, setting).map(({ at }) => at)).toEqual([
      ms('2026-03-01T09:00:00'),
      ms('2026-03-08T09:00:00'),
    ]);
    const override = { recurrenceId: utc(nine), patch: { status: 'cancelled' as const }, seq: 0, updated: 0 };
    expect(alarmTriggers({ ...weekly, overrides: [override] }, march, setting)).toHaveLength(1);
    const task = series('task', { due: utc(ten), alarms: [{ action: 'popup', trigger: { offset: '-PT5M' } }] });
    expect(within(task, '09:55', '09:56')).toBe(true);
  });
});
