import fc from 'fast-check';
import type { RecurrenceDate, SeriesDraft, TimePoint } from '@dayferry/core';
import type { OracleFrequency } from './oracle-days.js';
import type { OracleRule, OracleSeries } from './oracle.js';
import { instantOf } from './oracle-zones.js';

const day = 86_400_000;
const zones = [
  null,
  null,
  'Etc/UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'America/Santiago',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Pacific/Apia',
];

/** How far a window may lie from the start: what the oracle can walk. */
const reach: Record<OracleFrequency, number> = {
  SECONDLY: 1_200_000,
  MINUTELY: 0.4 * day,
  HOURLY: 12 * day,
  DAILY: 1.2 * 365 * day,
  WEEKLY: 3 * 365 * day,
  MONTHLY: 4 * 365 * day,
  YEARLY: 7 * 365 * day,
};

export interface Sample {
  oracle: OracleSeries;
  series: SeriesDraft;
  zone: string;
  from: number;
  to: number;
}

const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary });
const some = (min: number, max: number): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 });
const signed = (max: number): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max }), fc.integer({ min: -max, max: -1 })), {
    minLength: 1,
    maxLength: 4,
  });
const often = (numbers: fc.Arbitrary<number[]>, usual: number[][]): fc.Arbitrary<number[]> =>
  fc.oneof(numbers, fc.constantFrom(...usual));

/** Thousandths of the reach. */
const part = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max }).map((n) => n / 1000);

const weekdays = fc.integer({ min: 0, max: 6 });
const plainDays = fc
  .uniqueArray(weekdays, { minLength: 1, maxLength: 5 })
  .map((days) => days.map((each) => ({ day: each })));

function byDay(freq: OracleFrequency): fc.Arbitrary<OracleRule['byDay']> {
  if (freq !== 'MONTHLY' && freq !== 'YEARLY') return plainDays;
  const nth = fc.oneof(
    fc.constantFrom(1, 2, 3, 4, 5, -1, -2, -5),
    ...(freq === 'YEARLY' ? [fc.integer({ min: -53, max: -1 }), fc.integer({ min: 1, max: 53 })] : []),
  );
  const numbered = fc
    .uniqueArray(fc.record({ day: weekdays, nth }), {
      minLength: 1,
      maxLength: 3,
      selector: (d) => `${d.day}/${d.nth}`,
    })
    .map((days) => days.map(({ day: weekday, nth: n }) => ({ day: weekday, nth: n })));
  return fc.oneof(plainDays, numbered);
}

interface Raw extends OracleRule {
  end: { kind: 'none' | 'count' | 'until'; count: number; form: 'date' | 'local' | 'utc'; far: number };
}

function ruleOf(freq: OracleFrequency): fc.Arbitrary<Raw> {
  const isYearly = freq === 'YEARLY';
  return fc.record({
    freq: fc.constant(freq),
    interval: fc.oneof(fc.constant(1), fc.constant(1), fc.integer({ min: 1, max: 13 })),
    wkst: fc.oneof(fc.constant(1), weekdays),
    end: fc.record({
      kind: fc.constantFrom('none', 'none', 'count', 'until'),
      count: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 400 })),
      form: fc.constantFrom('date', 'local', 'utc'),
      far: part(0, 1200),
    }),
    byMonth: sometimes(some(1, 12)),
    byWeekNo: isYearly ? sometimes(often(signed(53), [[1], [53], [-1], [52, 53]])) : fc.constant(undefined),
    byYearDay: isYearly || freq === 'HOURLY' ? sometimes(often(signed(366), [[366], [-366], [1, -1, 60]])) : never,
    byMonthDay: sometimes(often(signed(31), [[31], [29, 30, 31], [-31], [-1], [1, 15]])),
    byDay: sometimes(byDay(freq)),
    byHour: sometimes(often(some(0, 23), [[2], [1, 2, 3], [0]])),
    byMinute: sometimes(often(some(0, 59), [[0, 30]])),
    bySecond: sometimes(often(some(0, 60), [[0], [59, 60]])),
    bySetPos: sometimes(often(signed(12), [[1], [-1], [2, -2]])),
    skip: freq === 'YEARLY' || freq === 'MONTHLY' ? sometimes(fc.constantFrom('OMIT', 'BACKWARD', 'FORWARD')) : never,
  });
}

const never = fc.constant(undefined);

const frequencies = Object.keys(reach) as OracleFrequency[];

const raw = fc.constantFrom(...frequencies).chain((freq) =>
  fc.record({
    freq: fc.constant(freq),
    rules: fc.array(ruleOf(freq), { minLength: 1, maxLength: 2 }),
    exrules: fc.oneof(
      { weight: 6, arbitrary: fc.constant<Raw[]>([]) },
      { weight: 1, arbitrary: fc.array(ruleOf(freq), { maxLength: 1 }) },
    ),
    kind: fc.constantFrom(...zones),
    isAllDay: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    start: fc.oneof(
      fc.integer({ min: Date.UTC(1996, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 }),
      // Around midnight and the hours in which clocks change.
      fc
        .tuple(fc.integer({ min: 9500, max: 24_000 }), fc.constantFrom(0, 1800, 3600, 5400, 7200, 8100, 9000, 10_800))
        .map(([number, seconds]) => number * 86_400 + seconds),
    ),
    dates: fc.array(part(0, 1000), { maxLength: 2 }),
    exdates: fc.array(fc.nat({ max: 30 }), { maxLength: 2 }),
    exdays: fc.array(fc.nat({ max: 300 }), { maxLength: 1 }),
    window: fc.tuple(part(-100, 900), part(0, 1000)),
    viewer: fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'America/Los_Angeles'),
  }),
);

