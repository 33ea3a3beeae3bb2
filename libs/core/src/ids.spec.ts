import { describe, expect, it } from 'vitest';
import { randomIds } from './ids.js';

describe('keys', () => {
  it('sort in the order they were made in, within a millisecond and when the clock goes back', () => {
    let now = Date.UTC(2026, 0, 1);
    const ids = randomIds(() => now);
    const keys = Array.from({ length: 3_000 }, (_, i) => {
      now += i === 1_000 ? -3_600_000 : i % 500 === 0 ? 1 : 0;
      return ids.key();
    });
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^[0-9a-v]{26}$/.test(key))).toBe(true);
  });
});
