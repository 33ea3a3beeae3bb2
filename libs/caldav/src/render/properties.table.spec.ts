import { describe, expect, it } from 'vitest';
import { properties } from './properties.table.js';

describe('the property table', () => {
  it('has one row for a name on a kind', () => {
    const all = properties.flatMap(({ name, on }) => on.map((kind) => `${name} on ${kind}`));
    expect(new Set(all).size).toBe(all.length);
  });

  it('shows nothing of CalDAV in allprop (RFC 4791 §5.2)', () => {
    expect(properties.filter(({ isInAllprop }) => isInAllprop).every(({ name }) => name.startsWith('{DAV:}'))).toBe(
      true,
    );
  });
});
