import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DayferryError } from '../errors.js';
import { defaultLimits } from '../limits.js';
import type { SeriesDraft } from '../model/series.js';
import { expand } from './expand.js';

interface Vector {
  title: string;
  rule: string;
  start: string;
  startAt?: string;
  expected: string[];
  isError: boolean;
}

function readVectors(name: string): Vector[] {
  const file = new URL(`../../../../test/fixtures/icalendar/recurrence/${name}.txt`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split(/\n\s*\n/)
    .flatMap((block) => {
      const lines = block.split('\n');
      const value = (name: string): string | undefined =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const rule = value('RRULE');
      if (!rule) return [];
      const startAt = value('START-AT');
      const instances = value('INSTANCES') ?? '';
      const title = lines
        .filter((line) => line.startsWith('#'))
        .map((line) => line.slice(1).trim())
        .join(' ');
      const isError = instances.startsWith('***') || value('ERROR') !== undefined;
      return [
        {
          title,
          rule,
          start: value('DTSTART')!,
          ...(startAt ? { startAt } : {}),
          expected: instances.split(',').filter((item) => item !== ''),
          isError,
        },
      ];
    });
}

const extended = (text: string): string =>
  text
    .replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3')
    .replace(/T(\d{2})(\d{2})(\d{2})/, 'T$1:$2:$3')
    .replace('Z', '');
const basic = (text: string): string => text.replaceAll(/[-:]/g, '');

function instances(vector: Vector): string[] {
  const series = seriesOf(vector);
  const limits = { ...defaultLimits, instancesPerAnswer: vector.expected.length };
  return expand(series, { zone: 'Etc/UTC', limits }).occurrences.map((item) => basic(item.start.local));
}

function seriesOf(vector: Vector): SeriesDraft {
  const zone = vector.start.endsWith('Z') ? 'Etc/UTC' : null;
  return {
    kind: 'event' as const,
    master: { start: { local: extended(vector.start), zone } },
    overrides: [],
    recurrence: { rules: [vector.rule], exrules: [], rdates: [], exdates: [] },
  };
}

/**
 * Decided differently: the rule does not name DTSTART. RFC 5545 §3.8.5.3: "The DTSTART property value, if specified,
 * counts as the first occurrence" of COUNT, and it "defines the first instance in the recurrence set"; libical leaves it
 * out. RFC 8984 §4.3.3.1 says the same in so many words.
 */
const unsynchronised: Record<string, number[]> = {
  icalrecur_test: [7, 22, 69, 70, 72, 81, 115, 129, 131, 133, 134],
  icalrecur_test_rscale: [4],
};

/** libical says that it does not implement BYWEEKNO together with BYMONTH and BYMONTHDAY: both limit here. */
const implementedHere: Record<number, string[]> = { 79: ['20241230', '20251230', '20301230', '20311230'] };

function expected(vector: Vector, isUnsynchronised: boolean): string[] {
  const plain = vector.expected.map((item) => item.replace('Z', ''));
  return isUnsynchronised ? [vector.start.replace('Z', ''), ...plain].slice(0, plain.length) : plain;
}

const differently = (file: string, i: number): boolean => unsynchronised[file]!.includes(i);

describe('libical icalrecur_test.txt', () => {
  for (const [i, vector] of readVectors('icalrecur_test').entries()) {
    it(`${i}: ${vector.title} ${vector.rule}`, () => {
      if (i in implementedHere)
        expect(instances({ ...vector, expected: implementedHere[i]! })).toEqual(implementedHere[i]);
      else if (vector.isError) expect(() => instances(vector)).toThrow(DayferryError);
      else expect(instances(vector)).toEqual(expected(vector, differently('icalrecur_test', i)));
    });
  }
});

describe('libical icalrecur_test_rscale.txt', () => {
  for (const [i, vector] of readVectors('icalrecur_test_rscale').entries()) {
    it(`${i}: ${vector.title} ${vector.rule}`, () => {
      if (!vector.isError)
        return expect(instances(vector)).toEqual(expected(vector, differently('icalrecur_test_rscale', i)));
      // RFC 7529: a scale nobody computes here. The series keeps its start, and the answer says that it is not all.
      const { occurrences, isTruncated } = expand(seriesOf(vector), { zone: 'Etc/UTC', limits: defaultLimits });
      expect([occurrences.map((item) => basic(item.start.local)), isTruncated]).toEqual([[vector.start], true]);
    });
  }
});
