import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenCalendar, Role } from '@dayferry/core';
import { startServer, type TestServer } from '../harness/index.js';
import {
  content,
  davClient,
  eventText,
  openCollection,
  propfind,
  propfindBody,
  put,
  report,
  responses,
  xml,
  type Dav,
} from './dav-client.js';

let server: TestServer;
let dav: Dav;
let asBob: Dav;
let open: OpenCalendar;
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}shared/`;

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  asBob = (request) => dav({ ...request, as: 'bob' });
  await dav({ method: 'MKCALENDAR', path: calendar });
  await put(dav, `${calendar}open.ics`, eventText({ uid: 'open', summary: 'Open' }));
  await put(dav, `${calendar}private.ics`, eventText({ uid: 'private', summary: 'Hidden', more: ['CLASS:PRIVATE'] }));
  open = await openCollection(server, 'shared');
});
afterAll(() => server.close());

const share = (role: Role) =>
  server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role });
const privileges = async (path = calendar): Promise<string[]> =>
  (
    (await propfind(asBob, path, '0', 'D:current-user-privilege-set')).body.match(/<D:privilege><[A-Z]:[a-z-]+\/>/g) ??
    []
  ).map((text) => text.slice(14, -2));

describe('a stranger', () => {
  it('finds nothing, with one answer for what exists and what does not', async () => {
    const answers = await Promise.all(
      ['shared/', 'none/', 'shared/open.ics', 'none/x.ics'].map((path) =>
        asBob({ method: 'PROPFIND', path: home + path, headers: { depth: '0' } }),
      ),
    );
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]!.statusCode).toBe(404);
    expect((await asBob({ method: 'GET', path: `${calendar}open.ics` })).statusCode).toBe(404);
  });
});

describe('a reader', () => {
  it('reads all but private details, and has no privilege to write', async () => {
    await share('reader');
    expect(await privileges()).toEqual(['D:read', 'D:read-current-user-privilege-set', 'C:read-free-busy']);
    expect((await asBob({ method: 'GET', path: `${calendar}open.ics` })).body).toContain('SUMMARY:Open');
    const hidden = await asBob({ method: 'GET', path: `${calendar}private.ics` });
    expect(hidden.statusCode).toBe(200);
    expect(hidden.body).not.toContain('Hidden');
    const query = xml(
      'C:calendar-query',
      '<D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="SUMMARY"><C:text-match>Hidden</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>',
    );
    expect(responses(await report(asBob, calendar, query)).size).toBe(0);
  });

  it.each([
    ['PUT', `${calendar}new.ics`],
    ['PUT', `${calendar}open.ics`],
    ['DELETE', `${calendar}open.ics`],
  ])('is refused %s with need-privileges', async (method, path) => {
    const response = await asBob({
      method,
      path,
      body: method === 'PUT' ? eventText({ uid: 'x' }) : undefined,
      headers: { 'content-type': 'text/calendar' },
    });
    expect([response.statusCode, content(response.body, 'D:need-privileges')]).toEqual([
      403,
      expect.stringContaining('<D:privilege><D:write'),
    ]);
  });

  it('cannot name the calendar for others, but for itself', async () => {
    const body = xml('D:propertyupdate', '<D:set><D:prop><D:displayname>Alice’s</D:displayname></D:prop></D:set>');
    expect((await asBob({ method: 'PROPPATCH', path: calendar, body })).statusCode).toBe(207);
    const name = async (client: Dav) =>
      content((await propfind(client, calendar, '0', 'D:displayname')).body, 'D:displayname');
    expect([await name(asBob), await name(dav)]).toEqual(['Alice’s', 'shared']);
    const shared = xml(
      'D:propertyupdate',
      '<D:set><D:prop><C:calendar-description>x</C:calendar-description></D:prop></D:set>',
    );
    expect((await asBob({ method: 'PROPPATCH', path: calendar, body: shared })).body).toContain('<D:need-privileges>');
  });

  it('finds the shared calendar in its own one home, by its id, with its owner named', async () => {
    const listing = responses(
      await propfind(asBob, '/dav/calendars/bob@example.org/', '1', 'D:resourcetype', 'D:owner'),
    );
    const path = `/dav/calendars/bob@example.org/${open.calendar.id}/`;
    expect(content(listing.get(path)!, 'D:owner')).toBe('<D:href>/dav/principals/alice@example.org/</D:href>');
    expect((await asBob({ method: 'GET', path: `${path}open.ics` })).body).toContain('SUMMARY:Open');
  });

  it('takes the calendar off its list by DELETE, which leaves it to the owner', async () => {
    const own = `/dav/calendars/bob@example.org/${open.calendar.id}/`;
    expect((await asBob({ method: 'DELETE', path: calendar })).statusCode).toBe(403);
    expect((await asBob({ method: 'DELETE', path: own })).statusCode).toBe(204);
    expect((await dav({ method: 'GET', path: `${calendar}open.ics` })).statusCode).toBe(200);
  });
});

describe('a free/busy reader', () => {
  it('sees blocks of time, in every report', async () => {
    await share('freeBusy');
    expect(await privileges()).toEqual(['C:read-free-busy']);
    const query = xml(
      'C:calendar-query',
      '<D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>',
    );
    for (const { body } of [
      await asBob({ method: 'GET', path: `${calendar}open.ics` }),
      await report(asBob, calendar, query),
    ]) {
      expect(body).toContain('DTSTART');
      expect(body).not.toContain('SUMMARY');
    }
  });
});

describe('a writer', () => {
  it('writes events, not the calendar', async () => {
    await share('writer');
    expect(await privileges()).toContain('D:write-content');
    expect(await privileges()).not.toContain('D:all');
    expect((await put(asBob, `${calendar}bobs.ics`, eventText({ uid: 'bobs' }))).statusCode).toBe(201);
    expect((await asBob({ method: 'DELETE', path: `${calendar}bobs.ics` })).statusCode).toBe(204);
  });
});

describe('anybody', () => {
  it('reads a public calendar without signing in, and is asked to before writing', async () => {
    await server.core.calendars.setAcl(open, { scopeType: 'default', scopeValue: '', role: 'reader' });
    const path = `/caldav/v2/${open.calendar.id}/events/open.ics`;
    expect((await dav({ method: 'GET', path, as: null })).body).toContain('SUMMARY:Open');
    const headers = { 'content-type': 'text/calendar' };
    expect((await dav({ method: 'PUT', path, as: null, body: eventText({ uid: 'open' }), headers })).statusCode).toBe(
      401,
    );
    expect((await dav({ method: 'DELETE', path, as: null })).statusCode).toBe(401);
    const patch = xml('D:propertyupdate', '<D:set><D:prop><D:displayname>x</D:displayname></D:prop></D:set>');
    const calendarPath = `/caldav/v2/${open.calendar.id}/events/`;
    expect((await dav({ method: 'PROPPATCH', path: calendarPath, as: null, body: patch })).statusCode).toBe(401);
    const { body } = await dav({ method: 'PROPFIND', path: calendarPath, as: null, headers: { depth: '0' } });
    expect(body).toContain('<C:calendar/>');
    const asked = propfindBody('D:current-user-principal');
    const who = await dav({ method: 'PROPFIND', path: calendarPath, as: null, headers: { depth: '0' }, body: asked });
    expect(content(who.body, 'D:current-user-principal')).toBe('<D:unauthenticated/>');
  });
});

describe('what iCalendar cannot say', () => {
  it('survives a PUT by a client that never saw it', async () => {
    await put(dav, `${calendar}rich.ics`, eventText({ uid: 'rich' }));
    const change = { origin: 'v3' } as const;
    await server.core.events.write(
      open,
      { uid: 'rich' },
      (current) => ({
        ...current!,
        master: { ...current!.master, guestsCanModify: true, privateProperties: { ours: '1' } },
      }),
      change,
    );
    const seen = await dav({ method: 'GET', path: `${calendar}rich.ics` });
    const poorer = eventText({ uid: 'rich', summary: 'Renamed' });
    const response = await put(dav, `${calendar}rich.ics`, poorer, { 'if-match': String(seen.headers.etag) });
    expect(response.statusCode).toBe(204);
    const { series, ical } = await server.core.events.find(open, { uid: 'rich' });
    expect(series.master).toMatchObject({ title: 'Renamed', guestsCanModify: true, privateProperties: { ours: '1' } });
    expect(ical).toBe(poorer);
    await put(dav, `${calendar}rich.ics`, eventText({ uid: 'rich', summary: 'Again' }));
    expect((await server.core.events.find(open, { uid: 'rich' })).series.master).toMatchObject({
      title: 'Again',
      guestsCanModify: true,
    });
  });
});
