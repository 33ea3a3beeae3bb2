import { DayferryError, nobody } from '@dayferry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.js';
import { encodeSegment, homeHref, hrefOf, principalHref } from './hrefs.js';

describe('parseAddress', () => {
  it.each([
    ['/', 'root', '/'],
    ['/dav', 'root', '/dav/'],
    ['/dav/?x=1', 'root', '/dav/'],
    ['/caldav/v2/', 'root', '/caldav/v2/'],
    ['/dav/principals', 'principals', '/dav/principals/'],
    ['/dav/calendars/', 'homes', '/dav/calendars/'],
    ['/dav/principals/Alice%40Example.org', 'principal', '/dav/principals/alice@example.org/'],
    ['/dav/calendars/a@b', 'home', '/dav/calendars/a@b/'],
    ['/dav/calendars/a@b/Work%20x', 'calendar', '/dav/calendars/a@b/Work%20x/'],
    ['/dav/calendars/a@b/team/%7Ex.ics/', 'object', '/dav/calendars/a@b/team/~x.ics'],
    ['/caldav/v2/a%40b', 'home', '/caldav/v2/a@b/'],
    ['/caldav/v2/a%40b/user/', 'principal', '/caldav/v2/a@b/user'],
    ['/caldav/v2/a%40b/events', 'calendar', '/caldav/v2/a@b/events/'],
    ['/caldav/v2/a%40b/events/x:y', 'object', '/caldav/v2/a@b/events/x:y'],
    ['/.well-known/caldav/', 'well-known', '/.well-known/caldav'],
  ])('%s is %s', (path, kind, href) => {
    const address = parseAddress(path);
    expect([address.kind, hrefOf(address)]).toEqual([kind, href]);
  });

  it.each([
    '/x',
    '/dav/x',
    '//',
    '/dav//',
    '/dav/calendars//x',
    '/dav/calendars/a/b/c/d',
    '/dav/principals/a/b',
    '/caldav',
    '/caldav/v1/x',
    '/caldav/v2/a/inbox',
    '/caldav/v2/a/user/x',
    '/dav/./',
    '/dav/../x',
    '/dav/%2e%2e/x',
  ])('%s is nowhere', (path) => {
    expect(() => parseAddress(path)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });

  it.each(['/dav/%', '/dav/%zz', '/dav/%c3', '/dav/%00', '/dav/a%2fb', '/dav/calendars/a/b/%0a'])(
    '%s is refused',
    (path) => {
      expect(() => parseAddress(path)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
    },
  );

  it('gives back every name that it takes', () => {
    const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
    fc.assert(
      fc.property(name, (text) => {
        const path = `/dav/calendars/a@b/c/${encodeURIComponent(text)}`;
        try {
          const address = parseAddress(path);
          expect(address.name).toBe(text);
          expect(parseAddress(hrefOf(address))).toEqual(address);
        } catch (error) {
          expect(error).toBeInstanceOf(DayferryError);
        }
      }),
    );
  });
});

describe('hrefs', () => {
  it('leaves readable what a path may hold', () =>
    expect(encodeSegment('a@b:c+d,e=f$ g/h%i?j#k')).toBe('a@b:c+d,e=f$%20g%2Fh%25i%3Fj%23k'));

  it('stay in the tree that was asked', () => {
    const user = { email: 'a@b' } as NonNullable<(typeof nobody)['user']>;
    const v2 = parseAddress('/caldav/v2/cal@group/events/');
    expect(principalHref('a@b', v2, { ...nobody, user })).toBe('/caldav/v2/cal@group/user');
    expect(principalHref('c@d', v2, { ...nobody, user })).toBe('/dav/principals/c@d/');
    expect(homeHref('a@b', v2)).toBe('/caldav/v2/cal@group/');
    expect(homeHref('a@b', parseAddress('/dav/principals/a@b/'))).toBe('/dav/calendars/a@b/');
  });
});
