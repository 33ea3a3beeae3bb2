import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import { mailTopic, type MailMessage } from '@dayferry/core';
import { type Person } from '../harness/index.js';
import { Calendars, ics, outbox } from '../scheduling/meeting.js';
import { allprop, content, davServer, propfind, propfindBody, put, report, responses, xml } from './dav-client.js';

/** RFC 6638: CalDAV scheduling. What happens between the calendars is in test/scheduling. */
const home = (person: Person): string => `/dav/calendars/${person}@example.org/calendar/`;
const outboxOf = (person: Person): string => `/dav/calendars/${person}@example.org/outbox/`;
const inboxOf = (person: Person): string => `/dav/calendars/${person}@example.org/inbox/`;

const { server, dav } = await davServer();
const calendars = new Calendars(server);

const people = [
  'ORGANIZER:mailto:alice@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@example.org',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.org',
];

function meeting(uid: string, ...more: string[]): string {
  return ics(uid, ['DTSTART:20260310T100000Z', 'DURATION:PT1H', 'SUMMARY:Meeting', ...people, ...more]);
}

async function accept(uid: string, person: Person = 'bob'): Promise<Response> {
  const held = (await calendars.of(person, uid))!;
  const path = `${home(person)}${held.resourceName}`;
  const { body } = await dav({ method: 'GET', path, as: person });
  return dav({
    method: 'PUT',
    path,
    as: person,
    body: body.replaceAll('\r\n ', '').replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED'),
    headers: { 'content-type': 'text/calendar' },
  });
}

describe('§2 discovery', () => {
  it('is announced by calendar-auto-schedule', async () => {
    const { headers } = await dav({ method: 'OPTIONS', path: home('alice'), as: null });
    expect(String(headers.dav).split(', ')).toContain('calendar-auto-schedule');
  });

  it('§2.1: the outbox takes POST, the inbox does not', async () => {
    expect((await dav({ method: 'OPTIONS', path: outboxOf('alice') })).headers.allow).toContain('POST');
    expect((await dav({ method: 'POST', path: inboxOf('alice'), body: 'x' })).statusCode).toBe(405);
  });

  it('§2.2: the default calendar is there, and is the one that cannot be deleted (§4.2)', async () => {
    const found = await propfind(dav, inboxOf('alice'), '0', 'C:schedule-default-calendar-URL');
    expect(content(found.body, 'C:schedule-default-calendar-URL')).toBe(`<D:href>${home('alice')}</D:href>`);
    const refused = await dav({ method: 'DELETE', path: home('alice') });
    expect(refused.statusCode).toBe(403);
    expect(refused.body).toContain('<C:default-calendar-needed/>');
  });

  it('§6: the privileges of scheduling are those that are supported, and the owner’s', async () => {
    for (const [path, names] of [
      [inboxOf('alice'), ['deliver', 'deliver-invite', 'deliver-reply', 'query-freebusy']],
      [outboxOf('alice'), ['send', 'send-invite', 'send-reply', 'send-freebusy']],
    ] as const) {
      const found = await propfind(dav, path, '0', 'D:supported-privilege-set', 'D:current-user-privilege-set');
      for (const name of names) {
        const pattern = new RegExp(`<C:schedule-${name}/>`, 'g');
        expect(found.body.match(pattern) ?? [], name).toHaveLength(2);
      }
    }
  });
});

