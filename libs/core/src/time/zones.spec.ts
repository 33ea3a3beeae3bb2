import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.js';
import type { SeriesDraft } from '../model/series.js';
import type { JCalComponent } from '../model/shadow.js';
import type { TimePoint } from '../model/time-point.js';
import { expand } from '../recurrence/expand.js';
import { occurrenceOf } from '../recurrence/occurrence.js';
import { fromUtc, toUtc, zoneRules } from './convert.js';
import { addDuration, durationBetween } from './duration.js';
import { formatUtcSeconds } from './instants.js';
import { sameRules } from './vtimezone.js';
import { canonicalZone, isKnownZone } from './zones.js';

const instant = (local: string, zone: string): string => formatUtcSeconds(toUtc({ local, zone }, zone));

describe('a local time', () => {
  it.each([
    // Does not exist: the offset before the gap (RFC 5545 §3.3.5).
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
    ['America/New_York', '2026-03-08T02:30:00', '2026-03-08T07:30:00Z'],
    ['Australia/Sydney', '2026-10-04T02:30:00', '2026-10-03T16:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:45:00Z'],
    ['America/Santiago', '2026-09-06T00:30:00', '2026-09-06T04:30:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T22:00:00Z'],
    // Occurs twice: the first.
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
    ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00Z'],
    ['Australia/Sydney', '2026-04-05T02:30:00', '2026-04-04T15:30:00Z'],
    ['Africa/Casablanca', '2026-02-15T02:30:00', '2026-02-15T01:30:00Z'],
    // Rules of the past are not those of today.
    ['Europe/Moscow', '2012-07-01T12:00:00', '2012-07-01T08:00:00Z'],
    ['Europe/Moscow', '2026-07-01T12:00:00', '2026-07-01T09:00:00Z'],
    ['America/New_York', '2006-03-20T12:00:00', '2006-03-20T17:00:00Z'],
    ['America/New_York', '2007-03-20T12:00:00', '2007-03-20T16:00:00Z'],
    ['Europe/London', '1970-01-15T12:00:00', '1970-01-15T11:00:00Z'],
    ['America/Sao_Paulo', '2018-12-01T12:00:00', '2018-12-01T14:00:00Z'],
    ['America/Sao_Paulo', '2026-12-01T12:00:00', '2026-12-01T15:00:00Z'],
  ])('%s %s is %s', (zone, local, expected) => expect(instant(local, zone)).toBe(expected));

  it.each([2500, 4711, 9999])('in the year %i follows the rules of today', (year) => {
    expect(instant(`${year}-01-15T12:00:00`, 'Europe/Berlin')).toBe(`${year}-01-15T11:00:00Z`);
    expect(instant(`${year}-07-15T12:00:00`, 'Europe/Berlin')).toBe(`${year}-07-15T10:00:00Z`);
    const march = zoneRules('Europe/Berlin').transitions(Date.UTC(year, 0, 1), Date.UTC(year, 6, 1));
    expect(march.map(({ at }) => new Date(at).getUTCDay())).toEqual([0]);
    expect(new Date(march[0]!.at).getUTCDate()).toBeGreaterThan(24);
  });
});

const berlin = (local: string): TimePoint => ({ local, zone: 'Europe/Berlin' });

function seriesOf(master: SeriesDraft['master'], rule: string, timeZones?: SeriesDraft['timeZones']): SeriesDraft {
  const recurrence = { rules: [rule], exrules: [], rdates: [], exdates: [] };
  return { kind: 'event', master, overrides: [], recurrence, ...(timeZones ? { timeZones } : {}) };
}

function instants(series: SeriesDraft, zone = 'Etc/UTC'): string[] {
  return expand(series, { zone, limits: defaultLimits }).occurrences.map(
    ({ startUtc, endUtc }) => `${formatUtcSeconds(startUtc)}/${formatUtcSeconds(endUtc)}`,
  );
}

