import { describe, expect, it } from 'vitest';
import { checkPreconditions, entityTag, isNotModified } from './preconditions.js';

const current = { key: '01arz3ndektsv4rrffq69g5fav', seq: 7 };
const tag = entityTag(current);
const bare = tag.slice(1, -1);
const holds = (headers: Record<string, string>, version: typeof current | null = current): boolean => {
  try {
    checkPreconditions(headers, version);
    return true;
  } catch {
    return false;
  }
};

describe('checkPreconditions', () => {
  it.each([
    ['none', {}, true, true],
    ['the ETag', { 'if-match': tag }, true, false],
    ['without quotes', { 'if-match': bare }, true, false],
    ['one of several', { 'if-match': `"x", ${tag}` }, true, false],
    ['any', { 'if-match': '*' }, true, false],
    ['another', { 'if-match': '"x"' }, false, false],
    ['a weak one', { 'if-match': `W/${tag}` }, false, false],
    ['nothing there', { 'if-none-match': '*' }, false, true],
    ['another version there', { 'if-none-match': '"x"' }, true, true],
    ['this version there', { 'if-none-match': tag }, false, true],
    ['both, one of them wrong', { 'if-match': tag, 'if-none-match': '*' }, false, false],
    ['both, both right', { 'if-match': tag, 'if-none-match': '"x"' }, true, false],
    ['a schedule tag', { 'if-schedule-tag-match': '"x"' }, false, false],
  ] as [string, Record<string, string>, boolean, boolean][])('%s', (_, headers, whenThere, whenNot) => {
    expect([holds(headers), holds(headers, null)]).toEqual([whenThere, whenNot]);
  });

  it('a weak tag is as good for a GET', () => {
    expect(isNotModified({ 'if-none-match': `W/${tag}` }, current)).toBe(true);
    expect(isNotModified({ 'if-none-match': '"x"' }, current)).toBe(false);
    expect(isNotModified({}, current)).toBe(false);
  });
});
