import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealToken } from '../render/token.js';
import { openToken } from './token.js';

describe('tokens', () => {
  const state = [42, '00key', 'x'];
  const token = sealToken('page', state, 'alice|calendar');

  it('open with the same purpose and binding only', () => {
    expect(openToken('page', token, 'alice|calendar')).toEqual(state);
    expect(openToken('sync', token, 'alice|calendar')).toBeNull();
    expect(openToken('page', token, 'bob|calendar')).toBeNull();
  });

  it('notice every altered or missing character', () => {
    for (let i = 0; i < token.length; i += 1) {
      const other = token[i] === 'A' ? 'B' : 'A';
      const altered = token.slice(0, i) + other + token.slice(i + 1);
      // The last character of base64 may carry bits that mean nothing.
      if (Buffer.from(altered, 'base64url').equals(Buffer.from(token, 'base64url'))) continue;
      expect(openToken('page', altered, 'alice|calendar')).toBeNull();
      expect(openToken('page', token.slice(0, i), 'alice|calendar')).toBeNull();
    }
  });

  it('are null for anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => openToken('page', text, 'alice|calendar') === null));
    expect(openToken('page', 'A'.repeat(10_000), '')).toBeNull();
    expect(openToken('page', '', '')).toBeNull();
  });
});
