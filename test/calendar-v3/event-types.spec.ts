import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, insert, listAll, reasonOf } from './client.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

describe('event types', () => {
  const allDay = { start: { date: '2026-06-01' }, end: { date: '2026-06-02' } };
  const timed = { start: { dateTime: '2026-06-01T10:00:00Z' }, end: { dateTime: '2026-06-01T12:00:00Z' } };
  const shown = { visibility: 'public', transparency: 'transparent' };

  const focus = {
    ...timed,
    eventType: 'focusTime',
    focusTimeProperties: { autoDeclineMode: 'declineNone', chatStatus: 'doNotDisturb' },
  };
  const away = {
    ...timed,
    eventType: 'outOfOffice',
    outOfOfficeProperties: { autoDeclineMode: 'declineAllConflictingInvitations', declineMessage: 'away' },
  };
  const home = {
    ...allDay,
    ...shown,
    eventType: 'workingLocation',
    workingLocationProperties: { type: 'homeOffice', homeOffice: {} },
  };
  const birthday = {
    ...allDay,
    visibility: 'private',
    transparency: 'transparent',
    eventType: 'birthday',
    birthdayProperties: { type: 'birthday' },
    recurrence: ['RRULE:FREQ=YEARLY'],
  };

  it.each([focus, away, home, birthday])('$eventType is kept', async (body) => {
    const made = await call('POST', events, { body });
    expect(made.body).toMatchObject({ ...body, start: expect.anything(), end: expect.anything() });
    const { items } = await listAll(call, { eventTypes: body.eventType });
    expect(items.map((item) => item.id)).toContain(made.body.id);
  });

  it.each<[string, object]>([
    ['malformedWorkingLocationEvent', { ...home, end: { date: '2026-06-03' } }],
    ['malformedOutOfOfficeEvent', { ...away, transparency: 'transparent' }],
    ['malformedFocusTimeEvent', { ...focus, transparency: 'transparent' }],
    ['invalid', { ...focus, focusTimeProperties: { chatStatus: 'asleep' } }],
    ['invalid', { ...away, outOfOfficeProperties: { autoDeclineMode: 'always' } }],
    ['eventTypeRestriction', { ...birthday, end: { date: '2026-06-03' } }],
    ['eventTypeRestriction', { ...birthday, birthdayProperties: { type: 'birthday', contact: 'people/1' } }],
    ['malformedOutOfOfficeEvent', { ...timed, eventType: 'outOfOffice', description: 'x' }],
    ['malformedOutOfOfficeEvent', { ...allDay, eventType: 'outOfOffice' }],
    ['malformedFocusTimeEvent', { ...allDay, eventType: 'focusTime' }],
    ['malformedWorkingLocationEvent', { ...allDay, eventType: 'workingLocation' }],
    ['eventTypeRestriction', { ...allDay, eventType: 'birthday' }],
    ['eventTypeRestriction', { ...timed, eventType: 'fromGmail' }],
    ['invalid', { ...timed, focusTimeProperties: { chatStatus: 'available' } }],
  ])('400 %s', async (reason, body) => {
    const { body: answer } = await call('POST', events, { body });
    expect(answer.error).toMatchObject({ code: 400, errors: [{ reason }] });
  });

  const guests = { attendees: [{ email: 'bob@example.org' }] };
  const nextDay = { start: { date: '2026-06-02' }, end: { date: '2026-06-03' } };

  it.each<[string, object, object]>([
    ['malformedOutOfOfficeEvent', away, guests],
    ['malformedOutOfOfficeEvent', away, { description: 'At the sea' }],
    ['malformedOutOfOfficeEvent', away, allDay],
    ['malformedFocusTimeEvent', focus, allDay],
    ['malformedWorkingLocationEvent', home, { transparency: 'opaque' }],
    ['malformedWorkingLocationEvent', home, { workingLocationProperties: null }],
    ['malformedWorkingLocationEvent', home, guests],
    ['invalid', home, { focusTimeProperties: { chatStatus: 'available' } }],
    ['eventTypeRestriction', birthday, { visibility: 'public' }],
    ['eventTypeRestriction', birthday, { end: { date: '2026-06-04' } }],
    ['eventTypeRestriction', birthday, { location: 'Here' }],
    ['eventTypeRestriction', birthday, { recurrence: null }],
  ])('stays what its type asks for: 400 %s', async (reason, body, patch) => {
    const { id } = await insert(call, body);
    expect(reasonOf(await call('PATCH', `${events}/${id}`, { body: patch }))).toBe(`400 ${reason}`);
  });

  it.each<[object, object]>([
    [away, { summary: 'Away', outOfOfficeProperties: { declineMessage: 'Back on Monday' } }],
    [home, { workingLocationProperties: { type: 'officeLocation', officeLocation: { label: 'Desk 7' } } }],
    [birthday, { summary: 'Ann', colorId: '3', ...nextDay }],
  ])('can be changed within its rules: %#', async (body, patch) => {
    const { id } = await insert(call, body);
    const { status, body: changed } = await call('PATCH', `${events}/${id}`, { body: patch });
    expect(status, JSON.stringify(changed)).toBe(200);
    expect(changed).toMatchObject(patch);
    expect((await call('PUT', `${events}/${id}`, { body: changed })).status).toBe(200);
  });

  it('can still be changed after another protocol has broken its rules', async () => {
    const { id } = await insert(call, away);
    const series = `/rest/alice@example.org/calendar/${id}`;
    const headers = { authorization: `Bearer ${server.tokens.alice}`, 'content-type': 'application/json' };
    const payload = JSON.stringify({ description: 'At the sea' });
    expect((await server.inject({ method: 'PATCH', url: series, headers, payload })).statusCode).toBeLessThan(300);
    const { status, body } = await call('PATCH', `${events}/${id}`, { body: { summary: 'Still away' } });
    expect([status, body.summary]).toEqual([200, 'Still away']);
  });
});
