import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import { type Person } from '../harness/index.js';
import { ics } from '../scheduling/meeting.js';
import { content, davServer, propfind, put, responses, xml, type Dav } from './dav-client.js';

/** RFC 6638 §2.2, §4: scheduling messages in the inbox, where the organisation keeps them. */
let now = Date.parse('2026-03-01T08:00:00Z');
const day = 86_400_000;
const home = (person: Person): string => `/dav/calendars/${person}@example.org/`;
const inboxOf = (person: Person): string => `${home(person)}inbox/`;

const { server, dav } = await davServer({ clock: () => now });
await keepFor(30);

async function keepFor(inboxDays: number): Promise<void> {
  const { store } = server.gateway.dependencies;
  const organisation = (await store.reader.organisationByDomain('example.org'))!;
  await store.write((tx) => tx.saveOrganisation({ ...organisation, inboxDays }));
}

const people = [
  'ORGANIZER:mailto:alice@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@example.org',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.org',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:carol@example.org',
];

async function meet(uid: string, ...more: string[]): Promise<void> {
  const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Mine', 'TRIGGER:-PT5M', 'END:VALARM'];
  const text = ics(uid, [
    'DTSTART:20260310T100000Z',
    'DURATION:PT1H',
    `SUMMARY:About ${uid}`,
    ...people,
    ...more,
    ...alarm,
  ]);
  const { statusCode, body } = await put(dav, `${home('alice')}calendar/${uid}.ics`, text);
  expect([201, 204], body).toContain(statusCode);
}

async function answer(person: Person, uid: string, status: string): Promise<void> {
  const path = `${home(person)}calendar/${uid}.ics`;
  const { body } = await dav({ method: 'GET', path, as: person });
  const text = body
    .replaceAll('\r\n ', '')
    .replace(new RegExp(`PARTSTAT=[A-Z-]+(.*mailto:${person})`), `PARTSTAT=${status}$1`);
  const written = await dav({
    method: 'PUT',
    path,
    as: person,
    body: text,
    headers: { 'content-type': 'text/calendar' },
  });
  expect(written.statusCode, written.body).toBe(204);
}

/** Texts of the messages about a meeting, oldest first. */
async function messages(person: Person, uid: string): Promise<string[]> {
  return (await found(person, uid)).map(({ text }) => text);
}

async function found(person: Person, uid: string): Promise<{ path: string; text: string }[]> {
  const query = `<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="UID"><C:text-match>${uid}</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>`;
  const answered = await ask(person, xml('C:calendar-query', query));
  return [...responses(answered)].map(([path, text]) => ({
    path,
    text: content(text, 'C:calendar-data')!.replaceAll('&#13;', '').replaceAll('\r\n', '\n').replaceAll('\n ', ''),
  }));
}

function ask(person: Person, body: string): Promise<Response> {
  return dav({ method: 'REPORT', path: inboxOf(person), as: person, body, headers: { depth: '1' } });
}

async function sync(
  person: Person,
  token: string,
  limit = '',
): Promise<{ status: number; all: Map<string, string>; token: string }> {
  const body = `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level>${limit}<D:prop><D:getetag/></D:prop>`;
  const answered = await ask(person, xml('D:sync-collection', body));
  return {
    status: answered.statusCode,
    all: responses(answered),
    token: content(answered.body, 'D:sync-token') ?? '',
  };
}

describe('§4.1 what organizers say', () => {
  it('an invitation lies in the inbox of each guest, and nobody else’s', async () => {
    await meet('first');
    const [message, ...rest] = await messages('bob', 'first');
    expect(rest).toEqual([]);
    expect(message).toMatch(/^METHOD:REQUEST$/m);
    expect(message).toMatch(/^SUMMARY:About first$/m);
    expect(message).toMatch(/^ATTENDEE;.*mailto:carol@example.org$/m);
    expect(message).not.toContain('VALARM');
    expect(message).not.toContain('X-DAYFERRY-DEFAULT-ALARM');
    expect(await messages('carol', 'first')).toHaveLength(1);
    expect(await messages('alice', 'first')).toHaveLength(0);
  });

  it('an update takes the place of the invitation; the same again is none', async () => {
    await meet('updated');
    await meet('updated', 'LOCATION:Room 7');
    const before = await found('bob', 'updated');
    expect(before).toHaveLength(1);
    expect(before[0]!.text).toContain('LOCATION:Room 7');
    await meet('updated', 'LOCATION:Room 7');
    expect((await found('bob', 'updated')).map(({ path }) => path)).toEqual(before.map(({ path }) => path));
  });

  it('who is taken off and whose meeting is deleted gets a CANCEL', async () => {
    await meet('off');
    await dav({ method: 'DELETE', path: `${home('alice')}calendar/off.ics` });
    const [message, ...rest] = await messages('bob', 'off');
    expect(rest).toEqual([]);
    expect(message).toMatch(/^METHOD:CANCEL$/m);
    expect(message).toMatch(/^STATUS:CANCELLED$/m);
    expect(message).toMatch(/^SEQUENCE:1$/m);
  });

  it('a meeting that is called off by its status is a CANCEL too', async () => {
    await meet('status');
    await meet('status', 'STATUS:CANCELLED');
    expect(await messages('bob', 'status')).toEqual([expect.stringMatching(/^METHOD:CANCEL$/m)]);
  });
});

