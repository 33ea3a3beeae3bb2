import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import {
  content,
  davClient,
  eventText,
  missing,
  propfind,
  put,
  report,
  responses,
  xml,
  type Dav,
} from './dav-client.js';
import { inside, query, range } from './query-bodies.js';
import { discover, fetchAll, sync } from './replay-steps.js';

// Apple Calendar: macOS 10.11's order of requests, with its headers.
let home: string;
const made = (): string => `${home}6C5E7C5B-3D5C-4A36-8A9B-0D6C0B0E7F11/`;
const object = (): string => `${made()}0F1A2B3C-4D5E-6F70-8192-A3B4C5D6E7F8.ics`;
const minimal = { brief: 't', prefer: 'return-minimal' };

const server = await startServer();
const plain = davClient(server);
const dav: Dav = (request) => plain({ ...request, headers: { ...minimal, ...request.headers } });
afterAll(() => server.close());

describe('setup', () => {
  it('asks well-known without sign-in first, follows, is challenged, and finds the one home [1, 4, 8]', async () => {
    const body = xml('D:propfind', '<D:prop><D:current-user-principal/><D:principal-URL/><D:resourcetype/></D:prop>');
    const ask = (path: string, as: 'alice' | null) =>
      dav({ method: 'PROPFIND', path, as, body, headers: { depth: '0' } });
    const first = await ask('/.well-known/caldav', null);
    expect([first.statusCode, first.headers.location]).toEqual([301, '/dav/']);
    const challenged = await ask('/dav/', null);
    expect(challenged.statusCode).toBe(401);
    expect([challenged.headers['www-authenticate']].flat().join()).toContain('Basic realm="');
    const { principal, ...found } = await discover(dav, '/dav/');
    home = found.home;
    const own = await ask(principal, 'alice');
    expect(own.body).toContain(`<D:principal-URL><D:href>${principal}</D:href></D:principal-URL>`);
    expect(own.body).toContain('<D:principal/>');
  });

  it('asks the principal for thirteen properties, some of which nobody has [4]', async () => {
    const names =
      'C:calendar-home-set C:calendar-user-address-set D:current-user-principal D:displayname CS:dropbox-home-URL CS:email-address-set CS:notification-URL D:principal-collection-set D:principal-URL D:resource-id C:schedule-inbox-URL C:schedule-outbox-URL D:supported-report-set'.split(
        ' ',
      );
    const path = (await discover(dav, '/dav/')).principal;
    const response = await propfind(davClient(server), path, '0', ...names);
    expect(response.statusCode).toBe(207);
    expect(content(response.body, 'C:calendar-user-address-set')).toMatch(/^<D:href>mailto:alice@example\.org</);
    expect(missing(response.body)).toContain('dropbox-home-URL');
    const brief = await propfind(dav, path, '0', ...names);
    expect(brief.body).not.toContain(' 404 ');
    expect(brief.headers.vary).toBe('Brief, Prefer');
  });

  it.each(['principal-search-property-set', 'expand-property'])(
    '%s is answered if and only if it is announced [4]',
    async (name) => {
      const path = name === 'expand-property' ? (await discover(dav, '/dav/')).principal : '/dav/principals/';
      const announced = (await propfind(davClient(server), path, '0', 'D:supported-report-set')).body.includes(
        `<D:${name}/>`,
      );
      const body = xml(
        `D:${name}`,
        name === 'expand-property'
          ? '<D:property name="calendar-proxy-read-for" namespace="http://calendarserver.org/ns/"/>'
          : '',
      );
      const response = await report(dav, path, body, { depth: '0' });
      expect([200, 207].includes(response.statusCode)).toBe(announced);
      if (!announced) expect([403, 405]).toContain(response.statusCode);
    },
  );

  it('lists the home with everything that it knows of a calendar [4, 31]', async () => {
    const names =
      'CS:xmpp-uri CS:pushkey A:calendar-color A:calendar-order C:calendar-description C:calendar-free-busy-set C:calendar-timezone C:default-alarm-vevent-date C:schedule-calendar-transp C:schedule-default-calendar-URL C:supported-calendar-component-set CS:getctag CS:publish-url CS:source D:add-member D:current-user-privilege-set D:displayname D:owner D:quota-available-bytes D:resource-id D:resourcetype D:supported-report-set D:sync-token'.split(
        ' ',
      );
    const response = await propfind(dav, home, '1', ...names);
    expect(response.statusCode).toBe(207);
    const calendars = [...responses(response)].filter(([, text]) => text.includes('<C:calendar/>'));
    expect(calendars.length).toBeGreaterThan(0);
    for (const [path, text] of calendars) {
      expect(path.startsWith(home) && path.endsWith('/')).toBe(true);
      expect(text).toContain('<D:write-content/>');
      expect(content(text, 'CS:getctag')).not.toBe('');
    }
  });
});

