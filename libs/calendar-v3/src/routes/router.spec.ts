import { describe, expect, it } from 'vitest';
import { readTarget } from '../parse/query-string.js';
import { methods } from './methods.table.js';
import { routeTo } from './router.js';

const route = (verb: string, url: string): unknown => {
  const found = routeTo(methods, verb, readTarget(url, '/calendar/v3').segments);
  return found.found ? [found.method.id, found.path] : found.allowed;
};

describe('router', () => {
  it.each([
    ['GET', '/calendar/v3/users/me/calendarList', 'calendar.calendarList.list', {}],
    ['GET', '/calendar/v3/users/me/calendarList/me%40x.test', 'calendar.calendarList.get', { calendarId: 'me@x.test' }],
    ['GET', '/calendar/v3/calendars/me@x.test/events?x=/', 'calendar.events.list', { calendarId: 'me@x.test' }],
    [
      'PUT',
      '/calendar/v3/calendars/a%20b%40x%2Fy/events/e1',
      'calendar.events.update',
      { calendarId: 'a b@x/y', eventId: 'e1' },
    ],
    [
      'GET',
      '/calendar/v3/calendars/primary/events/e1/instances',
      'calendar.events.instances',
      { calendarId: 'primary', eventId: 'e1' },
    ],
  ])('%s %s', (verb, url, id, path) => {
    expect(route(verb, url)).toEqual([id, path]);
  });

  it('tells a wrong verb from an unknown path', () => {
    expect(route('POST', '/calendar/v3/users/me/calendarList/x')).toEqual(['GET', 'PUT', 'PATCH', 'DELETE']);
    expect(route('DELETE', '/calendar/v3/calendars/x/events')).toEqual(['GET', 'POST']);
    for (const url of [
      '/calendar/v3',
      '/calendar/v3/',
      '/calendar/v3/calendars/x/nope',
      '/calendar/v3/calendars//events',
    ]) {
      expect(route('GET', url)).toEqual([]);
    }
  });

  it('refuses malformed escapes', () => {
    expect(() => readTarget('/calendar/v3/calendars/%E0%A4%A', '/calendar/v3')).toThrow(
      expect.objectContaining({ kind: 'invalid-input' }),
    );
  });
});