describe('§4.2 what guests say', () => {
  it('an answer lies in the organizer’s inbox with nobody else in it, and disturbs no other guest', async () => {
    await meet('asked');
    const before = await found('carol', 'asked');
    await answer('bob', 'asked', 'ACCEPTED');
    const [message, ...rest] = await messages('alice', 'asked');
    expect(rest).toEqual([]);
    expect(message).toMatch(/^METHOD:REPLY$/m);
    expect(message!.match(/^ATTENDEE.*$/gm)).toEqual([expect.stringContaining('PARTSTAT=ACCEPTED')]);
    expect(message).toMatch(/^ATTENDEE.*mailto:bob@example.org$/m);
    expect(await found('carol', 'asked')).toEqual(before);
    await answer('carol', 'asked', 'TENTATIVE');
    expect(await messages('alice', 'asked')).toHaveLength(2);
  });

  it('deleting the copy declines; Schedule-Reply: F says nothing', async () => {
    await meet('declined');
    await dav({ method: 'DELETE', path: `${home('bob')}calendar/declined.ics`, as: 'bob' });
    const silent = { 'schedule-reply': 'F' };
    await dav({ method: 'DELETE', path: `${home('carol')}calendar/declined.ics`, as: 'carol', headers: silent });
    expect(await messages('alice', 'declined')).toEqual([expect.stringContaining('PARTSTAT=DECLINED')]);
  });
});

