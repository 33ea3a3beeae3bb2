import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, ids, insert, listAll, reasonOf, type Reply, type Resource } from './client.js';

const server = await startServer();
const call = clientOf(server);
const other: string = (await call('POST', '/calendars', { body: { summary: 'Other' } })).body.id;
afterAll(() => server.close());

const importing = (body: object, query = {}) => call('POST', `${events}/import`, { body, query });
const get = (id: string, calendar = 'primary'): Promise<Reply> => call('GET', `/calendars/${calendar}/events/${id}`);

describe('events.import', () => {
  it('keeps the UID, and makes the id of it', async () => {
    const { status, body } = await importing({ ...hour(2), iCalUID: 'foo@example.net', summary: 'Imported' });
    expect([status, body.id]).toEqual([200, '_cpnmug35f1gmqs3cckn6spbk']);
    expect(body).toMatchObject({
      iCalUID: 'foo@example.net',
      organizer: { email: 'alice@example.org', self: true },
      eventType: 'default',
    });
    expect((await get(body.id)).body.summary).toBe('Imported');
    expect(ids((await call('GET', events, { query: { iCalUID: 'foo@example.net' } })).body.items)).toEqual([body.id]);
  });

  it('the same UID again changes the event that is there, whoever made it', async () => {
    const first = await insert(call, { ...hour(3), summary: 'Mine', iCalUID: 'mine@example.net', location: 'Here' });
    const { body } = await importing({ ...hour(3, 12), iCalUID: 'mine@example.net', summary: 'Changed', sequence: 4 });
    expect(body).toMatchObject({ id: first.id, summary: 'Changed', sequence: 4 });
    expect(body).not.toHaveProperty('location');
    const lower = await importing({ ...hour(3), iCalUID: 'mine@example.net', sequence: 3 });
    expect(reasonOf(lower)).toBe('400 invalid');
    expect((await get(first.id)).body).toMatchObject({ summary: 'Changed', sequence: 4 });
  });

  it('one that was deleted lives again', async () => {
    const body = { ...hour(4), iCalUID: 'again@example.net', summary: 'Back' };
    const { id } = (await importing(body)).body;
    expect((await call('DELETE', `${events}/${id}`)).status).toBe(204);
    expect((await importing(body)).body).toMatchObject({ id, status: 'confirmed', summary: 'Back' });
  });

  it('a series and its exceptions, in either order', async () => {
    const rule = {
      ...hour(9),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=5'],
      iCalUID: 'series@example.net',
      summary: 'All',
    };
    const exception = (day: number) => ({
      ...hour(day, 15),
      iCalUID: 'series@example.net',
      originalStartTime: hour(day).start,
      summary: `Moved ${day}`,
    });
    const early = (await importing(exception(10))).body;
    expect(early).toMatchObject({ summary: 'Moved 10', recurringEventId: early.id.split('_2026')[0] });
    const master = (await importing(rule)).body;
    const late = (await importing(exception(12))).body;
    expect([early.id, late.id]).toEqual([`${master.id}_20260210T090000Z`, `${master.id}_20260212T090000Z`]);
    const { items } = await listAll(call, { singleEvents: true, orderBy: 'startTime', iCalUID: 'series@example.net' });
    expect(items.map((item) => item.summary)).toEqual(['All', 'Moved 10', 'All', 'Moved 12', 'All']);
    const nowhere = { ...exception(12), originalStartTime: hour(25).start };
    expect(reasonOf(await importing(nowhere))).toBe('404 notFound');
  });

  it('of somebody else’s event is a private copy, for those who are invited', async () => {
    const body = {
      ...hour(5),
      iCalUID: 'theirs@example.net',
      organizer: { email: 'eve@example.net', displayName: 'Eve' },
    };
    expect(reasonOf(await importing(body))).toBe('400 participantIsNeitherOrganizerNorAttendee');
    const attendees = [{ email: 'alice@example.org', responseStatus: 'tentative' }];
    const copy = (await importing({ ...body, attendees })).body;
    expect(copy).toMatchObject({
      organizer: { email: 'eve@example.net', displayName: 'Eve' },
      privateCopy: true,
      attendees: [{ email: 'alice@example.org', self: true, responseStatus: 'tentative' }],
    });
    expect(copy).not.toHaveProperty('organizer.self');
  });

  it('takes cancelled and typed events; the type is dropped', async () => {
    const cancelled = { ...hour(6), iCalUID: 'off@example.net', status: 'cancelled' };
    expect((await importing(cancelled)).body).toMatchObject({ status: 'cancelled' });
    const typed = { ...hour(6), iCalUID: 'focus@example.net', eventType: 'focusTime', focusTimeProperties: {} };
    const { body } = await importing(typed);
    expect(body).toMatchObject({ eventType: 'default' });
    expect(body).not.toHaveProperty('focusTimeProperties');
  });

  it.each([
    ['an id', { ...hour(2), iCalUID: 'x@y', id: 'abcde' }, '400 invalid'],
    ['no UID', hour(2), '400 required'],
    ['an endless UID', { ...hour(2), iCalUID: 'x'.repeat(2000) }, '400 invalid'],
    ['no end', { start: hour(2).start, iCalUID: 'x@y' }, '400 required'],
    ['no start', { end: hour(2).end, iCalUID: 'x@y' }, '400 required'],
    ['a wrong organizer', { ...hour(2), iCalUID: 'x@y', organizer: { email: 'x' } }, '400 invalid'],
    ['a wrong rule', { ...hour(2), iCalUID: 'x@y', recurrence: ['RRULE:FREQ=OFTEN'] }, '400 invalid'],
  ])('refuses %s', async (_name, body, reason) => {
    expect(reasonOf(await importing(body))).toBe(reason);
    expect((await call('GET', events, { query: { iCalUID: 'x@y' } })).body.items).toEqual([]);
  });
});

