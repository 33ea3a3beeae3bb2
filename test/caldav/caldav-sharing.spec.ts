import { describe, expect, it } from 'vitest';
import type { Person } from '../harness/index.js';
import {
  content,
  davServer,
  eventText,
  missing,
  openCollection,
  propfind,
  put,
  report,
  responses,
  xml,
  type Dav,
} from './dav-client.js';

const calendar = '/dav/calendars/alice@example.org/plans/';
const bobsHome = '/dav/calendars/bob@example.org/';
const notices = `${bobsHome}notification/`;

const { server, dav } = await davServer();
const asBob: Dav = (request) => dav({ ...request, as: 'bob' });
await dav({ method: 'MKCALENDAR', path: calendar });
await put(dav, `${calendar}one.ics`, eventText());

const set = (who: string, access: 'read' | 'read-write', title = 'Plans of us'): string =>
  `<CS:set><D:href>${who}</D:href><CS:common-name>x</CS:common-name><CS:summary>${title}</CS:summary><CS:${access}/></CS:set>`;
const remove = (who: string): string => `<CS:remove><D:href>${who}</D:href></CS:remove>`;
const share = (...changes: string[]) =>
  dav({ method: 'POST', path: calendar, body: xml('CS:share', changes.join('')) });
const reply = (uid: string, choice: 'accepted' | 'declined', as: Person = 'bob') =>
  dav({
    method: 'POST',
    path: `/dav/calendars/${as}@example.org/`,
    as,
    body: xml(
      'CS:invite-reply',
      `<D:href>mailto:${as}@example.org</D:href><CS:invite-${choice}/><CS:hosturl><D:href>${calendar}</D:href></CS:hosturl><CS:in-reply-to>${uid}</CS:in-reply-to><CS:summary>Ours</CS:summary>`,
    ),
  });
const told = async (as: Person = 'bob'): Promise<string[]> => {
  const client: Dav = (request) => dav({ ...request, as });
  const listing = await propfind(client, `/dav/calendars/${as}@example.org/notification/`, '1', 'D:getetag');
  const paths = [...responses(listing).keys()].slice(1);
  return Promise.all(paths.map(async (path) => (await client({ method: 'GET', path })).body));
};
const invitation = async (): Promise<string> => content((await told())[0]!, 'CS:uid')!;
const property = async (client: Dav, path: string, name: string) =>
  content((await propfind(client, path, '0', name)).body, name);
const inviteState = async () => /<CS:invite-[a-z]+\/>/.exec((await property(dav, calendar, 'CS:invite')) ?? '')?.[0];

describe('caldav-sharing §4, §5.1', () => {
  it('is announced, with a place for what one is told', async () => {
    const { headers } = await dav({ method: 'OPTIONS', path: calendar });
    expect(headers.dav).toContain('calendarserver-sharing');
    expect(headers.allow).toContain('POST');
    const url = await property(asBob, '/dav/principals/bob@example.org/', 'CS:notification-URL');
    expect(url).toBe(`<D:href>${notices}</D:href>`);
    expect(await property(asBob, notices, 'D:resourcetype')).toBe('<D:collection/><CS:notification/>');
    expect((await propfind(dav, notices, '0', 'D:resourcetype')).statusCode).toBe(404);
    expect(await property(dav, calendar, 'CS:allowed-sharing-modes')).toBe('<CS:can-be-shared/><CS:can-be-published/>');
    expect(missing((await propfind(dav, calendar, '0', 'CS:invite')).body)).toBe('<CS:invite/>');
  });
});

