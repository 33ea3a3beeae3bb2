import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, events, hour, insert, reasonOf, type Client } from '../calendar-v3/client.js';
import { davClient, type Dav } from '../caldav/dav-client.js';
import { startServer, type TestServer } from '../harness/index.js';
import { answersIn, Calendars, guests, ics, outbox } from './meeting.js';

let server: TestServer;
let calendars: Calendars;
let call: Client;
let dav: Dav;

beforeAll(async () => {
  server = await startServer();
  calendars = new Calendars(server);
  call = clientOf(server);
  dav = davClient(server);
});
afterAll(() => server.close());

const bobAndCarol = [{ email: 'bob@example.org' }, { email: 'carol@example.org' }];
const calendar = { headers: { 'content-type': 'text/calendar' } };
const home = (person: string): string => `/dav/calendars/${person}@example.org/calendar/`;

async function meet(more: object = {}, query: Record<string, string> = {}) {
  const { id, iCalUID } = await insert(call, { summary: 'Plan', ...hour(3), attendees: bobAndCarol, ...more }, query);
  return { id, uid: String(iCalUID) };
}

const daily = { recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] };

describe('an organizer', () => {
  it('sees the event on the primary calendar of each guest here, under the same id and UID', async () => {
    const { id, uid } = await meet({ location: 'Room 1', colorId: '3', transparency: 'transparent' });
    for (const person of ['bob', 'carol'] as const) {
      const copy = await calendars.of(person, uid);
      expect(copy).toMatchObject({ id, uid, creator: { email: 'alice@example.org' } });
      expect(copy!.master).toMatchObject({ title: 'Plan', transparency: 'transparent', useDefaultAlarms: true });
      expect(copy!.master.color).toBeUndefined();
      const { body } = await call('GET', `${events}/${id}`, { as: person });
      expect(body).toMatchObject({ summary: 'Plan', location: 'Room 1', organizer: { email: 'alice@example.org' } });
    }
  });

  it('changes all copies with the own one, and cancels them by deleting it', async () => {
    const { id, uid } = await meet();
    await call('PATCH', `${events}/${id}`, { body: { summary: 'Replan', ...hour(4) } });
    expect((await calendars.of('bob', uid))!.master).toMatchObject({
      title: 'Replan',
      start: { local: '2026-02-04T10:00:00' },
      sequence: 1,
    });
    await call('DELETE', `${events}/${id}`);
    expect(await calendars.of('bob', uid)).toBeNull();
    expect(await calendars.of('carol', uid)).toBeNull();
    const { body } = await call('GET', `${events}/${id}`, { as: 'bob' });
    expect(body.status).toBe('cancelled');
  });

  it('takes the event from a guest who is removed, and brings it back to one who is added again', async () => {
    const { id, uid } = await meet();
    await call('PATCH', `${events}/${id}`, { body: { attendees: [{ email: 'carol@example.org' }] } });
    expect(await calendars.of('bob', uid)).toBeNull();
    expect(await calendars.answers('carol', uid)).toEqual({ carol: 'needs-action' });
    await call('PATCH', `${events}/${id}`, { body: { attendees: bobAndCarol } });
    expect((await calendars.of('bob', uid))!.id).toBe(id);
  });

  it('asks everybody again after a change of time, and nobody after one of the title', async () => {
    const { id, uid } = await meet();
    await call('PATCH', `${events}/${id}`, { as: 'bob', body: { attendees: accepted('bob') } });
    await call('PATCH', `${events}/${id}`, { body: { summary: 'Other' } });
    expect(await calendars.answers('alice', uid)).toMatchObject({ bob: 'accepted' });
    await call('PATCH', `${events}/${id}`, { body: hour(9) });
    expect(await calendars.answers('alice', uid)).toMatchObject({ bob: 'needs-action' });
    expect(await calendars.answers('bob', uid)).toMatchObject({ bob: 'needs-action' });
  });

  it('invites to single instances: the guest has those alone (RFC 6638 §3.2.6)', async () => {
    const { id, uid } = await meet({ ...daily, attendees: [{ email: 'carol@example.org' }] });
    const path = `${events}/${id}_20260205T090000Z`;
    const { status } = await call('PATCH', path, { body: { attendees: bobAndCarol, summary: 'With Bob' } });
    expect(status).toBe(200);
    const copy = (await calendars.of('bob', uid))!;
    expect(copy).toMatchObject({ isMasterMissing: true, master: {} });
    expect(copy.overrides.map(({ patch }) => [patch.title, patch.start?.local])).toEqual([
      ['With Bob', '2026-02-05T10:00:00'],
    ]);
    expect((await calendars.of('carol', uid))!.overrides).toHaveLength(1);
  });

  it('leaves a guest out of one instance: an exclusion in the copy', async () => {
    const { id, uid } = await meet(daily);
    await call('PATCH', `${events}/${id}_20260204T090000Z`, { body: { attendees: [{ email: 'carol@example.org' }] } });
    const copy = (await calendars.of('bob', uid))!;
    expect(copy.recurrence!.exdates.map((point) => point.local)).toEqual(['2026-02-04T10:00:00']);
    expect((await calendars.of('carol', uid))!.recurrence!.exdates).toEqual([]);
  });

  it('hides the list of guests where they may not see each other', async () => {
    const { uid } = await meet({ guestsCanSeeOtherGuests: false });
    expect(await calendars.answers('bob', uid)).toEqual({ bob: 'needs-action' });
  });

  it('has personal things that no guest gets', async () => {
    const { id, uid } = await meet({ extendedProperties: { private: { mine: '1' }, shared: { ours: '2' } } });
    const overrides = [{ method: 'popup', minutes: 7 }];
    await call('PATCH', `${events}/${id}`, {
      as: 'bob',
      body: {
        reminders: { useDefault: false, overrides },
        colorId: '5',
        extendedProperties: { private: { bobs: 'x' } },
      },
    });
    await call('PATCH', `${events}/${id}`, { body: { description: 'News' } });
    const bob = (await calendars.of('bob', uid))!.master;
    expect(bob).toMatchObject({ description: { text: 'News' }, privateProperties: { bobs: 'x' }, color: { id: '5' } });
    expect(bob.alarms).toHaveLength(1);
    expect(bob.sharedProperties).toEqual({ ours: '2' });
    expect((await calendars.of('carol', uid))!.master.privateProperties).toBeUndefined();
    expect((await calendars.of('alice', uid))!.master.color).toBeUndefined();
  });
});

