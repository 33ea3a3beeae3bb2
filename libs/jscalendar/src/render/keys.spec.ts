import { describe, expect, it } from 'vitest';
import { idOf, keyed, shownUid } from './keys.js';

describe('keys', () => {
  it.each(['a', '-_9', 'x'.repeat(255)])('%j is an Id as it is', (name) => expect(idOf(name)).toBe(name));

  it.each(['', 'a b', 'alarm@example.org', 'ä', 'x'.repeat(256)])('%j gets an Id that stays the same', (name) => {
    expect(idOf(name)).toMatch(/^[0-9a-f]{16}$/);
    expect(idOf(name)).toBe(idOf(name));
  });

  it('numbers what has none around those that are taken', () => {
    expect(keyed([{}, { key: 'a1' }, {}], 'a').map(([key]) => key)).toEqual(['a2', 'a1', 'a3']);
  });

  it('shows UUIDs as URNs, and nothing else', () => {
    expect(shownUid('A8DF6573-0474-496d-8496-033ad45d7fea')).toBe('urn:uuid:A8DF6573-0474-496d-8496-033ad45d7fea');
    expect(shownUid('a8df6573@example.org')).toBe('a8df6573@example.org');
  });
});
