import { describe, expect, it } from 'vitest';
import { readScopes, scopeAllows } from './index.js';

const google = 'https://www.googleapis.com/auth/';

describe('scopeAllows', () => {
  it.each([
    [['calendar'], true, true],
    [[`${google}calendar`], true, true],
    [['https://www.google.com/calendar/feeds/'], true, true],
    [['calendar.events'], true, true],
    [['calendar.readonly'], true, false],
    [[`${google}calendar.events.readonly`], true, false],
    [['calendar.readonly', 'calendar.events'], true, true],
    [['mail'], false, false],
    [[], false, false],
  ])('%j: read %s, write %s', (scopes, read, write) => {
    expect(scopeAllows(scopes, 'read')).toBe(read);
    expect(scopeAllows(scopes, 'write')).toBe(write);
  });
});

describe('readScopes', () => {
  it('gives short forms, each once', () => {
    expect(readScopes([`${google}calendar`, 'calendar', `${google}calendar.readonly`])).toEqual([
      'calendar',
      'calendar.readonly',
    ]);
  });

  it.each([[['mail']], [[]]])('refuses %j', (scopes) => {
    expect(() => readScopes(scopes)).toThrowError(expect.objectContaining({ kind: 'invalid-input' }) as Error);
  });
});
