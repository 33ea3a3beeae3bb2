import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { restClient, simple } from './rest-client.js';

const mount = '/egroupware/groupdav.php';
const collection = `${mount}/alice%40example.org/calendar/`;
const json = { headers: { accept: 'application/json' } };
const ics = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//T//EN',
  'BEGIN:VEVENT',
  'UID:shared',
  'DTSTAMP:20260101T000000Z',
  'DTSTART:20261125T100000Z',
  'SUMMARY:By CalDAV',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

describe('one address for JSON and CalDAV', () => {
  it('takes iCalendar and JSON, and gives each what it asks for', async () => {
    const calendar = { headers: { 'content-type': 'text/calendar' } };
    expect((await send('PUT', `${collection}shared.ics`, ics, calendar)).status).toBe(201);
    const own = await send('GET', `${collection}shared.ics`);
    expect([own.headers['content-type'], own.text]).toEqual(['text/calendar; charset=utf-8; component=VEVENT', ics]);
    expect((await send('GET', `${collection}shared`, undefined, json)).json()).toMatchObject({ title: 'By CalDAV' });
    const patched = await send('PATCH', `${collection}shared`, { title: 'By JSON' });
    expect(patched.status).toBe(204);
    expect((await send('GET', `${collection}shared.ics`)).text).toContain('SUMMARY:By JSON\r\n');
  });

  it('answers PROPFIND in its own paths, and says DAV in OPTIONS', async () => {
    const body = '<propfind xmlns="DAV:"><prop><getetag/><current-user-principal/></prop></propfind>';
    const xml = { headers: { 'content-type': 'application/xml', depth: '1' } };
    const answer = await send('PROPFIND', collection, body, xml);
    expect(answer.status).toBe(207);
    expect(answer.text).toContain(`<D:href>${mount}/alice@example.org/calendar/shared.ics</D:href>`);
    expect(answer.text).toContain(`<D:href>${mount}/principals/users/alice@example.org/</D:href>`);
    expect((await send('OPTIONS', collection)).headers.dav).toContain('calendar-access');
    expect((await send('OPTIONS', collection, undefined, json)).headers['accept-patch']).toBeDefined();
  });

  it('deletes by JSON only where JSON is accepted', async () => {
    const made = await send('POST', collection, simple);
    const location = String(made.headers.location);
    expect((await send('DELETE', location)).status).toBe(404);
    expect((await send('GET', location, undefined, json)).status).toBe(200);
    expect((await send('DELETE', location, undefined, json)).status).toBe(204);
  });

  it.each([
    ['GET', '/openapi.json', 200],
    ['GET', '/docs', 200],
  ])('%s %s is there for everybody', async (method, path, status) => {
    expect((await send(method, mount + path)).status).toBe(status);
  });
});
