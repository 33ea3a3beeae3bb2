import { afterAll, describe, expect, it } from 'vitest';
import { clientOf, events, hour, reasonOf } from '../calendar-v3/client.js';
import { davClient } from '../caldav/dav-client.js';
import { startServer } from '../harness/index.js';
import { Calendars, accepted, answersIn, bobAndCarol, daily, meetBy } from './meeting.js';

const server = await startServer();
const calendars = new Calendars(server);
const call = clientOf(server);
const dav = davClient(server);
afterAll(() => server.close());

const calendar = { headers: { 'content-type': 'text/calendar' } };
const home = (person: string): string => `/dav/calendars/${person}@example.org/calendar/`;

const meet = (more?: object, query?: Record<string, string>) => meetBy(call, more, query);

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