type RawSample = typeof raw extends fc.Arbitrary<infer T> ? T : never;

/** One series, as the engine and as the oracle read it, and a window. */
export const sample: fc.Arbitrary<Sample> = raw.map(toSample);

function toSample(given: RawSample): Sample {
  const isAllDay = given.isAllDay && !['SECONDLY', 'MINUTELY', 'HOURLY'].includes(given.freq);
  const zone = isAllDay ? null : given.kind;
  const start = isAllDay ? Math.floor(given.start / 86_400) * day : given.start * 1000;
  const far = reach[given.freq];
  const unit = isAllDay ? day : 1000;
  const at = (part: number): number => start + Math.floor((part * far) / unit) * unit;
  const oracle: OracleSeries = {
    start,
    zone,
    isAllDay,
    rules: given.rules.map((rule) => finished(rule, at)),
    exrules: given.exrules.map((rule) => finished({ ...rule, interval: rule.interval + 1 }, at)),
    rdates: given.dates.map(at),
    exdates: given.exdates.map((n) => (n === 0 ? start : at(n / 30))),
    exdays: isAllDay ? [] : given.exdays.map((n) => Math.floor(start / day) * day + n * day),
  };
  const [from, length] = given.window;
  const first = instantOf(start, zone ?? given.viewer);
  const begin = first + Math.floor(from * far);
  const to = Math.min(begin + Math.floor(length * far), first + far);
  return { oracle, series: toSeries(oracle), zone: given.viewer, from: Math.min(begin, to), to };
}

function finished({ end, ...parts }: Raw, at: (part: number) => number): OracleRule {
  const rule: OracleRule = { ...parts };
  const hasOther = Object.entries(parts).some(([name, value]) => /^by(?!SetPos)/.test(name) && value !== undefined);
  if (!hasOther) delete rule.bySetPos;
  if (rule.byWeekNo) {
    if (rule.byDay) rule.byDay = rule.byDay.map(({ day: weekday }) => ({ day: weekday }));
    delete rule.skip;
  }
  if (end.kind === 'count') rule.count = end.count;
  if (end.kind === 'until') {
    const wall = at(end.far);
    rule.until = { form: end.form, wall: end.form === 'date' ? Math.floor(wall / day) * day : wall };
  }
  return rule;
}

export function localText(wall: number, isDate: boolean): string {
  return new Date(wall).toISOString().slice(0, isDate ? 10 : 19);
}

function toSeries(oracle: OracleSeries): SeriesDraft {
  const point = (wall: number): TimePoint => ({ local: localText(wall, oracle.isAllDay), zone: oracle.zone });
  const rdates: RecurrenceDate[] = oracle.rdates.map((wall) => ({ start: point(wall) }));
  const exdays = oracle.exdays.map((wall) => ({ local: localText(wall, true), zone: null }));
  return {
    kind: 'event',
    master: { start: point(oracle.start), ...(oracle.isAllDay ? {} : { duration: 'PT1H' }) },
    overrides: [],
    recurrence: {
      rules: oracle.rules.map((rule) => ruleText(rule, oracle)),
      exrules: oracle.exrules.map((rule) => ruleText(rule, oracle)),
      rdates,
      exdates: [...oracle.exdates.map(point), ...exdays],
    },
  };
}

const names = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const compact = (text: string): string => text.replaceAll(/[-:]/g, '');

function ruleText(rule: OracleRule, series: OracleSeries): string {
  const parts: [string, string | number | undefined][] = [
    ['RSCALE', rule.skip && 'GREGORIAN'],
    ['FREQ', rule.freq],
    ['INTERVAL', rule.interval],
    ['COUNT', rule.count],
    ['UNTIL', rule.until && untilText(rule.until, series)],
    ['BYMONTH', rule.byMonth?.join()],
    ['BYWEEKNO', rule.byWeekNo?.join()],
    ['BYYEARDAY', rule.byYearDay?.join()],
    ['BYMONTHDAY', rule.byMonthDay?.join()],
    ['BYDAY', rule.byDay?.map(({ day: weekday, nth }) => `${nth ?? ''}${names[weekday]}`).join()],
    ['BYHOUR', rule.byHour?.join()],
    ['BYMINUTE', rule.byMinute?.join()],
    ['BYSECOND', rule.bySecond?.join()],
    ['BYSETPOS', rule.bySetPos?.join()],
    ['WKST', names[rule.wkst]],
    ['SKIP', rule.skip],
  ];
  return parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
}

function untilText({ form, wall }: NonNullable<OracleRule['until']>, { isAllDay }: OracleSeries): string {
  if (isAllDay || form === 'date') return compact(localText(wall, true));
  return `${compact(localText(wall, false))}${form === 'utc' ? 'Z' : ''}`;
}
