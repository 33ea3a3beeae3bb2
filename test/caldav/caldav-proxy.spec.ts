import { describe, expect, it } from 'vitest';
import { addGroup } from '../harness/index.js';
import {
  content,
  davServer,
  eventText,
  missing,
  propfind,
  put,
  report,
  responses,
  xml,
  type Dav,
} from './dav-client.js';

const principal = (name: string): string => `/dav/principals/${name}@example.org/`;
const write = `${principal('alice')}calendar-proxy-write/`;
const read = `${principal('alice')}calendar-proxy-read/`;
const home = '/dav/calendars/alice@example.org/';

const { server, dav } = await davServer();
const asBob: Dav = (request) => dav({ ...request, as: 'bob' });
await put(dav, `${home}calendar/one.ics`, eventText());
await addGroup(server.gateway.dependencies, { email: 'team@example.org' }, ['carol']);

const setMembers = (path: string, members: string[], as: 'alice' | 'bob' = 'alice') =>
  dav({
    method: 'PROPPATCH',
    path,
    as,
    body: xml(
      'D:propertyupdate',
      `<D:set><D:prop><D:group-member-set>${members.map((member) => `<D:href>${member}</D:href>`).join('')}</D:group-member-set></D:prop></D:set>`,
    ),
  });
const members = async (path: string) =>
  content((await propfind(dav, path, '0', 'D:group-member-set')).body, 'D:group-member-set');

describe('caldav-proxy §5.1, §5.2', () => {
  it('announces calendar-proxy, and shows two groups below a principal', async () => {
    const options = await dav({ method: 'OPTIONS', path: principal('alice') });
    expect(options.headers.dav).toContain('calendar-proxy');
    const listing = responses(await propfind(dav, principal('alice'), '1', 'D:resourcetype'));
    expect([...listing.keys()]).toEqual([principal('alice'), read, write]);
    expect(content(listing.get(write)!, 'D:resourcetype')).toBe(
      '<D:collection/><D:principal/><CS:calendar-proxy-write/>',
    );
    expect(content(listing.get(read)!, 'D:resourcetype')).toContain('<CS:calendar-proxy-read/>');
    const group = responses(await propfind(dav, principal('team'), '1', 'D:resourcetype'));
    expect(group.size).toBe(1);
  });

  it('lets a person set the members, who find the group among their own', async () => {
    expect((await setMembers(write, [principal('bob')])).body).toContain('HTTP/1.1 200');
    expect(await members(write)).toBe(`<D:href>${principal('bob')}</D:href>`);
    expect(await members(read)).toBe('');
    const own = await propfind(asBob, principal('bob'), '0', 'D:group-membership');
    expect(content(own.body, 'D:group-membership')).toBe(`<D:href>${write}</D:href>`);
    const match = await report(
      asBob,
      '/dav/principals/',
      xml('D:principal-match', '<D:self/><D:prop><D:resourcetype/></D:prop>'),
      { depth: '0' },
    );
    expect([...responses(match).keys()]).toEqual([principal('bob'), write]);
  });

  it.each([
    ['who is nobody here', ['/dav/principals/nobody@example.org/'], 'D:recognized-principal'],
    ['oneself', ['mailto:alice@example.org'], 'D:allowed-principal'],
  ])('refuses %s as a member, and changes nothing', async (_name, wanted, condition) => {
    const { statusCode, body } = await setMembers(write, wanted);
    expect([statusCode, content(body, condition)]).toEqual([207, '']);
    expect(body).toContain('HTTP/1.1 403');
    expect(await members(write)).toBe(`<D:href>${principal('bob')}</D:href>`);
  });

  it('shows and lets change the members to nobody else', async () => {
    const { body } = await setMembers(write, [principal('carol')], 'bob');
    expect(body).toContain('<D:need-privileges>');
    expect((await propfind(asBob, write, '0', 'D:group-member-set')).body).toContain('HTTP/1.1 403');
    expect(await members(write)).toBe(`<D:href>${principal('bob')}</D:href>`);
  });

  it('expands the members for Apple’s programs', async () => {
    const body = xml(
      'D:expand-property',
      '<D:property name="group-member-set"><D:property name="displayname"/></D:property>',
    );
    expect((await report(dav, write, body, { depth: '0' })).body).toContain('<D:displayname>Bob Baker</D:displayname>');
  });
});

