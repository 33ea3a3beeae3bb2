import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.js';
import { checkPreconditions, entityTag, isNotModified } from './preconditions.js';

const current = {
  key: '01arz3ndektsv4rrffq69g5fav',
  seq: 7,
  scheduleRevision: 3,
  updated: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
};
const address = parseAddress('/dav/calendars/a@b.c/calendar/x.ics');
const tag = entityTag(current);
const bare = tag.slice(1, -1);
const holds = (headers: Record<string, string>, version: typeof current | null = current): boolean => {
  try {
    checkPreconditions({ headers, address }, version);
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
    ['a date before the last change', { 'if-unmodified-since': 'Fri, 02 Jan 2026 03:04:04 GMT' }, false, true],
    ['the date of the last change', { 'if-unmodified-since': 'Fri, 02 Jan 2026 03:04:05 GMT' }, true, true],
    [
      'an old date beside the ETag',
      { 'if-match': tag, 'if-unmodified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' },
      true,
      false,
    ],
    ['a date that is none', { 'if-unmodified-since': 'yesterday' }, true, true],
    ['a schedule tag', { 'if-schedule-tag-match': '"x"' }, false, false],
  ] as [string, Record<string, string>, boolean, boolean][])('%s', (_, headers, whenThere, whenNot) => {
    expect([holds(headers), holds(headers, null)]).toEqual([whenThere, whenNot]);
  });

  it('a weak tag is as good for a GET', () => {
    expect(isNotModified({ 'if-none-match': `W/${tag}` }, current)).toBe(true);
    expect(isNotModified({ 'if-none-match': '"x"' }, current)).toBe(false);
    expect(isNotModified({}, current)).toBe(false);
  });

  it('a date counts where there is no tag', () => {
    const since = (date: string): Record<string, string> => ({ 'if-modified-since': date });
    expect(isNotModified(since('Fri, 02 Jan 2026 03:04:05 GMT'), current)).toBe(true);
    expect(isNotModified(since('Fri, 02 Jan 2026 03:04:04 GMT'), current)).toBe(false);
    expect(isNotModified({ ...since('Fri, 02 Jan 2026 03:04:05 GMT'), 'if-none-match': '"x"' }, current)).toBe(false);
  });
});
