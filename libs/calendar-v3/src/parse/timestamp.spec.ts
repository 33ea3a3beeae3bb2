import { describe, expect, it } from 'vitest';
import { isRealDate, readTimestamp } from './timestamp.js';

describe('readTimestamp', () => {
  it.each([
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z', 60],
    ['2026-03-01t10:00:00z', '2026-03-01T10:00:00.000Z', 0],
    ['2026-03-01T10:00:00.999-08:30', '2026-03-01T18:30:00.000Z', -510],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z', undefined],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z', 0],
  ])('%s', (text, instant, offset) => {
    const stamp = readTimestamp(text);
    expect(stamp && new Date(stamp.utc).toISOString()).toBe(instant);
    expect(stamp?.offset).toBe(offset);
  });

  it.each([
    '2026-03-01T10:00:00+99:99',
    '2026-03-01T10:00:00+24:00',
    '2026-12-31T23:59:60Z',
    '2026-03-01T24:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-03-01',
    '2026-03-01 10:00:00Z',
    '0000-01-01T00:00:00Z',
    'x'.repeat(10_000),
    `2026-03-01T10:00:00.${'9'.repeat(10_000)}Z`,
  ])('v3-timezone-abuse: refuses %.40s', (text) => {
    expect(readTimestamp(text)).toBeNull();
  });
});

describe('isRealDate', () => {
  it('knows leap years', () => {
    expect(['2024-02-29', '2000-02-29', '2026-12-31'].every(isRealDate)).toBe(true);
    expect(['2023-02-29', '1900-02-29', '2026-04-31', '2026-1-1', '0000-01-01'].some(isRealDate)).toBe(false);
  });
});
