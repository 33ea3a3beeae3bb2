import { describe, expect, it } from 'vitest';
import { fakeClock, openAs, viewerOf } from '../harness/index.js';
import { davServer, eventText, put } from './dav-client.js';

const clock = fakeClock('2026-03-01T12:00:00Z');
const calendar = '/dav/calendars/alice@example.org/calendar/';

const { server, dav } = await davServer({ clock });

const get = (path: string, headers: Record<string, string> = {}, as: 'alice' | 'bob' | null = 'alice') =>
  dav({ method: 'GET', path, headers, as });

const open = (id?: string) => openAs(server.core, 'alice@example.org', id);

describe('GET on a calendar', () => {
  it('is one file of all its objects, zones defined once', async () => {
    await put(dav, `${calendar}one.ics`, eventText({ uid: 'one', summary: 'First' }));
    for (const uid of ['two', 'three']) {
      // Objects come in the order in which they were made.
      clock.advance(1);
      const start = 'DTSTART;TZID=Europe/Berlin:20260401T090000';
      await put(dav, `${calendar}${uid}.ics`, eventText({ uid, start, end: 'DURATION:PT1H', summary: uid }));
    }
    const response = await get(calendar);
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(response.body.match(/^(BEGIN:V[CET]|TZID|SUMMARY|UID|END:VCAL).*$/gm)).toEqual([
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:one',
      'SUMMARY:First',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:VEVENT',
      'UID:two',
      'SUMMARY:two',
      'BEGIN:VEVENT',
      'UID:three',
      'SUMMARY:three',
      'END:VCALENDAR',
    ]);
  });

  it('has an ETag that changes with the calendar', async () => {
    const { etag } = (await get(calendar)).headers;
    const again = await get(calendar, { 'if-none-match': String(etag) });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
    const head = await dav({ method: 'HEAD', path: calendar });
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', etag]);
    await put(dav, `${calendar}one.ics`, eventText({ uid: 'one', summary: 'Changed' }));
    const changed = await get(calendar, { 'if-none-match': String(etag) });
    expect(changed.statusCode).toBe(200);
    expect(changed.body).toContain('SUMMARY:Changed');
  });

  it('gives all of a large calendar', async () => {
    const path = '/dav/calendars/alice@example.org/large/';
    await dav({ method: 'MKCALENDAR', path });
    for (let i = 0; i < 250; i += 1) await put(dav, `${path}${i}.ics`, eventText({ uid: `large-${i}` }));
    const { body } = await get(path);
    expect(body.match(/^BEGIN:VEVENT/gm)).toHaveLength(250);
    expect(body.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
  });

  it('is nothing for those who may not see it', async () => {
    expect((await get(calendar, {}, 'bob')).statusCode).toBe(404);
    expect((await get(calendar, {}, null)).statusCode).toBe(401);
  });

  it('is only of calendars', async () => expect((await get('/dav/calendars/alice@example.org/')).statusCode).toBe(405));
});

describe('the private address', () => {
  const address = (secret: string, id = 'alice%40example.org') => `/calendar/ical/${id}/private-${secret}/basic.ics`;

  it('shows the calendar to whoever has it, private events as busy time, until it is reset', async () => {
    await put(dav, `${calendar}private.ics`, eventText({ uid: 'private', summary: 'Doctor', more: ['CLASS:PRIVATE'] }));
    const first = await server.core.calendars.resetLink(await open());
    expect(first).toMatch(/^[0-9a-f]{40}$/);
    const shown = await get(address(first), {}, null);
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(shown.body).toContain('SUMMARY:Changed');
    expect(shown.body).toContain('UID:private');
    expect(shown.body).not.toContain('Doctor');
    expect((await get(address(first, 'alice@example.org'), {}, null)).statusCode).toBe(200);
    const again = await get(address(first), { 'if-none-match': String(shown.headers.etag) }, null);
    expect(again.statusCode).toBe(304);

    const second = await server.core.calendars.resetLink(await open());
    expect((await get(address(first), {}, null)).statusCode).toBe(404);
    expect((await get(address(second), {}, null)).statusCode).toBe(200);
    await server.core.calendars.removeLink(await open());
    expect((await get(address(second), {}, null)).statusCode).toBe(404);
  });

  it('is not kept as it is, nor logged', async () => {
    const secret = await server.core.calendars.resetLink(await open());
    await get(address(secret), {}, null);
    expect(server.logs.join('')).toContain('/calendar/ical/');
    expect(server.logs.join('')).not.toContain(secret);
    const stored = await server.gateway.dependencies.store.reader.calendarById('alice@example.org');
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(stored?.linkHash).toHaveLength(64);
  });

  it('is 404 for every wrong one, and 429 after twenty a minute, but not for the rest of the world', async () => {
    clock.advance(120_000);
    const secret = await server.core.calendars.resetLink(await open());
    const wrong = [
      address(secret.toUpperCase()),
      address(secret.slice(1)),
      address(`${secret}0`),
      address(secret, 'bob%40example.org'),
      address(secret, 'nobody%40example.org'),
      address('x'.repeat(40)),
    ];
    for (const path of wrong) expect([path, (await get(path, {}, null)).statusCode]).toEqual([path, 404]);
    for (let i = wrong.length; i < 20; i += 1) await get(address(`${i}`), {}, null);
    const limited = await get(address('guess'), {}, null);
    expect([limited.statusCode, Number(limited.headers['retry-after'])]).toEqual([429, 60]);
    expect((await server.inject({ url: address(secret), remoteAddress: '192.0.2.7' })).statusCode).toBe(200);
    clock.advance(61_000);
    expect((await get(address(secret), {}, null)).statusCode).toBe(200);
  });

  it.each([
    '/calendar/ical/alice%40example.org/',
    '/calendar/ical/alice%40example.org/private-/basic.ics',
    '/calendar/ical/alice%40example.org/private-x/other.ics',
    '/calendar/ical/%zz/private-x/basic.ics',
    '/calendar/ical/a%2Fb/public/basic.ics',
  ])('%s is nowhere', async (path) => expect([400, 404]).toContain((await get(path, {}, null)).statusCode));

  it('is read-only', async () => {
    for (const method of ['PUT', 'POST', 'DELETE', 'PROPFIND', 'REPORT']) {
      const response = await dav({ method, path: address('x'), as: null, body: 'x' });
      expect([method, response.statusCode, response.headers.allow]).toEqual([method, 405, 'GET, HEAD']);
    }
  });

  it('can be made by the owner alone', async () => {
    const viewer = await viewerOf(server.core, 'bob@example.org');
    await server.core.calendars.setAcl(await open(), {
      scopeType: 'user',
      scopeValue: 'bob@example.org',
      role: 'writer',
    });
    const shared = await server.core.calendars.open(viewer, 'alice@example.org');
    await expect(server.core.calendars.resetLink(shared)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('the public address', () => {
  const path = '/calendar/ical/alice%40example.org/public/basic.ics';

  it('is there for calendars that everybody may see, in as much detail', async () => {
    expect((await get(path, {}, null)).statusCode).toBe(404);
    const share = async (role: 'reader' | 'freeBusy') =>
      server.core.calendars.setAcl(await open(), { scopeType: 'default', scopeValue: '', role });
    await share('freeBusy');
    const busy = await get(path, {}, null);
    expect(busy.body).toContain('UID:one');
    expect(busy.body).not.toContain('SUMMARY');
    await share('reader');
    expect((await get(path, { 'if-none-match': String(busy.headers.etag) }, null)).body).toContain('SUMMARY:Changed');
  });
});
