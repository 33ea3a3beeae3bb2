import { describe, expect, it } from 'vitest';
import { protocolOf } from './protocols.table.js';

describe('protocolOf', () => {
  it.each([
    ['/calendar/feeds/default/private/full', 'v2'],
    ['/calendar/v3/calendars/primary', 'v3'],
    ['/calendar/v3', 'v3'],
    ['/calendar/v30', 'other'],
    ['/batch?x', 'v3'],
    ['/dav/calendars/a@b/', 'caldav'],
    ['/.well-known/caldav', 'caldav'],
    ['/.well-known/carddav', 'other'],
    ['/rest/a@b/calendar/', 'jscalendar'],
    ['/restore', 'other'],
    ['/', 'other'],
  ])('%s is %s', (path, label) => expect(protocolOf(path)).toBe(label));
});
