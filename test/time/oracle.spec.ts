import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounds, defaultLimits, expand, lastOccurrence, nextOccurrence, occurrenceOf } from '@dayferry/core';
import { oracleStarts } from './oracle.js';
import { instantOf } from './oracle-zones.js';
import { sample, type Sample } from './random-series.js';

const limits = { expansionSteps: 1e9, instancesPerAnswer: 1e9 };
const runs = Number(process.env.ORACLE_RUNS ?? 20_000);

/** Instants that overlap the window: an hour long, or a day on the viewer's clock. */
function expected({ oracle, zone, from, to }: Sample): number[] {
  return oracleStarts(oracle, zone, to).filter((start) => endOf(oracle.isAllDay, start, zone) > from);
}

/** The date whose midnight this is. */
function dateAt(start: number, zone: string): number {
  const day = 86_400_000;
  const near = [start - day, start, start + day].map((time) => Math.floor(time / day) * day);
  return near.find((date) => instantOf(date, zone) === start)!;
}

function endOf(isAllDay: boolean, start: number, zone: string): number {
  return isAllDay ? instantOf(dateAt(start, zone) + 86_400_000, zone) : start + 3_600_000;
}

function check(one: Sample): void {
  const { series, zone, from, to } = one;
  const { occurrences, isTruncated } = expand(series, { from, to, zone, limits });
  expect(isTruncated).toBe(false);
  expect(occurrences.map((item) => item.startUtc)).toEqual(expected(one));
  const { startUtc, endUtc } = bounds(series);
  for (const item of [occurrences[0], occurrences.at(-1)]) {
    if (!item) continue;
    expect(item.startUtc).toBeGreaterThanOrEqual(startUtc);
    expect(item.endUtc).toBeLessThanOrEqual(endUtc);
    expect(occurrenceOf(series, item.recurrenceId, { zone, limits })).toEqual(item);
  }
}

/** The next start after the window begins, and that nothing starts after the last. */
function checkEnds({ series, oracle, zone, from, to }: Sample): void {
  const starts = oracleStarts(oracle, zone, to);
  const options = { zone, limits: defaultLimits };
  const { occurrence: next, isTruncated } = nextOccurrence(series, from, options);
  const wanted = starts.find((start) => start >= from);
  if (!isTruncated && (wanted !== undefined || (next && next.startUtc < to))) expect(next?.startUtc).toBe(wanted);
  const { occurrence: last, isEndless, isTruncated: isUnknown } = lastOccurrence(series, options);
  const ends = last ? last.startUtc : isEndless || isUnknown ? Infinity : -Infinity;
  expect(Math.max(-Infinity, ...starts)).toBeLessThanOrEqual(ends);
  if (last && last.startUtc < to) expect(starts.at(-1)).toBe(last.startUtc);
}

describe(`a walk over every day and second finds the same, in ${runs} random series and windows`, () => {
  const parts = 10;
  it.each(Array.from({ length: parts }, (_, i) => i))('part %i', { timeout: 300_000 }, (part) => {
    fc.assert(fc.property(sample, check), { numRuns: Math.ceil(runs / parts), seed: 5545 + part });
  });
});

it(`and so do the next and the last instance, in ${runs / 20}`, { timeout: 300_000 }, () => {
  fc.assert(fc.property(sample, checkEnds), { numRuns: runs / 20, seed: 5545 });
});
