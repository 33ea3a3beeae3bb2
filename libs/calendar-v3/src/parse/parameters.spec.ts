import { describe, expect, it } from 'vitest';
import { readParameters } from './parameters.js';
import { parameterRules, type ParameterName } from './parameters.table.js';
import { readQuery } from './query-string.js';

const all = Object.keys(parameterRules) as ParameterName[];
const read = (query: string): unknown => readParameters(readQuery(query), all);

describe('readParameters', () => {
  it('reads each kind', () => {
    const query =
      'singleEvents=true&showDeleted=0&maxResults=9999&timeMin=2026-01-01T00%3A00%3A00%2B01%3A00&q=a+b' +
      '&eventTypes=default&eventTypes=focusTime&orderBy=startTime&timeZone=Europe/Zurich&maxAttendees=1';
    expect(read(query)).toEqual({
      singleEvents: true,
      showDeleted: false,
      maxResults: 9999,
      timeMin: Date.parse('2025-12-31T23:00:00Z'),
      q: 'a b',
      eventTypes: ['default', 'focusTime'],
      orderBy: 'startTime',
      timeZone: 'Europe/Zurich',
      maxAttendees: 1,
    });
  });

  it('leaves out unknown and empty parameters', () => {
    expect(read('nope=1&pageToken=&$.xgafv=2')).toEqual({});
    expect(readParameters(readQuery('q=x'), ['timeZone'])).toEqual({});
  });

  it('clamps no count here, however large', () => {
    expect(read('maxResults=1000000000000')).toEqual({ maxResults: 1e12 });
  });

  it.each([
    'maxResults=0',
    'maxResults=-1',
    'maxResults=abc',
    'maxResults=1e3',
    'maxAttendees=0',
    'conferenceDataVersion=2',
    'singleEvents=yes',
    'orderBy=summary',
    'eventTypes=default&eventTypes=party',
    'sendUpdates=some',
    'timeZone=europe/berlin',
    'timeZone=Etc/GMT%2B99',
    'timeZone=../x',
    'timeZone=Nowhere/Land',
    `timeZone=${'x'.repeat(10_000)}`,
  ])('refuses %.40s as invalidParameter with its location', (query) => {
    const location = query.slice(0, query.indexOf('='));
    expect(() => read(query)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: 'invalidParameter', info: { location } }) }),
    );
  });

  it.each([
    'timeMin=2026-01-01T00:00:00',
    'timeMax=2026-01-01',
    'updatedMin=yesterday',
    'timeMin=2026-01-01T00:00:00+99:99',
  ])('refuses %s as badRequest', (query) => {
    expect(() => read(query.replaceAll('+', '%2B'))).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: 'badRequest' }) }),
    );
  });

  it('json-proto: refuses prototype names and malformed escapes in the query string', () => {
    for (const query of ['a[__proto__][x]=1', 'a%5Bconstructor%5D=1', '__proto__=1', 'q=%', 'q=%ff']) {
      expect(() => readQuery(query)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
    }
  });
});
