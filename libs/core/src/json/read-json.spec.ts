import { defaultLimits } from '../limits.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from './read-json.js';

const read = (text: string): unknown => readJson(Buffer.from(text), defaultLimits);
const refuses = (text: string): void =>
  expect(() => read(text)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        if (/"(?:__proto__|constructor|prototype)"/.test(text) || /\d{16}/.test(text)) return;
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never fails but with a typed error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readJson(bytes, defaultLimits);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'invalid-input' });
        }
      }),
    );
  });

  it('ignores a byte order mark and white space around the value', () => {
    expect(read('\ufeff \n{"a" : [ 1 , "x" ]}\t')).toEqual({ a: [1, 'x'] });
  });

  it('json-proto: refuses names that reach a prototype, escaped ones too', () => {
    for (const name of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])
      refuses(`{"a":[{"${name}":{"x":1}}]}`);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('json-depth: refuses deep nesting without a stack overflow', () => {
    refuses('['.repeat(100_000));
    refuses('{"a":'.repeat(200_000));
    refuses(`[${'0,'.repeat(499_999)}0]`);
  });

  it('json-numbers: refuses what a double cannot hold', () => {
    for (const text of ['1e400', '-1e400', '9007199254740993', 'NaN', 'Infinity', '01', '1.', '.5', '+1', '0x10'])
      refuses(text);
    expect(Object.is(read('-0'), 0)).toBe(true);
    expect(read('[1.5, -2e3]')).toEqual([1.5, -2000]);
  });

  it('json-numbers: refuses names given twice and trailing commas', () => {
    for (const text of ['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[1,]', '{"a":1,}', '{,}', '{:1}', '{"a"}'])
      refuses(text);
  });

  it('refuses malformed texts', () => {
    for (const text of ['', ' ', '"', '"\\x"', '"\\u12"', '"\n"', '"\\ud800"', 'tru', '{} {}', '[1 2]']) refuses(text);
    refuses('"\u0001"');
    expect(() => readJson(Uint8Array.of(0x22, 0xc3, 0x28, 0x22), defaultLimits)).toThrow(/UTF-8/);
  });

  it('refuses a body over the limit as too large', () => {
    const bytes = Buffer.from(`"${'x'.repeat(defaultLimits.bodyBytes)}"`);
    expect(() => readJson(bytes, defaultLimits)).toThrow(expect.objectContaining({ kind: 'too-large' }));
  });
});
