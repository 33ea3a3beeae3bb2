import { describe, expect, it } from 'vitest';
import { idOfNumber, numberOf } from './numbered-id.js';

describe('a number for an id', () => {
  it.each(['0', '00a', 'v'.repeat(64), '5k3tm0ab9qcvoe81', '12345'])('leads back to %s', (id) => {
    expect(numberOf(id)).toMatch(/^\d+$/);
    expect(idOfNumber(numberOf(id))).toBe(id);
  });

  it('is not made of ids that are too long, and not found in what is no number', () => {
    expect(numberOf('a'.repeat(65))).toBe('a'.repeat(65));
    for (const text of ['', '0', '1', '31', 'x', '-5', '9'.repeat(99)]) expect(idOfNumber(text)).toBeNull();
  });
});
