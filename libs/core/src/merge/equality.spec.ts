import { describe, expect, it } from 'vitest';
import { isSame } from './equality.js';

describe('plain data is the same', () => {
  it.each([
    [{ a: 1 }, { a: 1 }],
    [{ a: 1, b: undefined }, { a: 1 }],
    [
      { a: 1, b: { c: [1, { d: 'x' }] } },
      { b: { c: [1, { d: 'x' }] }, a: 1 },
    ],
    [[], []],
    [null, null],
    [undefined, undefined],
  ])('%j and %j', (a, b) => expect([isSame(a, b), isSame(b, a)]).toEqual([true, true]));
});

describe('plain data is another', () => {
  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [
      { a: 1, c: undefined },
      { a: 1, b: 1 },
    ],
    [{ a: null }, {}],
    [{ toString: 'x' }, {}],
    [
      { a: 1, valueOf: 'x' },
      { a: 1, b: 'x' },
    ],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [null, {}],
    ['1', 1],
    [undefined, null],
  ])('%j and %j', (a, b) => expect([isSame(a, b), isSame(b, a)]).toEqual([false, false]));
});