describe('§2.2 the collection', () => {
  it('GET, HEAD, PROPFIND and multiget give the same message with the same ETag', async () => {
    await meet('read');
    const { path } = (await found('bob', 'read'))[0]!;
    const got = await dav({ method: 'GET', path, as: 'bob' });
    expect(got.statusCode).toBe(200);
    expect(got.headers['content-type']).toBe('text/calendar; charset=utf-8; method=REQUEST; component=VEVENT');
    const etag = String(got.headers.etag);
    const head = await dav({ method: 'HEAD', path, as: 'bob' });
    expect(head.headers.etag).toBe(etag);
    const known = { 'if-none-match': etag };
    expect((await dav({ method: 'GET', path, as: 'bob', headers: known })).statusCode).toBe(304);
    const listed = await propfind(
      (request) => dav({ ...request, as: 'bob' }),
      inboxOf('bob'),
      '1',
      'D:getetag',
      'D:owner',
      'D:getcontentlength',
    );
    const member = responses(listed).get(path)!;
    expect(content(member, 'D:getetag')).toBe(etag);
    expect(content(member, 'D:owner')).toBe('<D:href>/dav/principals/bob@example.org/</D:href>');
    expect(content(member, 'D:getcontentlength')).toBe(String(Buffer.byteLength(got.body)));
    const hrefs = `<D:href>${path}</D:href><D:href>${inboxOf('bob')}none.ics</D:href><D:href>${inboxOf('alice')}x.ics</D:href>`;
    const some = responses(await ask('bob', xml('C:calendar-multiget', `<D:prop><D:getetag/></D:prop>${hrefs}`)));
    expect([...some.keys()]).toEqual([path, `${inboxOf('bob')}none.ics`, `${inboxOf('alice')}x.ics`]);
    expect(some.get(path)).toContain('200 OK');
    expect(some.get(`${inboxOf('bob')}none.ics`)).toContain(' 404 ');
  });

  it('time ranges are those of the meeting, and expand gives its instances', async () => {
    await meet('ranged', 'RRULE:FREQ=DAILY;COUNT=3');
    const query = (start: string, end: string, data = '<C:calendar-data/>'): string =>
      xml(
        'C:calendar-query',
        `<D:prop>${data}</D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="${start}" end="${end}"/><C:prop-filter name="SUMMARY"><C:text-match>ranged</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>`,
      );
    expect(responses(await ask('bob', query('20260312T000000Z', '20260313T000000Z'))).size).toBe(1);
    expect(responses(await ask('bob', query('20260313T000000Z', '20260314T000000Z'))).size).toBe(0);
    const range = 'start="20260311T000000Z" end="20260320T000000Z"';
    const data = `<C:calendar-data><C:expand ${range}/></C:calendar-data>`;
    const { body } = await ask('bob', query('20260310T000000Z', '20260320T000000Z', data));
    expect(body.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(body).toContain('METHOD:REQUEST');
  });

  it('is not written to by clients, and shown to its owner only', async () => {
    await meet('closed');
    const { path } = (await found('bob', 'closed'))[0]!;
    for (const method of ['PUT', 'COPY', 'MOVE', 'POST', 'MKCALENDAR'])
      expect((await dav({ method, path, as: 'bob', body: 'x' })).statusCode, method).toBe(405);
    for (const method of ['GET', 'DELETE', 'PROPFIND'])
      expect((await dav({ method, path, as: 'carol' })).statusCode, method).toBe(404);
    expect((await dav({ method: 'GET', path, as: null })).statusCode).toBe(401);
    const destination = `${inboxOf('bob')}moved.ics`;
    const copied = await dav({
      method: 'COPY',
      path: `${home('bob')}calendar/closed.ics`,
      as: 'bob',
      headers: { destination },
    });
    expect([403, 409]).toContain(copied.statusCode);
  });

  it('sync tells what came and what went, page by page', async () => {
    const first = await sync('bob', '');
    await meet('told');
    const { path } = (await found('bob', 'told'))[0]!;
    const second = await sync('bob', first.token);
    expect([...second.all.keys()]).toEqual([path]);
    const tag = content(second.all.get(path)!, 'D:getetag')!;
    const wrong = { 'if-match': '"other"' };
    expect((await dav({ method: 'DELETE', path, as: 'bob', headers: wrong })).statusCode).toBe(412);
    expect((await dav({ method: 'DELETE', path, as: 'bob', headers: { 'if-match': tag } })).statusCode).toBe(204);
    expect((await dav({ method: 'DELETE', path, as: 'bob' })).statusCode).toBe(404);
    const third = await sync('bob', second.token);
    expect([...third.all]).toEqual([[path, expect.stringContaining('404')]]);
    expect((await sync('bob', third.token)).all.size).toBe(0);
    const limit = '<D:limit><D:nresults>1</D:nresults></D:limit>';
    const page = await sync('bob', '', limit);
    expect(page.all.get(inboxOf('bob'))).toContain(' 507 ');
    const all = [...(await sync('bob', '')).all.keys()];
    expect([...page.all.keys()]).toEqual([all[0], inboxOf('bob')]);
    expect([...(await sync('bob', page.token)).all.keys()]).toEqual(expect.arrayContaining(all.slice(1)));
    for (const token of [
      third.token.replace(/\d+$/, '999999'),
      (await sync('carol', '')).token,
      'data:,dayferry-inbox:0',
    ])
      expect((await sync('bob', token)).status, token).toBe(403);
  });

  it('the home’s tag and token change with it', async () => {
    const state = async (): Promise<string> => {
      const as = (request: Parameters<Dav>[0]): Promise<Response> => dav({ ...request, as: 'carol' });
      return (await propfind(as, inboxOf('carol'), '0', 'CS:getctag', 'D:sync-token')).body;
    };
    const before = await state();
    expect(await state()).toBe(before);
    await meet('tagged');
    expect(await state()).not.toBe(before);
  });
});

it('messages are over after the days that the organisation keeps them', async () => {
  await meet('old');
  now += 29 * day;
  await meet('young');
  now += 2 * day;
  const { store } = server.gateway.dependencies;
  while ((await store.write((tx) => tx.removeExpiredInboxMessages(now))) > 0);
  expect(await messages('bob', 'old')).toEqual([]);
  expect(await messages('bob', 'young')).toHaveLength(1);
});

it('an organisation that keeps none has inboxes that are always empty', async () => {
  await meet('kept');
  const { token } = await sync('bob', '');
  await keepFor(0);
  await meet('unkept');
  const empty = await sync('bob', '');
  expect([empty.all.size, empty.token]).toEqual([0, 'data:,dayferry-inbox:0']);
  expect((await sync('bob', token)).status).toBe(403);
  await keepFor(30);
  expect(await messages('bob', 'kept')).toHaveLength(1);
  expect(await messages('bob', 'unkept')).toHaveLength(0);
});
