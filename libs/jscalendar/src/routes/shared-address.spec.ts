import { describe, expect, it } from 'vitest';
import { isRest } from './shared-address.js';

const json = 'application/json';

describe('a request to the shared address', () => {
  it.each([
    ['GET', { accept: json }, true],
    ['GET', { accept: 'application/pretty+json' }, true],
    ['GET', { accept: 'application/jscalendar+json;type=event;version=2.0' }, true],
    ['GET', { accept: 'text/event-stream' }, true],
    ['GET', { accept: '*/*', 'content-type': json }, true],
    ['GET', { accept: '*/*' }, false],
    ['GET', { accept: 'text/calendar' }, false],
    ['GET', {}, false],
    ['HEAD', { accept: json }, true],
    ['PUT', { 'content-type': json }, true],
    ['PUT', { 'content-type': 'text/calendar', accept: json }, false],
    ['POST', { 'content-type': 'application/xml' }, false],
    ['PATCH', { 'content-type': 'application/jscalendar+json' }, true],
    ['DELETE', { accept: json }, true],
    ['DELETE', {}, false],
    ['PROPFIND', { accept: json, 'content-type': json }, false],
    ['REPORT', { accept: json }, false],
  ] as const)('%s %j: in JSON? %s', (method, headers, expected) => {
    expect(isRest(method, headers, '/alice/calendar/')).toBe(expected);
  });

  it('is always ours where only we are', () => {
    expect(isRest('POST', { 'content-type': 'text/calendar' }, '/convert')).toBe(true);
    expect(isRest('GET', {}, '/docs')).toBe(true);
    expect(isRest('POST', { 'content-type': 'image/png' }, '/alice/calendar/x/links/a.png')).toBe(true);
    expect(isRest('GET', {}, '/calendar/x/links/')).toBe(true);
    expect(isRest('PROPFIND', {}, '/calendar/x/links/')).toBe(false);
    expect(isRest('GET', {}, '/alice/calendar/links')).toBe(false);
  });
});
