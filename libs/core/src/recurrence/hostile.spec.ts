import { describe, expect, it } from 'vitest';
import { DayferryError } from '../errors.js';
import { defaultLimits } from '../limits.js';
import type { Override, Recurrence, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { civilMillis, civilText } from '../time/civil.js';
import type { Expansion } from './api.js';
import { bounds, OPEN_END } from './bounds.js';
import { expand } from './expand.js';
import { occurrenceOf } from './occurrence.js';
import { parseRule } from './rule.js';

const zone = 'Etc/UTC';
const hour = 3_600_000;
const day = 24 * hour;

const utc = (local: string): TimePoint => ({ local, zone });

function seriesOf(rule: string | string[], start = '2026-01-05T10:00:00', more: Partial<Recurrence> = {}): SeriesDraft {
  const recurrence = { rules: [rule].flat(), exrules: [], rdates: [], exdates: [], ...more };
  return { kind: 'event', master: { start: utc(start), duration: 'PT1H' }, overrides: [], recurrence };
}

const at = (text: string): number => civilMillis(text);
const year = (y: number): { from: number; to: number } => ({ from: at(`${y}-01-01`), to: at(`${y + 1}-01-01`) });
const inWindow = (series: SeriesDraft, window: { from?: number; to?: number } = {}): Expansion =>
  expand(series, { ...window, zone, limits: defaultLimits });
const starts = ({ occurrences }: Expansion): string[] => occurrences.map((item) => item.start.local);

/** Counts what the engine asks of its budget: time depends on the machine, steps do not. */
function stepsOf(series: SeriesDraft, window: { from?: number; to?: number }): number {
  let steps = 0;
  const limits = {
    instancesPerAnswer: defaultLimits.instancesPerAnswer,
    get expansionSteps() {
      return defaultLimits.expansionSteps;
    },
  };
  for (let low = 0, high = limits.expansionSteps; low < high;) {
    const middle = (low + high) >> 1;
    const { isTruncated } = expand(series, { ...window, zone, limits: { ...limits, expansionSteps: middle } });
    if (isTruncated) low = middle + 1;
    else high = middle;
    steps = high;
  }
  return steps;
}

describe('rrule-secondly', () => {
  const series = seriesOf('FREQ=SECONDLY', '1970-01-01T00:00:00');

  it('is cut at the instance limit in a window of a year, and says so', () => {
    const { occurrences, isTruncated } = inWindow(series, year(2026));
    expect(occurrences).toHaveLength(3000);
    expect(isTruncated).toBe(true);
    // An instance that began before the window and reaches into it belongs to it.
    expect(occurrences[0]!.start.local).toBe('2025-12-31T23:00:01');
  });

  it('is whole in a window that holds less than the limit', () => {
    const window = { from: at('2026-03-01T00:00:00'), to: at('2026-03-01T00:00:10') };
    const short = { ...series, master: { ...series.master, duration: 'PT1S' } };
    const { occurrences, isTruncated } = inWindow(short, window);
    expect([occurrences.length, isTruncated]).toEqual([10, false]);
  });

  it('has no end in the index', () => expect(bounds(series).endUtc).toBe(OPEN_END));

  it('makes no set of all the seconds of a year', () => {
    const all = (n: number): string => Array.from({ length: n }, (_, i) => i).join();
    const rule = `FREQ=YEARLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYHOUR=${all(24)};BYMINUTE=${all(60)};BYSECOND=${all(60)}`;
    const { occurrences, isTruncated } = inWindow(seriesOf(rule), { from: at('2026-06-01'), to: at('2027-06-01') });
    expect([occurrences.length, isTruncated]).toEqual([3000, true]);
    const last = inWindow(seriesOf(`${rule};BYSETPOS=-1`), year(2027));
    expect([starts(last), last.isTruncated]).toEqual([['2026-12-31T23:59:59', '2027-12-31T23:59:59'], false]);
  });
});

describe('rrule-count-huge', () => {
  it('is counted without a walk when its periods are alike', () => {
    const { endUtc } = bounds(seriesOf('FREQ=HOURLY;COUNT=1000000', '2026-01-01T00:00:00'));
    expect(endUtc).toBeGreaterThanOrEqual(at('2026-01-01T00:00:00') + 1_000_000 * hour);
    expect(endUtc).toBeLessThanOrEqual(at('2026-01-01T00:00:00') + 1_000_000 * hour + 3 * day);
  });

  it.each(['COUNT=1000000000', 'COUNT=2147483648'])('%s reaches the end of time, and is found in any year', (count) => {
    const series = seriesOf(`FREQ=DAILY;${count}`);
    expect(bounds(series).endUtc).toBe(OPEN_END);
    expect(inWindow(series, year(2400)).occurrences).toHaveLength(366);
  });

  it('ends where a rule of weeks has been counted to, far from its start', () => {
    const rule = 'FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=30000';
    const { endUtc } = bounds(seriesOf(rule));
    const last = inWindow(seriesOf(rule), { from: endUtc - 14 * day, to: endUtc + 14 * day });
    expect(last.isTruncated).toBe(false);
    expect(last.occurrences.at(-1)!.startUtc).toBe(at('2026-01-05T10:00:00') + 9999 * 7 * day + 4 * day);
  });

  it.each(['COUNT=-1', 'COUNT=0', 'COUNT=', 'COUNT=1.5', 'COUNT=1e3'])('%s is refused', (count) => {
    expect(() => parseRule(`FREQ=DAILY;${count}`)).toThrow(DayferryError);
  });
});

const never = [
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31',
  'FREQ=YEARLY;BYDAY=5MO;BYMONTHDAY=1;BYMONTH=1',
  'FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1',
  'FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2',
  'FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=366',
  'FREQ=DAILY;BYHOUR=3;BYSETPOS=-2',
];

describe('rrule-never-matches, rrule-setpos-never', () => {
  it.each(never)('%s has its start alone, and ends with the window', (rule) => {
    expect(starts(inWindow(seriesOf(rule), year(2026)))).toEqual(['2026-01-05T10:00:00']);
    expect(inWindow(seriesOf(rule), year(2030))).toEqual({ occurrences: [], isTruncated: false });
  });

  it.each(never)('%s ends without a window too', (rule) => {
    expect(starts(inWindow(seriesOf(rule)))).toEqual(['2026-01-05T10:00:00']);
    expect(occurrenceOf(seriesOf(rule), utc('2030-01-01T10:00:00'), { zone, limits: defaultLimits })).toBeNull();
  });

  it('months that are not named are passed over whole', () => {
    expect(stepsOf(seriesOf('FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'), year(2030))).toBeLessThan(100);
  });

  it('the fourth Thursday that is a 24th is found when there is one', () => {
    const found = inWindow(seriesOf('FREQ=YEARLY;BYDAY=4TH;BYMONTHDAY=24;BYMONTH=11'), { to: at('2040-01-01') });
    expect(starts(found)).toEqual(['2026-01-05T10:00:00', '2033-11-24T10:00:00', '2039-11-24T10:00:00']);
  });
});

describe('rrule-interval', () => {
  it.each(['INTERVAL=0', 'INTERVAL=-1', 'INTERVAL=1;INTERVAL=2', 'INTERVAL=x'])('%s is refused', (part) => {
    expect(() => parseRule(`FREQ=DAILY;${part}`)).toThrow(DayferryError);
  });

  it.each(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'])(
    '%s: a huge one leaves DTSTART',
    (freq) => {
      const all = inWindow(seriesOf(`FREQ=${freq};INTERVAL=999999999999`));
      expect([starts(all), all.isTruncated]).toEqual([['2026-01-05T10:00:00'], false]);
    },
  );
});

describe('rrule-until-mismatch', () => {
  const until = (value: string): string[] => starts(inWindow(seriesOf(`FREQ=DAILY;UNTIL=${value}`)));

  it('a DATE means to the end of that day', () =>
    expect(until('20260107')).toEqual(['2026-01-05T10:00:00', '2026-01-06T10:00:00', '2026-01-07T10:00:00']));
  it('before DTSTART leaves DTSTART', () => expect(until('20200101T000000Z')).toEqual(['2026-01-05T10:00:00']));
  it('in year 9999 is no end to speak of', () => expect(until('99991231T235959Z')).toHaveLength(3000));
  it('together with COUNT is refused', () =>
    expect(() => parseRule('FREQ=DAILY;COUNT=2;UNTIL=20260107')).toThrow(DayferryError));
  it('a date-time for an all-day series is its date', () => {
    const series: SeriesDraft = {
      ...seriesOf('FREQ=DAILY;UNTIL=20260106T225959Z'),
      master: { start: { local: '2026-01-05', zone: null } },
    };
    expect(starts(inWindow(series))).toEqual(['2026-01-05', '2026-01-06']);
  });
});

describe('rrule-all-excluded', () => {
  it('by EXRULE: nothing, within the steps', () => {
    const series = seriesOf('FREQ=DAILY', undefined, { exrules: ['FREQ=DAILY'] });
    expect(inWindow(series, year(2026))).toEqual({ occurrences: [], isTruncated: false });
    expect(inWindow(series)).toEqual({ occurrences: [], isTruncated: true });
  });

  it('by 5,000 EXDATEs', () => {
    const exdates = Array.from({ length: 5000 }, (_, i) => utc(civilText(at('2026-01-05T10:00:00') + i * day)));
    const series = seriesOf('FREQ=DAILY;COUNT=5000', undefined, { exdates });
    expect(inWindow(series)).toEqual({ occurrences: [], isTruncated: false });
  });
});

describe('rrule-exceptions', () => {
  const overrides: Override[] = Array.from({ length: 3000 }, (_, i) => {
    const local = civilText(at('2026-01-05T10:00:00') + i * day);
    return { recurrenceId: utc(local), patch: { start: utc(local.replace('T10', 'T11')) }, seq: 0, updated: 0 };
  });

  it('3,000 changed instances each take the place of their own', () => {
    const series = { ...seriesOf('FREQ=DAILY;COUNT=3000'), overrides };
    const { occurrences, isTruncated } = inWindow(series);
    expect([occurrences.length, isTruncated]).toEqual([3000, false]);
    expect(occurrences.every((item) => item.start.local.endsWith('T11:00:00'))).toBe(true);
  });

  it('those outside the rule are instances too', () => {
    const series = { ...seriesOf('FREQ=WEEKLY;COUNT=1'), overrides: overrides.slice(1, 3) };
    expect(starts(inWindow(series))).toEqual(['2026-01-05T10:00:00', '2026-01-06T11:00:00', '2026-01-07T11:00:00']);
  });
});

describe('year-range', () => {
  it.each(['0001-01-01T00:00:00', '9999-12-31T23:00:00'])(
    'a yearly series from %s stays in the years 1 to 9999',
    (start) => {
      const { occurrences } = inWindow(seriesOf('FREQ=YEARLY', start));
      expect(occurrences[0]!.start.local).toBe(start);
      for (const item of occurrences) expect(item.endUtc).toBeLessThanOrEqual(OPEN_END);
      expect(bounds(seriesOf('FREQ=YEARLY', start)).endUtc).toBeLessThanOrEqual(OPEN_END);
    },
  );
});