describe('a series over a change of the clocks', () => {
  it('keeps its wall clock; a time that is skipped is shifted forward, and found by its instant', () => {
    const series = seriesOf({ start: berlin('2026-03-28T02:30:00'), duration: 'PT15M' }, 'FREQ=DAILY;COUNT=3');
    expect(instants(series)).toEqual([
      '2026-03-28T01:30:00Z/2026-03-28T01:45:00Z',
      '2026-03-29T01:30:00Z/2026-03-29T01:45:00Z',
      '2026-03-30T00:30:00Z/2026-03-30T00:45:00Z',
    ]);
    const options = { zone: 'Etc/UTC', limits: defaultLimits };
    const found = occurrenceOf(series, { local: '2026-03-29T01:30:00', zone: 'Etc/UTC' }, options);
    expect(found?.recurrenceId).toEqual(berlin('2026-03-29T02:30:00'));
  });

  it('an hourly one has no instant twice', () => {
    const series = seriesOf({ start: berlin('2026-03-29T01:30:00') }, 'FREQ=HOURLY;COUNT=4');
    expect(instants(series).map((text) => text.slice(11, 16))).toEqual(['00:30', '01:30', '02:30']);
  });

  it('P1D is a day on the calendar, PT24H are 24 hours', () => {
    const start = berlin('2026-03-28T12:00:00');
    expect(addDuration(start, 'P1D').local).toBe('2026-03-29T12:00:00');
    expect(addDuration(start, 'PT24H').local).toBe('2026-03-29T13:00:00');
    expect(durationBetween(start, berlin('2026-03-29T12:00:00'))).toBe('PT23H');
    const nominal = seriesOf({ start, duration: 'P1D' }, 'FREQ=DAILY;COUNT=1');
    const exact = seriesOf({ start, duration: 'PT24H' }, 'FREQ=DAILY;COUNT=1');
    expect([...instants(nominal), ...instants(exact)]).toEqual([
      '2026-03-28T11:00:00Z/2026-03-29T10:00:00Z',
      '2026-03-28T11:00:00Z/2026-03-29T11:00:00Z',
    ]);
  });

  it('DTEND is an exact length, and may be in another zone', () => {
    const end = { local: '2026-03-07T15:00:00', zone: 'America/New_York' };
    const series = seriesOf({ start: berlin('2026-03-07T13:00:00'), end }, 'FREQ=WEEKLY;COUNT=3');
    const { occurrences } = expand(series, { zone: 'Etc/UTC', limits: defaultLimits });
    expect(occurrences.map((item) => [item.start.local, item.end.local, item.end.zone])).toEqual([
      ['2026-03-07T13:00:00', '2026-03-07T15:00:00', 'America/New_York'],
      // America has changed its clocks, Europe not yet.
      ['2026-03-14T13:00:00', '2026-03-14T16:00:00', 'America/New_York'],
      ['2026-03-21T13:00:00', '2026-03-21T16:00:00', 'America/New_York'],
    ]);
  });

  it('UNTIL is an instant, also within the hour that occurs twice', () => {
    const until = (text: string): number =>
      instants(seriesOf({ start: berlin('2026-10-25T02:45:00') }, `FREQ=DAILY;UNTIL=${text}`)).length;
    expect([until('20261026T014459Z'), until('20261026T014500Z')]).toEqual([1, 2]);
    const twice = seriesOf({ start: berlin('2026-10-24T02:45:00') }, 'FREQ=DAILY;UNTIL=20261025T011500Z');
    expect(instants(twice)).toHaveLength(2);
  });

  it('all-day and floating ones are where their viewer is', () => {
    const allDay = seriesOf({ start: { local: '2026-03-29', zone: null } }, 'FREQ=DAILY;COUNT=1');
    expect(instants(allDay, 'Europe/Berlin')).toEqual(['2026-03-28T23:00:00Z/2026-03-29T22:00:00Z']);
    expect(instants(allDay, 'Pacific/Auckland')).toEqual(['2026-03-28T11:00:00Z/2026-03-29T11:00:00Z']);
    const floating = seriesOf(
      { start: { local: '2026-03-29T09:00:00', zone: null }, duration: 'PT1H' },
      'FREQ=DAILY;COUNT=1',
    );
    expect(instants(floating, 'America/New_York')).toEqual(['2026-03-29T13:00:00Z/2026-03-29T14:00:00Z']);
  });
});