describe('§3.2.10 Schedule-Tag', () => {
  it('comes with PUT, GET, HEAD and as a property, for scheduling objects only', async () => {
    const path = `${home('alice')}tagged.ics`;
    const made = await put(dav, path, meeting('tagged'));
    expect(made.statusCode, made.body).toBe(201);
    const tag = made.headers['schedule-tag'];
    expect(tag).toMatch(/^"[^"]+"$/);
    for (const method of ['GET', 'HEAD']) expect((await dav({ method, path })).headers['schedule-tag']).toBe(tag);
    const found = await propfind(dav, path, '0', 'C:schedule-tag');
    expect(content(found.body, 'C:schedule-tag')?.replaceAll('&quot;', '"')).toBe(tag);
    const listed = await report(
      dav,
      home('alice'),
      xml('C:calendar-multiget', `<D:prop><D:getetag/><C:schedule-tag/></D:prop><D:href>${path}</D:href>`),
    );
    expect(content(listed.body, 'C:schedule-tag')?.replaceAll('&quot;', '"')).toBe(tag);
    const alone = await put(dav, `${home('alice')}alone.ics`, ics('alone', ['DTSTART:20260310T100000Z']));
    expect(alone.headers['schedule-tag']).toBeUndefined();
    expect((await propfind(dav, `${home('alice')}alone.ics`, '0', 'C:schedule-tag')).body).toContain(' 404 ');
  });

  it('§3.2.10.1: a PUT by a tag that a reply has not changed keeps the reply', async () => {
    const path = `${home('alice')}kept.ics`;
    const made = await put(dav, path, meeting('kept'));
    const tag = String(made.headers['schedule-tag']);
    const etag = String((await dav({ method: 'GET', path })).headers.etag);
    expect((await accept('kept')).statusCode).toBe(204);
    expect(await calendars.answers('alice', 'kept')).toMatchObject({ bob: 'accepted' });
    const text = meeting('kept', 'LOCATION:Room 7');
    expect((await put(dav, path, text, { 'if-match': etag })).statusCode).toBe(412);
    const written = await put(dav, path, text, { 'if-schedule-tag-match': tag });
    expect(written.statusCode, written.body).toBe(204);
    expect(written.headers['schedule-tag']).not.toBe(tag);
    expect(await calendars.answers('alice', 'kept')).toMatchObject({ bob: 'accepted' });
    expect((await calendars.of('bob', 'kept'))!.master.locations?.[0]?.name).toBe('Room 7');
    expect((await put(dav, path, text, { 'if-schedule-tag-match': tag })).statusCode).toBe(412);
  });

  it('§3.2.10.1: keeps an instance that is there for an answer only', async () => {
    const path = `${home('alice')}weekly.ics`;
    const weekly = (...more: string[]): string => meeting('weekly', 'RRULE:FREQ=WEEKLY;COUNT=5', ...more);
    const made = await put(dav, path, weekly());
    const tag = String(made.headers['schedule-tag']);
    const held = (await calendars.of('bob', 'weekly'))!;
    const copy = `${home('bob')}${held.resourceName}`;
    const { body } = await dav({ method: 'GET', path: copy, as: 'bob' });
    const master = /BEGIN:VEVENT.*?END:VEVENT\r\n/s.exec(body.replaceAll('\r\n ', ''))![0];
    const second = master
      .replace(/RRULE:.*?\r\n/, 'RECURRENCE-ID:20260317T100000Z\r\n')
      .replace('DTSTART:20260310', 'DTSTART:20260317')
      .replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=DECLINED');
    const answered = body.replaceAll('\r\n ', '').replace('END:VCALENDAR', `${second}END:VCALENDAR`);
    const type = { 'content-type': 'text/calendar' };
    const reply = await dav({ method: 'PUT', path: copy, as: 'bob', body: answered, headers: type });
    expect(reply.statusCode, reply.body).toBe(204);
    expect((await calendars.of('alice', 'weekly'))!.overrides).toHaveLength(1);
    const written = await put(dav, path, weekly('LOCATION:Room 8'), { 'if-schedule-tag-match': tag });
    expect(written.statusCode, written.body).toBe(204);
    const [override] = (await calendars.of('alice', 'weekly'))!.overrides;
    expect(override?.patch.attendees?.find(({ address }) => address?.includes('bob'))?.status).toBe('declined');
  });

  it('§3.2.10.2: DELETE, MOVE and COPY obey it', async () => {
    const path = `${home('alice')}gone.ics`;
    const tag = String((await put(dav, path, meeting('gone'))).headers['schedule-tag']);
    const destination = `${home('alice')}moved.ics`;
    const stale = { 'if-schedule-tag-match': '"stale"' };
    expect((await dav({ method: 'DELETE', path, headers: stale })).statusCode).toBe(412);
    expect((await dav({ method: 'MOVE', path, headers: { ...stale, destination } })).statusCode).toBe(412);
    const moved = await dav({ method: 'MOVE', path, headers: { 'if-schedule-tag-match': tag, destination } });
    expect(moved.statusCode).toBe(201);
    const now = String((await dav({ method: 'GET', path: destination })).headers['schedule-tag']);
    const removed = await dav({ method: 'DELETE', path: destination, headers: { 'if-schedule-tag-match': now } });
    expect(removed.statusCode).toBe(204);
    expect(await calendars.of('bob', 'gone')).toBeNull();
  });
});