function accepted(person: 'bob' | 'carol', responseStatus = 'accepted') {
  return bobAndCarol.map((guest) => (guest.email.startsWith(person) ? { ...guest, responseStatus } : guest));
}

describe('a guest', () => {
  it('answers by v3: the organizer and the other guests see it', async () => {
    const { id, uid } = await meet();
    const { status } = await call('PATCH', `${events}/${id}`, { as: 'bob', body: { attendees: accepted('bob') } });
    expect(status).toBe(200);
    for (const person of ['alice', 'bob', 'carol'] as const)
      expect(await calendars.answers(person, uid)).toEqual({ bob: 'accepted', carol: 'needs-action' });
  });

  it('answers by CalDAV, for the whole and for one instance', async () => {
    const { uid } = await meet(daily);
    const name = `${home('bob')}${(await calendars.of('bob', uid))!.resourceName}`;
    const { body } = await dav({ method: 'GET', path: name, as: 'bob' });
    const answer = body
      .replaceAll('\r\n ', '')
      .replace(/ATTENDEE[^\r\n]*:mailto:bob/, 'ATTENDEE;PARTSTAT=TENTATIVE:mailto:bob');
    const instance = answer
      .slice(answer.indexOf('BEGIN:VEVENT'), answer.indexOf('END:VCALENDAR'))
      .replace(/RRULE:.*\r\n/, '')
      .replace(/DTSTART(.*):.*\r\n/, 'DTSTART$1:20260206T100000\r\nRECURRENCE-ID$1:20260206T100000\r\n')
      .replace(/DTEND(.*):.*\r\n/, 'DTEND$1:20260206T110000\r\n')
      .replace('PARTSTAT=TENTATIVE', 'PARTSTAT=DECLINED');
    const text = answer.replace('END:VCALENDAR', `${instance}END:VCALENDAR`);
    const put = await dav({ method: 'PUT', path: name, as: 'bob', body: text, ...calendar });
    expect(put.statusCode, put.body).toBe(204);
    for (const person of ['alice', 'carol'] as const) {
      const series = (await calendars.of(person, uid))!;
      expect(answersIn(series.master.attendees)).toMatchObject({ bob: 'tentative' });
      expect(series.overrides.map(({ patch }) => answersIn(patch.attendees ?? []))).toEqual([
        { bob: 'declined', carol: 'needs-action' },
      ]);
    }
  });

  it('declines by deleting the copy, and one instance by deleting that', async () => {
    const { id, uid } = await meet(daily);
    await call('DELETE', `${events}/${id}_20260204T090000Z`, { as: 'bob' });
    const [instance] = (await calendars.of('alice', uid))!.overrides;
    expect(answersIn(instance!.patch.attendees!)).toMatchObject({ bob: 'declined' });
    expect((await calendars.of('bob', uid))!.recurrence!.exdates).toHaveLength(1);
    await call('DELETE', `${events}/${id}`, { as: 'bob' });
    expect(await calendars.answers('alice', uid)).toMatchObject({ bob: 'declined' });
    await call('PATCH', `${events}/${id}`, { body: { summary: 'Without Bob' } });
    expect(await calendars.of('bob', uid)).toBeNull();
    await call('PATCH', `${events}/${id}`, { body: hour(11) });
    expect(await calendars.answers('bob', uid)).toMatchObject({ bob: 'needs-action' });
  });

  it('deletes in silence with Schedule-Reply: F (RFC 6638 §8.1)', async () => {
    const { uid } = await meet();
    const path = `${home('bob')}${(await calendars.of('bob', uid))!.resourceName}`;
    const answer = await dav({ method: 'DELETE', path, as: 'bob', headers: { 'schedule-reply': 'F' } });
    expect(answer.statusCode).toBe(204);
    expect(await calendars.answers('alice', uid)).toMatchObject({ bob: 'needs-action' });
  });

  it('may not change what is the organizer’s, through any protocol (scheduling-forge)', async () => {
    const { id, uid } = await meet();
    for (const body of [hour(5), { summary: 'Mine' }, { location: 'Here' }, { recurrence: daily.recurrence }])
      expect(reasonOf(await call('PATCH', `${events}/${id}`, { as: 'bob', body }))).toBe(
        '403 forbiddenForNonOrganizer',
      );
    const path = `${home('bob')}${(await calendars.of('bob', uid))!.resourceName}`;
    const { body } = await dav({ method: 'GET', path, as: 'bob' });
    const put = await dav({
      method: 'PUT',
      path,
      as: 'bob',
      body: body.replace('SUMMARY:Plan', 'SUMMARY:X'),
      ...calendar,
    });
    expect(put.statusCode).toBe(403);
    expect(put.body).toContain('allowed-attendee-scheduling-object-change');
    const atom = await server.inject({
      method: 'GET',
      url: `/calendar/feeds/default/private/full/${id}`,
      headers: { authorization: `Bearer ${server.tokens.bob}`, 'gdata-version': '2' },
    });
    const changed = await server.inject({
      method: 'PUT',
      url: `/calendar/feeds/default/private/full/${id}`,
      headers: {
        authorization: `Bearer ${server.tokens.bob}`,
        'gdata-version': '2',
        'content-type': 'application/atom+xml',
      },
      payload: atom.body.replace('>Plan<', '>Mine<'),
    });
    expect(changed.statusCode).toBe(403);
    const js = await server.inject({
      method: 'PATCH',
      url: `/rest/bob@example.org/calendar/${id}`,
      headers: { authorization: `Bearer ${server.tokens.bob}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ title: 'Mine' }),
    });
    expect(js.statusCode).toBe(403);
    for (const person of ['alice', 'bob', 'carol'] as const)
      expect((await calendars.of(person, uid))!.master.title).toBe('Plan');
  });

  it('speaks for nobody else: another guest’s answer stays as it was', async () => {
    const { id, uid } = await meet();
    await call('PATCH', `${events}/${id}`, { as: 'bob', body: { attendees: accepted('carol') } });
    for (const person of ['alice', 'bob', 'carol'] as const)
      expect(await calendars.answers(person, uid)).toEqual({ bob: 'needs-action', carol: 'needs-action' });
  });

  it('brings others along where that is allowed', async () => {
    const open = await meet({ attendees: [{ email: 'bob@example.org' }] });
    await call('PATCH', `${events}/${open.id}`, { as: 'bob', body: { attendees: bobAndCarol } });
    expect(await calendars.answers('carol', open.uid)).toEqual({ bob: 'needs-action', carol: 'needs-action' });
    const closed = await meet({ attendees: [{ email: 'bob@example.org' }], guestsCanInviteOthers: false });
    const refused = await call('PATCH', `${events}/${closed.id}`, { as: 'bob', body: { attendees: bobAndCarol } });
    expect(reasonOf(refused)).toBe('403 forbiddenForNonOrganizer');
    expect(await calendars.of('carol', closed.uid)).toBeNull();
  });

  it('changes everything where guests may modify', async () => {
    const { id, uid } = await meet({ guestsCanModify: true });
    const { status } = await call('PATCH', `${events}/${id}`, { as: 'bob', body: { summary: 'Ours', ...hour(6) } });
    expect(status).toBe(200);
    for (const person of ['alice', 'bob', 'carol'] as const)
      expect((await calendars.of(person, uid))!.master).toMatchObject({
        title: 'Ours',
        start: { local: '2026-02-06T10:00:00' },
        organizer: { address: 'mailto:alice@example.org' },
      });
  });

  it('has a Schedule-Tag that other guests’ answers do not touch (RFC 6638 §3.2.10)', async () => {
    const { id, uid } = await meet();
    const before = { alice: (await calendars.of('alice', uid))!, carol: (await calendars.of('carol', uid))! };
    await call('PATCH', `${events}/${id}`, { as: 'bob', body: { attendees: accepted('bob') } });
    const after = { alice: (await calendars.of('alice', uid))!, carol: (await calendars.of('carol', uid))! };
    for (const person of ['alice', 'carol'] as const) {
      expect(after[person].scheduleRevision).toBe(before[person].scheduleRevision);
      expect(after[person].seq).toBeGreaterThan(before[person].seq);
      expect(after[person].master.sequence ?? 0).toBe(0);
    }
    await call('PATCH', `${events}/${id}`, { body: { summary: 'New' } });
    expect((await calendars.of('carol', uid))!.scheduleRevision).toBeGreaterThan(after.carol.scheduleRevision);
  });
});

describe('CalDAV', () => {
  it('says who was told, and in the answer to PUT that the octets are not the client’s any more', async () => {
    const path = `${home('alice')}told.ics`;
    const text = ics('told', [
      'DTSTART:20260210T100000Z',
      'DURATION:PT1H',
      'SUMMARY:Told',
      ...guests,
      'ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:client@elsewhere.example',
      'ATTENDEE:mailto:dora@elsewhere.example',
    ]);
    const put = await dav({ method: 'PUT', path, body: text, ...calendar });
    expect(put.statusCode, put.body).toBe(201);
    expect(put.headers.etag).toBeUndefined();
    const { body } = await dav({ method: 'GET', path });
    const lines = body
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .filter((line) => line.startsWith('ATTENDEE'));
    const statusOf = (who: string): string | undefined =>
      /SCHEDULE-STATUS=([\d.]+)/.exec(lines.find((line) => line.includes(who))!)?.[1];
    expect(['alice', 'bob', 'carol', 'dora', 'client'].map(statusOf)).toEqual([
      undefined,
      '1.2',
      '1.2',
      '1.0',
      undefined,
    ]);
    expect((await calendars.of('bob', 'told'))!.resourceName).toBe('told.ics');
  });

  it('leaves alone what the client schedules itself, and takes back what it takes over', async () => {
    const path = `${home('alice')}agent.ics`;
    const text = (agent: string): string =>
      ics('agent', [
        'DTSTART:20260210T100000Z',
        'SUMMARY:Agent',
        'ORGANIZER:mailto:alice@example.org',
        `ATTENDEE;SCHEDULE-AGENT=${agent}:mailto:bob@example.org`,
      ]);
    await dav({ method: 'PUT', path, body: text('NONE'), ...calendar });
    expect(await calendars.of('bob', 'agent')).toBeNull();
    await dav({ method: 'PUT', path, body: text('SERVER'), ...calendar });
    expect(await calendars.of('bob', 'agent')).not.toBeNull();
    await dav({ method: 'PUT', path, body: text('CLIENT'), ...calendar });
    expect(await calendars.of('bob', 'agent')).toBeNull();
  });

  it('raises SEQUENCE with a reschedule where the client forgot', async () => {
    const path = `${home('alice')}sequence.ics`;
    const text = (hours: number): string =>
      ics('sequence', [`DTSTART:20260210T${hours}0000Z`, 'DURATION:PT1H', 'SUMMARY:S', ...guests]);
    await dav({ method: 'PUT', path, body: text(10), ...calendar });
    await dav({ method: 'PUT', path, body: text(12), ...calendar });
    expect((await calendars.of('bob', 'sequence'))!.master.sequence).toBe(1);
  });

  it('takes an invitation that a mail program brings as an answer, not as an event of its own', async () => {
    const { uid } = await meet({ attendees: [{ email: 'bob@example.org' }] });
    const held = (await calendars.of('bob', uid))!;
    await dav({ method: 'DELETE', path: `${home('bob')}${held.resourceName}`, as: 'bob' });
    const text = ics(uid, [
      'DTSTART:20261224T100000Z',
      'SUMMARY:Forged',
      'ORGANIZER:mailto:alice@example.org',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org',
    ]);
    const put = await dav({ method: 'PUT', path: `${home('bob')}mail.ics`, as: 'bob', body: text, ...calendar });
    expect(put.statusCode, put.body).toBe(201);
    expect(await calendars.answers('alice', uid)).toEqual({ bob: 'accepted' });
    expect((await calendars.of('bob', uid))!.master).toMatchObject({ title: 'Plan' });
  });
});

describe('what must not happen', () => {
  it('nobody gets into a meeting by writing an event with its UID', async () => {
    const { uid } = await meet({ attendees: [{ email: 'carol@example.org' }] });
    const text = ics(uid, [
      'DTSTART:20260203T100000Z',
      'SUMMARY:Crashed',
      'ORGANIZER:mailto:alice@example.org',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org',
    ]);
    await dav({ method: 'PUT', path: `${home('bob')}crash.ics`, as: 'bob', body: text, ...calendar });
    expect(await calendars.answers('alice', uid)).toEqual({ carol: 'needs-action' });
  });

  it('nobody invites in another’s name', async () => {
    const text = ics('in-her-name', ['DTSTART:20260203T100000Z', 'SUMMARY:Forged', ...guests]);
    await dav({ method: 'PUT', path: `${home('bob')}forged.ics`, as: 'bob', body: text, ...calendar });
    expect(await calendars.of('carol', 'in-her-name')).toBeNull();
    expect(await calendars.of('alice', 'in-her-name')).toBeNull();
  });

  it('an invitation does not replace an event of the guest’s own with the same UID', async () => {
    const own = ics('taken', ['DTSTART:20260203T100000Z', 'SUMMARY:Bobs own']);
    await dav({ method: 'PUT', path: `${home('bob')}own.ics`, as: 'bob', body: own, ...calendar });
    const text = ics('taken', ['DTSTART:20260203T100000Z', 'SUMMARY:Invasion', ...guests]);
    const put = await dav({ method: 'PUT', path: `${home('alice')}taken.ics`, body: text, ...calendar });
    expect(put.statusCode).toBe(201);
    expect((await calendars.of('bob', 'taken'))!.master.title).toBe('Bobs own');
    expect((await calendars.of('carol', 'taken'))!.master.title).toBe('Invasion');
  });

  it('a name or an id that is taken does not stop an invitation', async () => {
    const own = ics('other', ['DTSTART:20260203T100000Z', 'SUMMARY:Named']);
    await dav({ method: 'PUT', path: `${home('bob')}meeting.ics`, as: 'bob', body: own, ...calendar });
    const text = ics('named', ['DTSTART:20260203T100000Z', 'SUMMARY:Invited', ...guests]);
    await dav({ method: 'PUT', path: `${home('alice')}meeting.ics`, body: text, ...calendar });
    expect((await calendars.of('bob', 'named'))!.master.title).toBe('Invited');
    await call('POST', events, { as: 'bob', body: { id: 'samesame', summary: 'Mine', ...hour(3) } });
    const { uid } = await meet({ id: 'samesame', iCalUID: 'another-uid' });
    expect((await calendars.of('bob', uid))!.id).not.toBe('samesame');
  });

  it('a refused write leaves nothing behind on anybody’s calendar', async () => {
    const seqs = async () =>
      Promise.all((['alice', 'bob'] as const).map(async (p) => (await calendars.open(p)).sync.seq));
    const before = [await seqs(), await outbox(server, 'mail')];
    const many = Array.from({ length: 1_001 }, (_, i) => ({ email: `guest${i}@elsewhere.example` }));
    const body = { ...hour(3), attendees: [...bobAndCarol, ...many] };
    expect((await call('POST', events, { body, query: { sendUpdates: 'all' } })).status).toBe(400);
    expect([await seqs(), await outbox(server, 'mail')]).toEqual(before);
  });

  it('an import invites nobody', async () => {
    const open = await calendars.open('alice');
    const attendees = [{ address: 'mailto:bob@example.org' }];
    const master = { title: 'Old', start: { local: '2020-01-01', zone: null }, attendees };
    const item = {
      ref: null,
      change: () => ({ kind: 'event' as const, uid: 'imported', master, overrides: [] }),
      options: { origin: 'v3' as const, isImport: true },
    };
    await server.core.events.writeMany(open, [item]);
    expect(await calendars.of('bob', 'imported')).toBeNull();
  });
});

describe('guests elsewhere', () => {
  const outside = [{ email: 'bob@example.org' }, { email: 'eve@elsewhere.example' }];
  const messages = async (uid: string) =>
    (await outbox(server, 'mail'))
      .map(({ payload }) => JSON.parse(payload) as { method: string; to: string[]; series: { uid: string } })
      .filter(({ series }) => series.uid === uid)
      .map(({ method, to }) => [method, to]);

  it.each([
    ['all', ['bob@example.org', 'eve@elsewhere.example']],
    ['externalOnly', ['eve@elsewhere.example']],
  ])('are told by mail as sendUpdates=%s says', async (sendUpdates, to) => {
    const { id, uid } = await meet({ attendees: outside }, { sendUpdates });
    await call('PATCH', `${events}/${id}`, { body: { colorId: '2' }, query: { sendUpdates } });
    await call('PATCH', `${events}/${id}`, { body: { summary: 'New' }, query: { sendUpdates } });
    await call('DELETE', `${events}/${id}`, { query: { sendUpdates } });
    expect(await messages(uid)).toEqual([
      ['request', to],
      ['request', to],
      ['cancel', to],
    ]);
  });

  it('are not told without it, and told with sendNotifications=true', async () => {
    expect(await messages((await meet({ attendees: outside })).uid)).toEqual([]);
    const { uid } = await meet({ attendees: outside }, { sendNotifications: 'true' });
    expect(await messages(uid)).toHaveLength(1);
  });

  it('get the answer of a guest here who was invited from elsewhere', async () => {
    const text = (status: string): string =>
      ics('from-outside', [
        'DTSTART:20260203T100000Z',
        'SUMMARY:Theirs',
        'ORGANIZER:mailto:eve@elsewhere.example',
        `ATTENDEE;PARTSTAT=${status}:mailto:bob@example.org`,
      ]);
    const put = (status: string) =>
      dav({ method: 'PUT', path: `${home('bob')}outside.ics`, as: 'bob', body: text(status), ...calendar });
    await put('NEEDS-ACTION');
    expect(await messages('from-outside')).toEqual([]);
    await put('ACCEPTED');
    await dav({ method: 'DELETE', path: `${home('bob')}outside.ics`, as: 'bob' });
    expect(await messages('from-outside')).toEqual([
      ['reply', ['eve@elsewhere.example']],
      ['reply', ['eve@elsewhere.example']],
    ]);
  });
});
