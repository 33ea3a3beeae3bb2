import { afterAll, describe, expect, it } from 'vitest';
import { clientOf, events, hour } from '../calendar-v3/client.js';
import { davClient } from '../caldav/dav-client.js';
import { startServer } from '../harness/index.js';
import { Calendars, accepted, bobAndCarol, daily, guests, ics, meetBy, outbox } from './meeting.js';

const server = await startServer();
const calendars = new Calendars(server);
const call = clientOf(server);
const dav = davClient(server);
afterAll(() => server.close());

const calendar = { headers: { 'content-type': 'text/calendar' } };
const home = (person: string): string => `/dav/calendars/${person}@example.org/calendar/`;

const meet = (more?: object, query?: Record<string, string>) => meetBy(call, more, query);

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
