import { describe, expect, it } from 'vitest';
import { depthOf, prefersMinimal } from './request-headers.js';

describe('Prefer and Brief', () => {
  it.each([
    [{ prefer: 'return=minimal' }, true],
    [{ prefer: 'return-minimal' }, true],
    [{ prefer: 'respond-async, return=minimal; x=1' }, true],
    [{ prefer: 'Return="minimal"' }, true],
    [{ brief: 't' }, true],
    [{ brief: 'T ' }, true],
    [{ brief: 'f' }, false],
    [{ prefer: 'return=representation' }, false],
    [{ prefer: 'depth-noroot' }, false],
    [{}, false],
  ] as [Record<string, string>, boolean][])('little is preferred, or not: %o', (headers, expected) =>
    expect(prefersMinimal(headers)).toBe(expected),
  );
});

describe('Depth', () => {
  it('has a default of the method', () =>
    expect([depthOf({}, 0), depthOf({}, 1), depthOf({ depth: ' 1 ' }, 0)]).toEqual([0, 1, 1]));
  it('knows infinity, and refuses others as malformed', () => {
    expect(depthOf({ depth: 'Infinity' }, 0)).toBe('infinity');
    expect(() => depthOf({ depth: '1,noroot' }, 0)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
  });
});
