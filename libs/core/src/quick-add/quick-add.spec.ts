import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayferryError } from '../errors.js';
import { civilMillis } from '../time/civil.js';
import type { QuickAddContext } from './clock-words.js';
import { quickAdd } from './quick-add.js';

interface Row {
  text: string;
  title: string;
  start: string;
  end: string;
  place?: string;
  rule?: string;
}

/** A Wednesday, 13:10 in Berlin. */
const wednesday: QuickAddContext = { now: Date.parse('2026-03-04T12:10:00Z'), zone: 'Europe/Berlin' };
const file = new URL('../../../../test/fixtures/quick-add/phrases.json', import.meta.url);
const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];

function rowOf(text: string, context = wednesday): Row {
  const { master, recurrence } = quickAdd(text, context);
  const [place, rule] = [master.locations?.[0]?.name, recurrence?.rules[0]];
  return {
    text,
    title: master.title!,
    start: master.start!.local,
    end: master.end!.local,
    ...(place === undefined ? {} : { place }),
    ...(rule === undefined ? {} : { rule: String(rule) }),
  };
}

function startOf(text: string, now: string, zone: string): string {
  return rowOf(text, { now: Date.parse(now), zone }).start;
}

describe('quick add', () => {
  it.each(rows)('reads "$text"', (row) => expect(rowOf(row.text)).toEqual(row));

  it('reads days in the zone of the calendar', () => {
    expect(startOf('Lunch tomorrow 12:30', '2026-03-04T23:30:00Z', 'Pacific/Auckland')).toBe('2026-03-06T12:30:00');
    expect(startOf('Lunch tomorrow 12:30', '2026-03-04T03:30:00Z', 'America/Los_Angeles')).toBe('2026-03-04T12:30:00');
    expect(startOf('today', '2026-03-04T23:30:00Z', 'Asia/Tokyo')).toBe('2026-03-05');
  });

  it('counts hours across a change of the clock', () => {
    expect(startOf('Call in 2 hours', '2026-03-29T00:10:00Z', 'Europe/Berlin')).toBe('2026-03-29T04:10:00');
    expect(startOf('Call tomorrow 10:00', '2026-03-28T20:10:00Z', 'Europe/Berlin')).toBe('2026-03-29T10:00:00');
    expect(startOf('Review', '2026-10-25T00:10:00Z', 'Europe/Berlin')).toBe('2026-10-25T02:30:00');
  });

  it('ends a series with the named day of its own zone', () => {
    const context = { ...wednesday, zone: 'America/New_York' };
    expect(rowOf('Late show daily 11:30pm until March 20', context).rule).toBe('FREQ=DAILY;UNTIL=20260321T035959Z');
  });

  it.each(['', ' \n\t ', 'x'.repeat(1025)])('refuses text %j', (text) => {
    expect(() => quickAdd(text, wednesday)).toThrow(DayferryError);
  });

  const word = fc.constantFrom(
    ...'every each other first last mon Tuesday weekday at @ on from until to - 3pm 12:30 noon tomorrow June 5th 2026 9999'
      .split(' ')
      .concat(...['for 2 hours', 'next', 'in 99999 weeks', 'weekly', 'of the month', '5 times', 'EST', 'T23:59:59Z']),
  );
  it('finds a start and no earlier end in any words', () => {
    const texts = fc.oneof(
      fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' ')),
      fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text.trim() !== '');
        const { title, start, end } = rowOf(text);
        expect(title.trim()).not.toBe('');
        expect(start).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:00)?$/);
        expect(civilMillis(end)).toBeGreaterThanOrEqual(civilMillis(start));
        expect(end.length).toBe(start.length);
      }),
      { numRuns: 300 },
    );
  });
});