describe('§7.2 SCHEDULE-FORCE-SEND', () => {
  it('sends a request again, and is not kept', async () => {
    const path = `${home('alice')}forced.ics`;
    const text = (force: string): string => meeting('forced', `ATTENDEE${force}:mailto:eve@elsewhere.example`);
    await put(dav, path, text(''));
    const sent = async (): Promise<string[]> =>
      (await outbox(server, mailTopic))
        .map((row) => JSON.parse(row.payload) as MailMessage)
        .filter(({ series }) => series.uid === 'forced')
        .map(({ method, to }) => `${method} ${to.join()}`);
    expect(await sent()).toEqual(['request eve@elsewhere.example']);
    await put(dav, path, text(''));
    expect(await sent()).toHaveLength(1);
    const forced = await put(dav, path, text(';SCHEDULE-FORCE-SEND=REQUEST'));
    expect(forced.statusCode, forced.body).toBe(204);
    expect(await sent()).toEqual(['request eve@elsewhere.example', 'request eve@elsewhere.example']);
    expect((await dav({ method: 'GET', path })).body).not.toContain('FORCE-SEND');
  });
});

describe('§3.2.4 preconditions of PUT', () => {
  it('same-organizer-in-all-components', async () => {
    const other = ics(
      'two-organizers',
      ['DTSTART:20260310T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3', ...people],
      [
        'RECURRENCE-ID:20260311T100000Z',
        'DTSTART:20260311T110000Z',
        'DURATION:PT1H',
        'ORGANIZER:mailto:bob@example.org',
        'ATTENDEE:mailto:alice@example.org',
      ],
    );
    const refused = await put(dav, `${home('alice')}two-organizers.ics`, other);
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:same-organizer-in-all-components/>'),
    ]);
  });

  it('unique-scheduling-object-resource', async () => {
    await put(dav, `${home('alice')}unique.ics`, meeting('unique'));
    await dav({ method: 'MKCALENDAR', path: '/dav/calendars/alice@example.org/second/' });
    const path = '/dav/calendars/alice@example.org/second/again.ics';
    const refused = await put(dav, path, meeting('unique'));
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:unique-scheduling-object-resource>'),
    ]);
    expect(refused.body).toContain(`<D:href>${home('alice')}unique.ics</D:href>`);
    const from = `${home('alice')}unique.ics`;
    const copied = await dav({ method: 'COPY', path: from, headers: { destination: path } });
    expect(content(content(copied.body, 'C:unique-scheduling-object-resource')!, 'D:href')).toBe(from);
    expect((await dav({ method: 'MOVE', path: from, headers: { destination: path } })).statusCode).toBe(201);
  });

  it('allowed-organizer-scheduling-object-change: a meeting keeps its organizer', async () => {
    const path = `${home('alice')}organizer.ics`;
    await put(dav, path, meeting('organizer'));
    const text = meeting('organizer').replace('ORGANIZER:mailto:alice', 'ORGANIZER:mailto:carol');
    const refused = await put(dav, path, text);
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:allowed-organizer-scheduling-object-change/>'),
    ]);
  });

  it('allowed-attendee-scheduling-object-change', async () => {
    await put(dav, `${home('alice')}attendee.ics`, meeting('attendee'));
    const held = (await calendars.of('bob', 'attendee'))!;
    const path = `${home('bob')}${held.resourceName}`;
    const { body } = await dav({ method: 'GET', path, as: 'bob' });
    const changed = body.replace('20260310T100000Z', '20260310T120000Z');
    const refused = await dav({
      method: 'PUT',
      path,
      as: 'bob',
      body: changed,
      headers: { 'content-type': 'text/calendar' },
    });
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:allowed-attendee-scheduling-object-change/>'),
    ]);
  });
});

it('allprop shows none of the properties of scheduling (§2.1.1, §2.2.1)', async () => {
  const path = '/dav/principals/alice@example.org/';
  const found = await allprop(dav, path);
  expect(found.body).not.toContain('schedule-');
  const named = await dav({
    method: 'PROPFIND',
    path,
    headers: { depth: '0' },
    body: propfindBody('C:schedule-inbox-URL', 'C:schedule-outbox-URL'),
  });
  expect([...responses(named).values()].join()).toContain(outboxOf('alice'));
});