describe('caldav-proxy §5.3, §5.4', () => {
  const proxyFor = async (client: Dav, name: string, property: string) =>
    content((await propfind(client, principal(name), '0', property)).body, property);

  it('names whom one stands in for', async () => {
    expect(await proxyFor(asBob, 'bob', 'CS:calendar-proxy-write-for')).toBe(`<D:href>${principal('alice')}</D:href>`);
    expect(await proxyFor(asBob, 'bob', 'CS:calendar-proxy-read-for')).toBe('');
  });

  it('is told in the membership of who acts, to them and to the owner (RFC 3744 §4.4)', async () => {
    const groups = async (client: Dav) =>
      content((await propfind(client, principal('bob'), '0', 'D:group-membership')).body, 'D:group-membership');
    for (const client of [asBob, dav]) expect(await groups(client)).toBe(`<D:href>${write}</D:href>`);
    expect(await groups((request) => dav({ ...request, as: 'carol' }))).toBe('');
  });

  it('opens all of the owner’s calendars for writing, those that come later too, in every protocol', async () => {
    await dav({ method: 'MKCALENDAR', path: `${home}later/` });
    expect((await put(asBob, `${home}later/bobs.ics`, eventText({ uid: 'bobs' }))).statusCode).toBe(201);
    const listing = responses(await propfind(asBob, home, '1', 'D:current-user-privilege-set', 'D:resourcetype'));
    expect(listing.get(`${home}later/`)).toContain('<D:write-content/>');
    expect(listing.get(`${home}calendar/`)).not.toContain('<CS:shared/>');
    const v3 = await server.inject({
      url: '/calendar/v3/calendars/alice@example.org/events',
      headers: { authorization: `Bearer ${server.tokens.bob}` },
    });
    expect(v3.json<{ accessRole: string }>().accessRole).toBe('writer');
  });

  it('lists both groups in the access list of a calendar, as entries that stay (RFC 3744 §5.5)', async () => {
    const acl = content((await propfind(dav, `${home}calendar/`, '0', 'D:acl')).body, 'D:acl')!;
    const entries = (acl.match(/<D:ace>.*?<\/D:ace>/gs) ?? []).filter((ace) => ace.includes('calendar-proxy'));
    expect(entries.map((ace) => content(ace, 'D:href'))).toEqual([read, write]);
    expect(entries.map((ace) => ace.includes('<D:write/>'))).toEqual([false, true]);
    expect(entries.every((ace) => ace.includes('<D:protected/>'))).toBe(true);
    const body = xml('D:acl-principal-prop-set', '<D:prop><D:displayname/></D:prop>');
    const listed = responses(await report(dav, `${home}calendar/`, body, { depth: '0' }));
    expect([...listed.keys()]).toEqual([principal('alice'), read, write]);
  });

  it('lets a writer move between the owner’s calendars', async () => {
    await dav({ method: 'MKCALENDAR', path: `${home}second/` });
    await put(dav, `${home}second/moved.ics`, eventText({ uid: 'moved' }));
    const headers = { destination: `${home}calendar/moved.ics` };
    expect((await asBob({ method: 'MOVE', path: `${home}second/moved.ics`, headers })).statusCode).toBe(201);
  });

  it('lets a writer ask for busy times from the owner’s outbox', async () => {
    const lines = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Test//EN',
      'METHOD:REQUEST',
      'BEGIN:VFREEBUSY',
      'UID:busy',
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20260302T000000Z',
      'DTEND:20260303T000000Z',
      'ORGANIZER:mailto:alice@example.org',
      'ATTENDEE:mailto:alice@example.org',
      'END:VFREEBUSY',
      'END:VCALENDAR',
    ];
    const ask = (as: 'bob' | 'carol') =>
      dav({
        method: 'POST',
        path: `${home}outbox/`,
        as,
        body: `${lines.join('\r\n')}\r\n`,
        headers: { 'content-type': 'text/calendar' },
      });
    expect((await ask('bob')).body).toContain('FREEBUSY;FBTYPE=BUSY:20260302T090000Z');
    expect((await ask('carol')).statusCode).toBe(404);
  });

  it('leaves it to the owner to say when they are there, and to the writer too', async () => {
    const inbox = `${home}inbox/`;
    const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VAVAILABILITY', 'UID:there'];
    const text = [...lines, 'DTSTAMP:20260101T000000Z', 'END:VAVAILABILITY', 'END:VCALENDAR'].join('&#13;\n');
    const value = `<C:calendar-availability>${text}</C:calendar-availability>`;
    const body = xml('D:propertyupdate', `<D:set><D:prop>${value}</D:prop></D:set>`);
    const refused = await asBob({ method: 'PROPPATCH', path: inbox, body });
    expect(refused.body).toContain('HTTP/1.1 403');
    const privileges = async (client: Dav) =>
      content(
        (await propfind(client, inbox, '0', 'D:current-user-privilege-set')).body,
        'D:current-user-privilege-set',
      );
    expect(await privileges(asBob)).not.toContain('<D:write-properties/>');
    for (const path of [inbox, '/dav/calendars/bob@example.org/inbox/'])
      expect(missing((await propfind(asBob, path, '0', 'C:calendar-availability')).body)).toContain('availability');
    expect((await dav({ method: 'PROPPATCH', path: inbox, body })).body).toContain('HTTP/1.1 200');
    expect(await privileges(dav)).toContain('<D:write-properties/>');
  });

  it('counts members of a group, for reading only where that is the group', async () => {
    await setMembers(read, [principal('team')]);
    const asCarol: Dav = (request) => dav({ ...request, as: 'carol' });
    expect(await proxyFor(asCarol, 'carol', 'CS:calendar-proxy-read-for')).toBe(
      `<D:href>${principal('alice')}</D:href>`,
    );
    expect((await asCarol({ method: 'GET', path: `${home}calendar/one.ics` })).statusCode).toBe(200);
    expect((await put(asCarol, `${home}calendar/new.ics`, eventText({ uid: 'new' }))).statusCode).toBe(403);
    expect((await propfind(asCarol, `${home}outbox/`, '0', 'D:resourcetype')).statusCode).toBe(404);
  });

  it('ends at once when the member is gone', async () => {
    await setMembers(write, []);
    expect((await asBob({ method: 'GET', path: `${home}later/bobs.ics` })).statusCode).toBe(404);
    expect(await proxyFor(asBob, 'bob', 'CS:calendar-proxy-write-for')).toBe('');
  });
});
