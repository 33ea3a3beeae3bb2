import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bounds, expand, occurrenceOf } from '@dayferry/core';
import { oracleStarts } from './oracle.js';
import { instantOf } from './oracle-zones.js';
import { sample, type Sample } from './random-series.js';

const limits = { expansionSteps: 1e9, instancesPerAnswer: 1e9 };
const runs = Number(process.env.ORACLE_RUNS ?? 20_000);

/** Instants that overlap the window: an hour long, or a day on the viewer's clock. */
function expected({ oracle, zone, from, to }: Sample): number[] {
  return oracleStarts(oracle, zone, to).filter((start) => endOf(oracle.isAllDay, start, zone) > from);
}

const offsetOf = (start: number, zone: string): number => {
  const day = 86_400_000;
  for (const guess of [start - day, start, start + day].map((near) => Math.floor(near / day) * day))
    if (instantOf(guess, zone) === start) return guess;
  throw new Error('no midnight');
};

function endOf(isAllDay: boolean, start: number, zone: string): number {
  return isAllDay ? instantOf(offsetOf(start, zone) + 86_400_000, zone) : start + 3_600_000;
}

it(
  `finds what a walk over every day and second finds, for ${runs} random series and windows`,
  { timeout: 300_000 },
  () => {
    fc.assert(
      fc.property(sample, (one) => {
        const { series, zone, from, to } = one;
        const { occurrences, isTruncated } = expand(series, { from, to, zone, limits });
        expect(isTruncated).toBe(false);
        const found = occurrences.map((item) => item.startUtc);
        expect(found).toEqual(expected(one));
        const { startUtc, endUtc } = bounds(series);
        for (const item of [occurrences[0], occurrences.at(-1)]) {
          if (!item) continue;
          expect(item.startUtc).toBeGreaterThanOrEqual(startUtc);
          expect(item.endUtc).toBeLessThanOrEqual(endUtc);
          expect(occurrenceOf(series, item.recurrenceId, { zone, limits })).toEqual(item);
        }
      }),
      { numRuns: runs, seed: 5545, endOnFailure: process.env.ORACLE_QUICK !== undefined },
    );
  },
);
