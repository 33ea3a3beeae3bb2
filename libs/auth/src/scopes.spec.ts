import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allScopes, readScopes, scopesAt } from './scopes.js';

const google = 'https://www.googleapis.com/auth/';

describe('scopesAt', () => {
  it.each([
    ['v3', ['calendar'], ['calendar']],
    ['v3', ['calendar.acls', 'caldav'], ['calendar.acls']],
    ['v2', ['calendar'], ['calendar']],
    ['caldav', ['caldav'], ['calendar']],
    ['caldav', ['caldav.readonly'], ['calendar.readonly']],
    ['caldav', ['calendar.events', 'calendar.acls'], ['calendar.events']],
    ['jscalendar', ['jscalendar', 'caldav.readonly'], ['calendar']],
  ] as const)('%s with %j is %j', (protocol, scopes, expected) =>
    expect([...scopesAt(protocol, { scopes: [...scopes] })]).toEqual(expected),
  );

  it.each([
    ['v3', ['caldav']],
    ['caldav', ['jscalendar']],
    ['caldav', ['calendar.freebusy']],
    ['v2', ['calendar.settings.readonly']],
    ['jscalendar', []],
  ] as const)('%s is closed with %j', (protocol, scopes) =>
    expect(() => scopesAt(protocol, { scopes: [...scopes] })).toThrowError(
      expect.objectContaining({ kind: 'forbidden', detail: { code: 'insufficient-scope' } }) as Error,
    ),
  );

  it('closes a protocol that the credential is not for', () => {
    const credential = { scopes: ['calendar'], protocols: ['caldav' as const] };
    expect([...scopesAt('caldav', credential)]).toEqual(['calendar']);
    expect(() => scopesAt('v3', credential)).toThrowError('not for this interface');
  });
});

describe('readScopes', () => {
  it('gives short forms, each once', () => {
    const texts = [
      `${google}calendar`,
      'calendar',
      'http://www.google.com/calendar/feeds/',
      `${google}calendar.readonly`,
    ];
    expect(readScopes(texts)).toEqual(['calendar', 'calendar.readonly']);
  });

  it.each([[['mail']], [[]], [['constructor']]])('refuses %j', (scopes) => {
    expect(() => readScopes(scopes)).toThrowError(expect.objectContaining({ kind: 'invalid-input' }) as Error);
  });

  it('knows every scope of the API but the one that needs calendars with a maker', () => {
    const path = new URL('../../calendar-v3/discovery/calendar-v3.json', import.meta.url);
    const { auth } = JSON.parse(readFileSync(path, 'utf8')) as { auth: { oauth2: { scopes: object } } };
    const short = Object.keys(auth.oauth2.scopes).map((scope) => scope.slice(google.length));
    const missing = short.filter((scope) => !(allScopes as string[]).includes(scope));
    expect(missing).toEqual(['calendar.app.created']);
  });
});