describe('caldav-sharing §5.3', () => {
  it('invites: the calendar counts as shared, the other is told and has no right yet', async () => {
    const before = await property(asBob, bobsHome, 'CS:getctag');
    const response = await share(set('mailto:bob@example.org', 'read-write'));
    expect([response.statusCode, response.body]).toEqual([200, '']);
    expect(await property(dav, calendar, 'D:resourcetype')).toBe('<D:collection/><C:calendar/><CS:shared-owner/>');
    expect(await property(dav, calendar, 'CS:invite')).toBe(
      '<CS:user><D:href>/dav/principals/bob@example.org/</D:href><CS:common-name>Bob Baker</CS:common-name><CS:invite-noresponse/><CS:access><CS:read-write/></CS:access><CS:summary>Plans of us</CS:summary></CS:user>',
    );
    const [notice] = await told();
    expect(notice).toContain('<CS:invite-noresponse/><CS:access><CS:read-write/></CS:access>');
    expect(content(notice!, 'CS:hosturl')).toBe(`<D:href>${calendar}</D:href>`);
    expect(content(notice!, 'CS:organizer')).toContain('mailto:alice@example.org');
    expect((await asBob({ method: 'GET', path: `${calendar}one.ics` })).statusCode).toBe(404);
    expect(await property(asBob, bobsHome, 'CS:getctag')).not.toBe(before);
  });

  it('tells nobody again what has not changed', async () => {
    const tags = async () => (await propfind(asBob, notices, '1', 'D:getetag')).body;
    const before = await tags();
    await share(set('/dav/principals/bob@example.org/', 'read-write'));
    expect(await tags()).toBe(before);
  });

  it('synchronises notices (RFC 6578)', async () => {
    const sync = async (token: string) => {
      const sought = '<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>';
      const body = xml('D:sync-collection', `<D:sync-token>${token}</D:sync-token>${sought}`);
      const answer = await report(asBob, notices, body);
      const next = /<D:sync-token>([^<]*)<\/D:sync-token><\/D:multistatus>/.exec(answer.body)?.[1];
      return { statusCode: answer.statusCode, found: [...responses(answer)], next: next! };
    };
    expect(await property(asBob, notices, 'D:supported-report-set')).toContain('<D:sync-collection/>');
    const first = await sync('');
    expect(first.found.map(([path]) => path)).toEqual([expect.stringContaining(notices)]);
    expect(await property(asBob, notices, 'D:sync-token')).toBe(first.next);
    expect((await sync(first.next)).found).toEqual([]);
    await share(set('mailto:bob@example.org', 'read'));
    const changed = await sync(first.next);
    expect(changed.found.map(([path]) => path)).toEqual([first.found[0]![0]]);
    await share(remove('mailto:bob@example.org'));
    for (const [path] of (await sync('')).found) await asBob({ method: 'DELETE', path });
    const gone = await sync(changed.next);
    expect(gone.found).toEqual([[first.found[0]![0], expect.stringContaining('HTTP/1.1 404')]]);
    await share(set('mailto:bob@example.org', 'read-write'));
    expect((await sync(gone.next)).found).toHaveLength(1);
    expect((await sync(String(await property(asBob, bobsHome, 'D:sync-token')))).statusCode).toBe(403);
  });

  it('shows notices with type and ETag, and lets the reader put them away', async () => {
    const listing = responses(await propfind(asBob, notices, '1', 'CS:notificationtype', 'D:getetag'));
    const [path, text] = [...listing][1]!;
    expect(content(text, 'CS:notificationtype')).toBe('<CS:invite-notification/>');
    const { headers } = await asBob({ method: 'GET', path });
    expect(content(text, 'D:getetag')).toBe(String(headers.etag).replaceAll('"', '&quot;'));
    const again = await asBob({ method: 'GET', path, headers: { 'if-none-match': String(headers.etag) } });
    expect(again.statusCode).toBe(304);
    expect((await asBob({ method: 'DELETE', path, headers: { 'if-match': '"x"' } })).statusCode).toBe(412);
    expect((await dav({ method: 'GET', path })).statusCode).toBe(404);
  });

  it.each([
    ['somebody elsewhere', set('mailto:x@elsewhere.example', 'read')],
    ['the owner', set('mailto:alice@example.org', 'read')],
    ['a path that is no principal', set('/dav/calendars/bob@example.org/', 'read')],
  ])('refuses %s, and with that all changes of the request', async (_name, change) => {
    const response = await share(remove('mailto:bob@example.org'), change);
    expect(response.statusCode).toBe(207);
    expect([...responses(response)].map(([path, text]) => [path, /HTTP\/1.1 (\d+)/.exec(text)![1]])).toEqual([
      ['mailto:bob@example.org', '424'],
      [content(change, 'D:href'), '403'],
    ]);
    expect(await inviteState()).toBe('<CS:invite-noresponse/>');
  });

  it('takes the calendar from somebody who never had it, or is not known, without a word', async () => {
    const everybody = ['carol@example.org', 'x@elsewhere.example', 'alice@example.org'];
    expect((await share(...everybody.map((email) => remove(`mailto:${email}`)))).statusCode).toBe(200);
    expect(await told('carol')).toEqual([]);
  });

  it('counts taking it and giving it to the same person in one request as a change', async () => {
    const bob = 'mailto:bob@example.org';
    await share(set(bob, 'read'), remove(bob));
    expect(await property(dav, calendar, 'CS:invite')).toContain('<CS:read/>');
    await share(remove(bob), set(bob, 'read-write'));
    expect(await property(dav, calendar, 'CS:invite')).toContain('<CS:read-write/>');
  });

  it.each([
    ['an empty list', xml('CS:share', '')],
    ['no access', xml('CS:share', '<CS:set><D:href>mailto:bob@example.org</D:href></CS:set>')],
    ['no address', xml('CS:share', '<CS:remove/>')],
    ['another document', xml('CS:invite-reply', '')],
    ['no XML', 'x'],
  ])('answers %s with 400', async (_name, body) =>
    expect((await dav({ method: 'POST', path: calendar, body })).statusCode).toBe(400),
  );

  it('is for owners', async () => {
    const body = xml('CS:share', set('mailto:carol@example.org', 'read'));
    expect((await dav({ method: 'POST', path: calendar, as: 'carol', body })).statusCode).toBe(404);
    expect((await dav({ method: 'POST', path: calendar, as: null, body })).statusCode).toBe(401);
  });
});