describe('events.move', () => {
  const move = (id: string, destination: string | undefined, options = {}) =>
    call('POST', `${events}/${id}/move`, { query: { destination }, ...options });

  it('keeps id and UID; the source says cancelled', async () => {
    const event = await insert(call, { ...hour(16), summary: 'Goes', attendees: [{ email: 'x@example.net' }] });
    const { token } = await listAll(call);
    const moved = await move(event.id, other);
    expect(moved.body).toMatchObject({
      id: event.id,
      iCalUID: event.iCalUID,
      summary: 'Goes',
      organizer: { email: other, self: true },
    });
    expect((await get(event.id, other)).body).toEqual(moved.body);
    expect((await get(event.id)).body).toMatchObject({ status: 'cancelled' });
    const { items } = await listAll(call, { syncToken: token });
    expect(items).toMatchObject([{ id: event.id, status: 'cancelled' }]);
    const back = await call('POST', `/calendars/${other}/events/${event.id}/move`, {
      query: { destination: 'primary' },
    });
    expect(back.body).toMatchObject({ id: event.id, organizer: { email: 'alice@example.org' } });
  });

  it('takes a series with its exceptions', async () => {
    const { id } = await insert(call, { ...hour(17), recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], summary: 'Series' });
    const instance = `${id}_20260218T090000Z`;
    await call('PATCH', `${events}/${instance}`, { body: { summary: 'Exception' } });
    expect(reasonOf(await move(instance, other))).toBe('400 cannotChangeOrganizerOfInstance');
    expect((await move(id, other)).status).toBe(200);
    expect((await get(instance, other)).body).toMatchObject({ summary: 'Exception', recurringEventId: id });
  });

  it('refuses what may not move, and leaves it where it is', async () => {
    const { id, etag } = await insert(call, { ...hour(19), summary: 'Stays' });
    expect(reasonOf(await move(id, undefined))).toBe('400 required');
    expect(reasonOf(await move(id, 'nowhere@example.net'))).toBe('404 notFound');
    expect(reasonOf(await move(id, 'bob@example.org'))).toBe('404 notFound');
    expect(reasonOf(await move('nothere', other))).toBe('404 notFound');
    expect(reasonOf(await move(id, other, { headers: { 'if-match': '"old"' } }))).toBe('412 conditionNotMet');
    const focus = await insert(call, { ...hour(20), eventType: 'focusTime' });
    expect(reasonOf(await move(focus.id, other))).toBe('400 eventTypeRestriction');
    const theirs = { ...hour(5), iCalUID: 'moved@example.net', organizer: { email: 'eve@example.net' } };
    const copy = (await importing({ ...theirs, attendees: [{ email: 'alice@example.org' }] })).body;
    expect(reasonOf(await move(copy.id, other))).toBe('400 cannotChangeOrganizer');
    expect((await get(id)).body).toMatchObject({ etag, status: 'confirmed' });
    expect((await move(id, 'primary')).body).toMatchObject({ id, etag });
    expect((await call('GET', `/calendars/${other}/events`)).body.items.map((item: Resource) => item.id)).not.toContain(
      id,
    );
  });

  it('needs to write in both calendars', async () => {
    const { id } = await insert(call, hour(21));
    const scope = { type: 'user', value: 'bob@example.org' };
    await call('POST', `/calendars/${other}/acl`, { body: { role: 'reader', scope } });
    await call('POST', '/calendars/primary/acl', { body: { role: 'writer', scope } });
    const path = `/calendars/alice@example.org/events/${id}/move`;
    const asBob = { as: 'bob', query: { destination: other } } as const;
    expect(reasonOf(await call('POST', path, asBob))).toBe('403 requiredAccessLevel');
  });
});
