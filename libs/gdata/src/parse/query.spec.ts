import { DayferryError } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { instantOf, parseDateValue } from './date-value.js';
import { parseQuery, splitQuery } from './query.js';
import { readRequest, shapeOf, type RawRequest } from './request.js';

const query = (text: string) => parseQuery(splitQuery(text));
const raw = (url: string, headers: RawRequest['headers'] = {}, method = 'GET'): RawRequest => ({
  method,
  url,
  headers,
});
const viewer = { groups: [], scopes: new Set<string>() };

describe('query parameters', () => {
  it('have the defaults of the reference', () => {
    expect(query('')).toMatchObject({
      startIndex: 1,
      maxResults: 25,
      orderBy: 'lastmodified',
      isDescending: true,
      singleEvents: false,
    });
    expect(query('orderby=starttime')).toMatchObject({ isDescending: false });
  });

  it('are read as clients write them', () => {
    expect(
      query(
        'start-min=2006-03-16T00:00:00%2B01:00&start-max=2006-03-17T00:00:00+01:00&sortorder=d&ctz=America/Los%20Angeles&max-results=99999999999',
      ),
    ).toMatchObject({
      startMin: { local: '2006-03-16T00:00:00', offset: 60 },
      startMax: { local: '2006-03-17T00:00:00', offset: 60 },
      isDescending: true,
      zone: 'America/Los_Angeles',
      maxResults: 1_000_000_000,
    });
    expect(query('q=a&q=b&futureevents=FALSE&unknown=1&gsessionid=x')).toMatchObject({
      text: 'b',
      futureEvents: false,
    });
  });

  it.each([
    'start-index=0',
    'max-results=-1',
    'max-results=ten',
    'start-min=yesterday',
    'start-min=2006-02-30',
    'ctz=Mars/Base',
    'orderby=title',
    'singleevents=maybe',
    'strict=true&x=1',
    'q=%E0%A4%A',
    `q=${'"-'.repeat(4_000)}`,
    'category=a',
  ])('refuses %s', (text) => expect(() => query(text)).toThrow(DayferryError));

  it.each([
    ['2006-03-16', '2006-03-15T23:00:00.000Z'],
    ['2006-03-16T00:00:00', '2006-03-15T23:00:00.000Z'],
    ['2010-03-13T14:00Z', '2010-03-13T14:00:00.000Z'],
    ['2009-04-17T15:00:00.000001+02:00', '2009-04-17T13:00:00.000Z'],
    ['20090506', '2009-05-05T22:00:00.000Z'],
  ])('reads %s in the calendar’s zone', (text, utc) => {
    expect(new Date(instantOf(parseDateValue(text, 'start-min'), 'Europe/Berlin')).toISOString()).toBe(utc);
  });
});

describe('requests', () => {
  it('may have an absolute target, encoded segments and a slash at the end', () => {
    const request = readRequest(raw('http://host:80/calendar/feeds/a%40b%2Fc/private/full/?v=2&alt=jsonc'), viewer);
    expect(request).toMatchObject({
      path: ['a@b/c', 'private', 'full'],
      version: { major: 2, minor: 0 },
      format: 'jsonc',
    });
  });

  it('are of protocol 1 without a version; the header wins over v', () => {
    expect(readRequest(raw('/calendar/feeds/default'), viewer).version.major).toBe(1);
    expect(readRequest(raw('/calendar/feeds/default?v=1', { 'gdata-version': '2.1' }), viewer).version).toEqual({
      major: 2,
      minor: 1,
    });
  });

  it('take another method on POST only', () => {
    expect(
      readRequest(raw('/calendar/feeds/default', { 'x-http-method-override': 'put' }, 'POST'), viewer).method,
    ).toBe('PUT');
    expect(readRequest(raw('/calendar/feeds/default', { 'x-http-method-override': 'DELETE' }), viewer).method).toBe(
      'GET',
    );
  });

  it.each([
    raw('/calendar/feeds/%zz'),
    raw('/calendar/feeds/default?alt=nonsense'),
    raw('/calendar/feeds/default?alt=media'),
    raw('/calendar/feeds/default?callback=alert(1)//'),
    raw(`/calendar/feeds/default?callback=${'a'.repeat(101)}`),
    raw('/calendar/feeds/default?extq=[a:b'),
    raw('/calendar/feeds/default', { 'gdata-version': '3' }),
    raw('/calendar/feeds/default', { 'gdata-version': 'two' }),
    raw('/calendar/feeds/default', { 'x-http-method-override': 'TRACE' }, 'POST'),
  ])('are refused when malformed: $url', (request) => {
    expect(() => readRequest(request, viewer)).toThrow(DayferryError);
    expect(shapeOf(request).format).toBe('atom');
  });
});