describe('caldav-sharing §5.4', () => {
  it('refuses answers to invitations of others, or from another home', async () => {
    const uid = await invitation();
    expect((await reply(uid, 'accepted', 'carol')).statusCode).toBe(404);
    expect((await reply('nothing', 'accepted')).statusCode).toBe(404);
    const body = xml('CS:invite-reply', `<CS:invite-accepted/><CS:in-reply-to>${uid}</CS:in-reply-to>`);
    expect((await asBob({ method: 'POST', path: '/dav/calendars/alice@example.org/', body })).statusCode).toBe(404);
  });

  it('puts an accepted calendar into the home, as transparent, under the name that its user gives it', async () => {
    const { statusCode, body } = await reply(await invitation(), 'accepted');
    expect(statusCode).toBe(200);
    const path = content(content(body, 'CS:shared-as')!, 'D:href')!;
    const listing = responses(
      await propfind(
        asBob,
        bobsHome,
        '1',
        'D:resourcetype',
        'D:displayname',
        'CS:shared-url',
        'C:schedule-calendar-transp',
        'CS:invite',
      ),
    );
    const shared = listing.get(path)!;
    expect(content(shared, 'D:resourcetype')).toBe('<D:collection/><C:calendar/><CS:shared/>');
    expect(content(shared, 'D:displayname')).toBe('Ours');
    expect(content(shared, 'CS:shared-url')).toBe(`<D:href>${calendar}</D:href>`);
    expect(content(shared, 'C:schedule-calendar-transp')).toBe('<C:transparent/>');
    expect(content(shared, 'CS:invite')).toContain('<CS:organizer><D:href>mailto:alice@example.org</D:href>');
    expect((await put(asBob, `${path}bobs.ics`, eventText({ uid: 'bobs' }))).statusCode).toBe(201);
    expect(await told()).toEqual([]);
  });

  it('lets a sharee make meetings of the owner, and no others (§5.5.5)', async () => {
    const meeting = (organizer: string, guest: string) =>
      eventText({
        uid: `meeting-of-${organizer}-with-${guest}`,
        more: [`ORGANIZER:mailto:${organizer}@example.org`, `ATTENDEE:mailto:${guest}@example.org`],
      });
    const own = await put(asBob, `${calendar}bobs-meeting.ics`, meeting('bob', 'carol'));
    expect([own.statusCode, content(own.body, 'C:valid-organizer')]).toEqual([403, '']);
    expect((await put(asBob, `${calendar}alices-meeting.ics`, meeting('alice', 'carol'))).statusCode).toBe(201);
    expect((await put(asBob, `${calendar}with-alice.ics`, meeting('bob', 'alice'))).statusCode).toBe(201);
  });

  it('lets a sharee move nothing out of it, nor copy other people’s meetings into it (§5.5.5)', async () => {
    const [own, out] = [`${bobsHome}calendar/`, `${calendar}bobs.ics`];
    const transfer = (method: string, path: string, destination: string, client = asBob) =>
      client({ method, path, headers: { destination } });
    const moved = await transfer('MOVE', out, `${own}bobs.ics`);
    expect([moved.statusCode, moved.body]).toEqual([403, expect.stringContaining('<D:unbind/>')]);
    expect((await asBob({ method: 'GET', path: out })).statusCode).toBe(200);
    expect((await transfer('COPY', out, `${own}bobs.ics`)).statusCode).toBe(201);
    expect((await transfer('MOVE', out, `${calendar}renamed.ics`)).statusCode).toBe(201);
    const text = eventText({
      uid: 'bobs-own-meeting',
      more: ['ORGANIZER:mailto:bob@example.org', 'ATTENDEE:mailto:carol@example.org'],
    });
    await put(asBob, `${own}meeting.ics`, text);
    for (const method of ['COPY', 'MOVE']) {
      const into = await transfer(method, `${own}meeting.ics`, `${calendar}meeting.ics`);
      expect([into.statusCode, content(into.body, 'C:valid-organizer')]).toEqual([403, '']);
    }
    const back = await transfer(
      'MOVE',
      `${calendar}renamed.ics`,
      '/dav/calendars/alice@example.org/calendar/b.ics',
      dav,
    );
    expect(back.statusCode).toBe(201);
  });

  it('tells the owner', async () => {
    expect(await inviteState()).toBe('<CS:invite-accepted/>');
    const [notice] = await told('alice');
    expect(notice).toContain('<CS:invite-reply><D:href>mailto:bob@example.org</D:href><CS:invite-accepted/>');
  });

  it('changes the right of who has accepted at once, and tells them', async () => {
    await share(set('mailto:bob@example.org', 'read'));
    expect((await put(asBob, `${calendar}more.ics`, eventText({ uid: 'more' }))).statusCode).toBe(403);
    expect((await told())[0]).toContain('<CS:invite-accepted/><CS:access><CS:read/></CS:access>');
  });

  it('declines for who deletes the calendar from their home', async () => {
    const id = content((await told())[0]!, 'CS:uid');
    const listing = responses(await propfind(asBob, bobsHome, '1', 'CS:shared-url'));
    const [path] = [...listing].find(([, text]) => text.includes(calendar))!;
    expect(id).not.toBeNull();
    expect((await asBob({ method: 'DELETE', path })).statusCode).toBe(204);
    expect(await inviteState()).toBe('<CS:invite-declined/>');
    expect((await told('alice'))[0]).toContain('<CS:invite-declined/>');
    expect((await asBob({ method: 'GET', path: `${calendar}one.ics` })).statusCode).toBe(404);
  });

  it('takes a calendar back, with the right and the place in the other’s home', async () => {
    await share(set('mailto:bob@example.org', 'read'));
    await reply(await invitation(), 'accepted');
    expect((await asBob({ method: 'GET', path: `${calendar}one.ics` })).statusCode).toBe(200);
    await share(remove('mailto:bob@example.org'));
    expect((await told())[0]).toContain('<CS:invite-deleted/>');
    expect((await asBob({ method: 'GET', path: `${calendar}one.ics` })).statusCode).toBe(404);
    expect(await property(dav, calendar, 'D:resourcetype')).toBe('<D:collection/><C:calendar/>');
  });

  it('says no more that it was taken back when the calendar is shared again', async () => {
    await share(set('mailto:bob@example.org', 'read'));
    const notices = await told();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('<CS:invite-noresponse/>');
    await share(remove('mailto:bob@example.org'));
  });

  it('counts rights that came otherwise, and forgets what was told of a calendar that is gone', async () => {
    await share(set('mailto:carol@example.org', 'read'));
    const open = await openCollection(server, 'plans');
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'writer' });
    const invite = await property(dav, calendar, 'CS:invite');
    expect(invite).toContain('<CS:invite-accepted/><CS:access><CS:read-write/></CS:access>');
    expect(await told('carol')).toHaveLength(1);
    await dav({ method: 'DELETE', path: calendar });
    expect(await told('carol')).toEqual([]);
  });
});