describe('a zone name', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['eastern standard time', 'America/New_York'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', 'Europe/Berlin'],
    ['/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['/mozilla.org/20050126_1/Europe/Berlin', 'Europe/Berlin'],
    ['"Europe/Berlin"', 'Europe/Berlin'],
    ['UTC', 'Etc/UTC'],
    ['Etc/GMT', 'Etc/UTC'],
    ['US/Eastern', 'US/Eastern'],
    ['../../etc/localtime', null],
    ['Nowhere/Land', null],
    ['x'.repeat(4096), null],
    ['', null],
  ])('%s is %s', (name, expected) => expect(canonicalZone(name)).toBe(expected));

  it('is known in its own letter case only', () => expect(isKnownZone('europe/berlin')).toBe(false));
});

type Part = [kind: 'standard' | 'daylight', start: string, from: string, to: string, rule?: string];

function definition(parts: Part[]): JCalComponent {
  const components = parts.map(([kind, start, from, to, rule]): JCalComponent => [
    kind,
    [
      ['dtstart', {}, 'date-time', start],
      ['tzoffsetfrom', {}, 'utc-offset', from],
      ['tzoffsetto', {}, 'utc-offset', to],
      ...(rule ? [['rrule', {}, 'recur', rule] as [string, object, string, string]] : []),
    ] as JCalComponent[1],
    [],
  ]);
  return ['vtimezone', [['tzid', {}, 'text', 'Own']], components];
}

/** As Outlook writes it. */
const outlook: Part[] = [
  ['standard', '1601-01-01T03:00:00', '+02:00', '+01:00', 'FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
  ['daylight', '1601-01-01T02:00:00', '+01:00', '+02:00', 'FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
];

describe('a zone that only the object defines', () => {
  it('is computed from its own rules', () => {
    const own = definition([
      ['standard', '2000-11-01T02:00:00', '+05:00', '+04:20', 'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1'],
      ['daylight', '2000-05-01T02:00:00', '+04:20', '+05:00', 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1'],
    ]);
    const zones = { '/Own': own };
    const series = seriesOf(
      { start: { local: '2026-04-30T12:00:00', zone: '/Own' }, duration: 'PT1H' },
      'FREQ=DAILY;COUNT=2',
      zones,
    );
    expect(instants(series).map((text) => text.slice(0, 20))).toEqual(['2026-04-30T07:40:00Z', '2026-05-01T07:00:00Z']);
    expect(fromUtc(Date.UTC(2026, 11, 24, 12), '/Own', zones).local).toBe('2026-12-24T16:20:00');
    expect(sameRules(own, 'Europe/Berlin', 2010, 2037)).toBe(false);
  });

  it('of 1601, as Outlook writes it, agrees with Berlin', () => {
    expect(sameRules(definition(outlook), 'Europe/Berlin', 2010, 2037)).toBe(true);
    expect(instant('2026-07-01T12:00:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00Z');
  });

  it('vtimezone-bomb: is cut at 1,000 changes, broken parts are left out', () => {
    const bomb = definition([
      ...Array.from({ length: 10_000 }, (): Part => outlook[0]!),
      ['standard', '2020-01-01T00:00:00', '+99:99', '+9999'],
      ['standard', '1970-01-01T00:00:00', '+01:00', '+02:00', 'FREQ=SECONDLY'],
    ]);
    const rules = zoneRules('/Bomb', { '/Bomb': bomb });
    expect(rules.transitions(-Infinity, Infinity).length).toBeLessThanOrEqual(1_000);
    const secondly = zoneRules('/S', {
      '/S': definition([['standard', '1970-01-01T00:00:00', '+01:00', '+02:00', 'FREQ=SECONDLY']]),
    });
    expect(secondly.transitions(-Infinity, Infinity).length).toBeLessThanOrEqual(1_000);
  });
});
