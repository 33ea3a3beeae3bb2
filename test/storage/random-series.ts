import type { EventData, Override, Recurrence, SeriesDraft, TimePoint } from '@dayferry/core';
import fc from 'fast-check';

/** Noon of this day is the middle of all that is made. */
export const middle = Date.UTC(2026, 2, 15, 12);
const day = 86_400_000;

const zones = ['Etc/UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'];

const text = (millis: number): string => new Date(millis).toISOString().slice(0, 19);

/** Days from the middle: mostly near, some far beyond any horizon. */
const distance = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -60, max: 60 }) },
  { weight: 2, arbitrary: fc.integer({ min: -1500, max: 1500 }) },
);

const start: fc.Arbitrary<TimePoint> = fc
  .record({
    days: distance,
    minutes: fc.integer({ min: 0, max: 95 }),
    form: fc.nat(6),
    zone: fc.constantFrom(...zones),
  })
  .map(({ days, minutes, form, zone }) => {
    const local = text(middle + days * day + minutes * 900_000);
    if (form === 0) return { local: local.slice(0, 10), zone: null };
    return { local, zone: form === 1 ? null : zone };
  });

const length = fc.constantFrom('PT0S', 'PT30M', 'PT1H', 'PT25H', 'P1D', 'P2D', 'P9D', 'P100D', 'P800D');

const rule = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;COUNT=30',
  'FREQ=WEEKLY;BYDAY=MO,WE',
  'FREQ=WEEKLY;INTERVAL=3;COUNT=400',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20271231',
  'FREQ=YEARLY',
  'FREQ=HOURLY;INTERVAL=7',
  'FREQ=HOURLY;COUNT=20',
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
);

/** Steps along the pattern at which something is different. */
const changes = fc.array(
  fc.record({ weeks: fc.integer({ min: 0, max: 8 }), what: fc.nat(4), shift: fc.integer({ min: -40, max: 40 }) }),
  { maxLength: 3 },
);

function pointAfter(point: TimePoint, days: number): TimePoint {
  const moved = text(Date.parse(`${point.local.slice(0, 10)}T00:00:00Z`) + days * day);
  return { ...point, local: moved.slice(0, 10) + point.local.slice(10) };
}

function overrideOf(master: EventData, change: { weeks: number; what: number; shift: number }): Override {
  const recurrenceId = pointAfter(master.start!, change.weeks * 7);
  const patches: EventData[] = [
    { title: 'changed' },
    { start: pointAfter(recurrenceId, change.shift) },
    { status: 'cancelled' },
    { transparency: 'transparent' },
    { status: 'tentative' },
  ];
  return { recurrenceId, patch: patches[change.what]!, seq: 0, updated: 0 };
}

function recurrenceOf(rules: string[], exdates: TimePoint[]): Recurrence {
  return { rules, exrules: [], rdates: [], exdates };
}

/** A series as some client might write it: single or recurring, in any form of time, with changes and exclusions. */
export const randomSeries: fc.Arbitrary<SeriesDraft> = fc
  .record({ start, length, rule: fc.option(rule), changes, excluded: fc.option(fc.nat(6)), isFree: fc.nat(4) })
  .map(({ start: point, length: duration, rule: text_, changes: wanted, excluded, isFree }) => {
    const master: EventData = { start: point, title: 'x', ...lengthOf(point, duration) };
    if (isFree === 0) master.transparency = 'transparent';
    // RFC 5545 §3.3.10: no rule below a day for a date.
    if (text_ === null || (point.local.length === 10 && text_.includes('HOURLY')))
      return { kind: 'event', master, overrides: [] };
    const exdates = excluded === null ? [] : [pointAfter(point, excluded * 7)];
    const overrides = new Map(wanted.map((change) => [change.weeks, overrideOf(master, change)]));
    return { kind: 'event', master, recurrence: recurrenceOf([text_], exdates), overrides: [...overrides.values()] };
  });

function lengthOf(point: TimePoint, duration: string): EventData {
  return point.local.length > 10 || /^P\d+D$/.test(duration) ? { duration } : {};
}