describe('work', () => {
  it('makes a calendar with order, colour, zone and transparency at once [26]', async () => {
    const zone =
      'BEGIN:VCALENDAR&#13;\nVERSION:2.0&#13;\nBEGIN:VTIMEZONE&#13;\nTZID:Europe/Berlin&#13;\nEND:VTIMEZONE&#13;\nEND:VCALENDAR&#13;\n';
    const body = xml(
      'C:mkcalendar',
      `<D:set><D:prop><C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set><D:displayname>Work</D:displayname><A:calendar-order>9</A:calendar-order><C:schedule-calendar-transp><C:opaque/></C:schedule-calendar-transp><C:calendar-timezone>${zone}</C:calendar-timezone><A:calendar-color symbolic-color="custom">#FF2968FF</A:calendar-color></D:prop></D:set>`,
    );
    expect((await dav({ method: 'MKCALENDAR', path: made(), body })).statusCode).toBe(201);
    const { body: shown } = await propfind(dav, made(), '0', 'A:calendar-color', 'C:calendar-timezone-id');
    expect(shown).toContain('symbolic-color="custom">#FF2968FF<');
    expect(content(shown, 'C:calendar-timezone-id')).toBe('Europe/Berlin');
  });

  it('puts an event under an upper-case name, changes it, and is told of a lost race [18, 19]', async () => {
    const text = eventText({
      uid: '0F1A2B3C',
      start: 'DTSTART;TZID=Europe/Berlin:20300601T090000',
      end: 'DTEND;TZID=Europe/Berlin:20300601T100000',
    });
    const created = await put(dav, object(), text, { 'if-none-match': '*' });
    const etag = String(created.headers.etag);
    expect([created.statusCode, etag]).toEqual([201, expect.stringMatching(/^"[^"]+"$/)]);
    const read = await dav({ method: 'GET', path: object() });
    expect([read.body, read.headers.etag]).toEqual([text, etag]);
    expect((await put(dav, object(), text, { 'if-none-match': '*' })).statusCode).toBe(412);
    const changed = await put(dav, object(), text.replace('Stand-up', 'Moved'), { 'if-match': etag });
    expect(changed.statusCode).toBe(204);
    expect((await put(dav, object(), text, { 'if-match': etag })).statusCode).toBe(412);
  });

  it('asks for all that is not over: a range without an end [31]', async () => {
    await put(dav, `${made()}OLD.ics`, eventText({ uid: 'OLD', start: 'DTSTART:20100601T090000Z', end: '' }));
    const found = responses(await report(dav, made(), query(inside('VEVENT', range('20260101T000000Z')))));
    expect([...found.keys()]).toEqual([object()]);
  });

  it('syncs the calendar by token, and fetches fifty at a time [10, 14, 17, 34]', async () => {
    const first = await sync(dav, made(), '');
    expect(first.changed.sort()).toEqual([object(), `${made()}OLD.ics`].sort());
    expect(first.token).toContain(':');
    const ctag = async () => content((await propfind(dav, made(), '0', 'CS:getctag')).body, 'CS:getctag');
    const before = await ctag();
    expect(await sync(dav, made(), first.token)).toEqual({ token: first.token, changed: [], removed: [] });
    expect(await ctag()).toBe(before);
    const names = Array.from({ length: 50 }, (_, i) => `${made()}E${i}.ics`);
    for (const [i, path] of names.entries()) await put(dav, path, eventText({ uid: `E${i}` }));
    const second = await sync(dav, made(), first.token);
    expect(second.changed.sort()).toEqual(names.sort());
    expect(await ctag()).not.toBe(before);
    const texts = await fetchAll(dav, made(), names);
    expect([...texts.values()].every((text) => text.includes('UID:E'))).toBe(true);
    await dav({ method: 'DELETE', path: names[0]! });
    expect(await sync(dav, made(), second.token)).toMatchObject({ changed: [], removed: [names[0]] });
  });

  it('is told when a token is of no use [10, 11]', async () => {
    const body = xml(
      'D:sync-collection',
      '<D:sync-token>data:,nothing</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>',
    );
    const response = await report(dav, made(), body);
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('<D:valid-sync-token/>')]);
    expect(response.body).not.toMatch(/<D:error[^>]*\/>/);
  });

  it('renames and recolours in one PROPPATCH [27]', async () => {
    const body = xml(
      'D:propertyupdate',
      '<D:set><D:prop><D:displayname>Arbeit</D:displayname><A:calendar-color symbolic-color="blue">#1BADF8FF</A:calendar-color></D:prop></D:set>',
    );
    // RFC 8144 §2.2: all went well, and nothing more is to be said.
    expect((await dav({ method: 'PROPPATCH', path: made(), body })).statusCode).toBe(200);
    expect((await propfind(dav, made(), '0', 'D:displayname')).body).toContain('>Arbeit<');
  });
});
