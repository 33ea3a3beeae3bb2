import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.js';
import type { SeriesDraft } from '../model/series.js';
import { firstOccurrence, lastOccurrence, nextOccurrence } from './next.js';

const options = { zone: 'Europe/Berlin', limits: defaultLimits };
const at = (local: string) => ({ local, zone: 'Etc/UTC' });
const utc = (local: string): number => Date.parse(`${local}Z`);

function series(rules: string[], more: Partial<SeriesDraft> = {}, exdates: string[] = []): SeriesDraft {
  const recurrence = { rules, exrules: [], rdates: [], exdates: exdates.map(at) };
  const master = { start: at('2026-01-05T09:00:00'), duration: 'PT1H' };
  return { kind: 'event', uid: 'next', master, overrides: [], recurrence, ...more };
}
const local = ({ occurrence }: { occurrence: { start: { local: string } } | null }) => occurrence?.start.local ?? null;

describe('the next instance', () => {
  it.each<[what: string, series: SeriesDraft, from: string, next: string | null]>([
    ['at its own start', series(['FREQ=DAILY']), '2026-03-01T09:00:00', '2026-03-01T09:00:00'],
    ['not the one that runs', series(['FREQ=DAILY']), '2026-03-01T09:30:00', '2026-03-02T09:00:00'],
    [
      'after excluded ones',
      series(['FREQ=DAILY'], {}, ['2026-01-06T09:00:00']),
      '2026-01-05T10:00:00',
      '2026-01-07T09:00:00',
    ],
    ['a thousand years on', series(['FREQ=YEARLY']), '3026-01-01T00:00:00', '3026-01-05T09:00:00'],
    ['none after the end', series(['FREQ=DAILY;COUNT=3']), '2026-01-07T09:00:01', null],
    ['none of a rule that never matches', series(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30']), '2026-02-01T00:00:00', null],
    [
      'one moved here from later',
      series(['FREQ=WEEKLY'], {
        overrides: [
          { recurrenceId: at('2027-01-04T09:00:00'), patch: { start: at('2026-01-06T09:00:00') }, seq: 0, updated: 0 },
        ],
      }),
      '2026-01-05T10:00:00',
      '2026-01-06T09:00:00',
    ],
    [
      'one moved back with this and future ones',
      series(['FREQ=WEEKLY'], {
        overrides: [
          {
            recurrenceId: at('2026-01-26T09:00:00'),
            patch: { start: at('2026-01-13T09:00:00') },
            isThisAndFuture: true,
            seq: 0,
            updated: 0,
          },
        ],
      }),
      '2026-01-12T10:00:00',
      '2026-01-13T09:00:00',
    ],
    ['of a single event', series([], { recurrence: undefined }), '2025-01-01T00:00:00', '2026-01-05T09:00:00'],
  ])('%s', (_what, one, from, next) => {
    expect(local(nextOccurrence(one, utc(from), options))).toBe(next);
  });

  it('says when the steps are used up', () => {
    const never = series(['FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30']);
    const limits = { ...defaultLimits, expansionSteps: 100 };
    expect(nextOccurrence(never, utc('2026-02-01T00:00:00'), { ...options, limits })).toEqual({
      occurrence: null,
      isTruncated: true,
    });
  });
});

describe('the first and the last instance', () => {
  it.each<[what: string, series: SeriesDraft, first: string | null, last: string | null]>([
    [
      'of a rule with a billion',
      series(['FREQ=SECONDLY;COUNT=1000000000']),
      '2026-01-05T09:00:00',
      '2057-09-13T10:46:39',
    ],
    [
      'of a rule with an end',
      series(['FREQ=MONTHLY;UNTIL=20991231T000000Z']),
      '2026-01-05T09:00:00',
      '2099-12-05T09:00:00',
    ],
    [
      'where the last ones are excluded',
      series(['FREQ=DAILY;COUNT=3'], {}, ['2026-01-07T09:00:00']),
      '2026-01-05T09:00:00',
      '2026-01-06T09:00:00',
    ],
    [
      'where the first is excluded',
      series(['FREQ=DAILY;COUNT=3'], {}, ['2026-01-05T09:00:00']),
      '2026-01-06T09:00:00',
      '2026-01-07T09:00:00',
    ],
    ['of a single event', series([], { recurrence: undefined }), '2026-01-05T09:00:00', '2026-01-05T09:00:00'],
    [
      'moved out of the order',
      series(['FREQ=DAILY;COUNT=3'], {
        overrides: [
          { recurrenceId: at('2026-01-05T09:00:00'), patch: { start: at('2030-01-01T00:00:00') }, seq: 0, updated: 0 },
        ],
      }),
      '2026-01-06T09:00:00',
      '2030-01-01T00:00:00',
    ],
  ])('%s', (_what, one, first, last) => {
    expect([local(firstOccurrence(one, options)), local(lastOccurrence(one, options))]).toEqual([first, last]);
    expect(lastOccurrence(one, options)).toMatchObject({ isEndless: false, isTruncated: false });
  });

  it('no last one of a series without end', () => {
    expect(lastOccurrence(series(['FREQ=DAILY']), options)).toMatchObject({ occurrence: null, isEndless: true });
  });

  it('an unknown last one in a calendar scale that is not computed', () => {
    const chinese = series(['RSCALE=CHINESE;FREQ=YEARLY;COUNT=3']);
    expect(local(firstOccurrence(chinese, options))).toBe('2026-01-05T09:00:00');
    expect(lastOccurrence(chinese, options)).toEqual({ occurrence: null, isTruncated: true, isEndless: false });
  });
});
