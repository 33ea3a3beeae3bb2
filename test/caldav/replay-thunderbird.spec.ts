import { expect, it } from 'vitest';
import { davServer, eventText, propfind, put, responses } from './dav-client.js';
import { discover, fetchAll, sync } from './replay-steps.js';

// Thunderbird's CalDAV provider.
let calendar: string;

const { dav } = await davServer();

it('finds calendars and tells which can be written to', async () => {
  const { principal, home } = await discover(dav, '/');
  const own = await propfind(dav, principal, '0', 'C:calendar-user-address-set');
  // The first mailto: is the primary address.
  expect(/<D:href>(mailto:[^<]*)/.exec(own.body)?.[1]).toBe('mailto:alice@example.org');
  const listing = responses(
    await propfind(
      dav,
      home,
      '1',
      'D:resourcetype',
      'D:owner',
      'D:current-user-privilege-set',
      'D:supported-report-set',
      'CS:getctag',
      'C:supported-calendar-component-set',
    ),
  );
  [calendar] = [...listing].filter(([, text]) => text.includes('<C:calendar/>')).map(([path]) => path) as [string];
  expect(listing.get(calendar)).toMatch(/<D:write\/>/);
  expect(listing.get(calendar)).toContain('<D:sync-collection/>');
});

it('checks the features on the path above the calendar [6, 9]', async () => {
  const above = calendar.replace(/[^/]+\/$/, '');
  const response = await dav({ method: 'OPTIONS', path: above, as: null });
  expect([response.statusCode, response.body]).toEqual([200, '']);
  expect(response.headers.dav).toContain('calendar-access');
});

it('syncs with Depth: 1 and multigets a hundred [12, 16]', async () => {
  for (let i = 0; i < 100; i += 1) await put(dav, `${calendar}${i}.ics`, eventText({ uid: `${i}` }));
  const first = await sync(dav, calendar, '');
  expect(first.changed).toHaveLength(100);
  expect(first.changed).not.toContain(calendar);
  for (const depth of ['0', null])
    expect((await sync(dav, calendar, '', depth)).changed.sort()).toEqual(first.changed.sort());
  expect((await fetchAll(dav, calendar, first.changed)).size).toBe(100);
});

it('creates, fetches what it wrote, and finds a conflict by HEAD [18, 25]', async () => {
  const path = `${calendar}new_one.ics`;
  const created = await put(dav, path, eventText({ uid: 'new one' }), { 'if-none-match': '*' });
  expect(created.statusCode).toBe(201);
  const text = (await fetchAll(dav, calendar, [path])).get(path);
  expect(text).toBe(eventText({ uid: 'new one' }));
  const etag = String(created.headers.etag);
  await put(dav, path, eventText({ uid: 'new one', summary: 'Other' }));
  expect((await put(dav, path, eventText({ uid: 'new one' }), { 'if-match': etag })).statusCode).toBe(412);
  const head = await dav({ method: 'HEAD', path });
  expect([head.statusCode, head.headers.etag]).toEqual([200, expect.not.stringContaining(etag)]);
  expect((await dav({ method: 'DELETE', path, headers: { 'if-match': String(head.headers.etag) } })).statusCode).toBe(
    204,
  );
  expect((await dav({ method: 'HEAD', path })).statusCode).toBe(404);
  expect((await put(dav, path, eventText({ uid: 'new one' }), { 'if-none-match': '*' })).statusCode).toBe(201);
});

it('writes zones that are not quite right, and gets them back [20, 21, 22]', async () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin ',
    'BEGIN:STANDARD',
    'DTSTART:19701025T030000',
    'TZOFFSETFROM:+005328',
    'TZOFFSETTO:+010000',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=13',
    'END:STANDARD',
    'END:VTIMEZONE',
  ];
  const faked = eventText({ uid: 'faked', more: ['X-MOZ-FAKED-MASTER:1', 'RDATE:20260302T090000Z'] });
  const texts = {
    zone: eventText({
      uid: 'zone',
      start: 'DTSTART;TZID="Europe/Berlin ":20260601T090000',
      end: 'DURATION:PT1H',
    }).replace('BEGIN:VEVENT', `${zone.join('\r\n')}\r\nBEGIN:VEVENT`),
    windows: eventText({
      uid: 'windows',
      start: 'DTSTART;TZID=W. Europe Standard Time:20260601T090000',
      end: 'DURATION:PT1H',
    }),
    faked,
    only: eventText({ uid: 'only', more: ['RECURRENCE-ID:20260302T090000Z'] }),
    lf: eventText({ uid: 'lf' }).replaceAll('\r\n', '\n'),
    bom: `\ufeff${eventText({ uid: 'bom' })}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const response = await put(dav, `${calendar}${name}.ics`, text, { 'content-type': 'text/calendar' });
    expect([name, response.statusCode]).toEqual([name, 201]);
    expect((await dav({ method: 'GET', path: `${calendar}${name}.ics` })).body).toBe(text);
  }
});
