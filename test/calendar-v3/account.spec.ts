import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, hour, insert, listAll, reasonOf } from './client.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

describe('colors', () => {
  it('are the palettes of the reference, for everybody', async () => {
    const { body } = await call('GET', '/colors', { as: null, query: { key: 'any' } });
    expect(body).toMatchObject({
      kind: 'calendar#colors',
      calendar: { '24': { background: '#a47ae2', foreground: '#1d1d1d' } },
      event: { '11': { background: '#dc2127', foreground: '#1d1d1d' } },
    });
    const part = await call('GET', '/colors', { query: { fields: 'event(1/background)' } });
    expect(part.body).toEqual({ event: { '1': { background: '#a4bdfc' } } });
  });
});

describe('settings', () => {
  const settings = '/users/me/settings';
  const change = async (values: Record<string, string>): Promise<void> => {
    const user = (await server.core.directory.byEmail('alice@example.org'))!;
    const { store } = server.gateway.dependencies;
    await store.write((tx) => tx.savePrincipal({ ...user, settings: { ...user.settings, ...values } }));
  };

  it('are all listed as texts, the user’s own or the default', async () => {
    const { items } = await listAll(call, {}, settings);
    expect(items).toHaveLength(12);
    expect((await call('GET', `${settings}/timezone`)).body).toMatchObject({
      kind: 'calendar#setting',
      id: 'timezone',
      value: 'Europe/Berlin',
    });
    expect((await call('GET', `${settings}/weekStart`)).body).toMatchObject({ value: '0' });
    for (const id of ['nope', '__proto__', 'country']) {
      expect(reasonOf(await call('GET', `${settings}/${id}`))).toBe('404 notFound');
    }
  });

  it('page, and a sync token gives those that changed', async () => {
    const { token, pages } = await listAll(call, { maxResults: 5 }, settings);
    expect(pages).toBe(3);
    expect((await listAll(call, { syncToken: token }, settings)).items).toEqual([]);
    await change({ weekStart: '1', locale: 'de' });
    const { items, token: next } = await listAll(call, { syncToken: token }, settings);
    expect(items).toMatchObject([
      { id: 'locale', value: 'de' },
      { id: 'weekStart', value: '1' },
    ]);
    expect((await listAll(call, { syncToken: next }, settings)).items).toEqual([]);
    expect(reasonOf(await call('GET', settings, { as: 'bob', query: { syncToken: next } }))).toBe(
      '410 fullSyncRequired',
    );
  });

  it('have etags that change with the value', async () => {
    const { etag } = (await call('GET', `${settings}/format24HourTime`)).body;
    const headers = { 'if-none-match': etag };
    expect((await call('GET', `${settings}/format24HourTime`, { headers })).status).toBe(304);
    await change({ format24HourTime: 'true' });
    expect((await call('GET', `${settings}/format24HourTime`, { headers })).body).toMatchObject({ value: 'true' });
  });
});

describe('freebusy.query', () => {
  const day = { timeMin: '2026-02-10T00:00:00+01:00', timeMax: '2026-02-11T00:00:00+01:00' };
  const query = (body: object, as: 'alice' | 'bob' | null = 'alice') => call('POST', '/freeBusy', { as, body });

  beforeAll(async () => {
    await insert(call, hour(10, 9));
    await insert(call, { ...hour(10, 10), visibility: 'private', summary: 'Secret' });
    await insert(call, { ...hour(10, 14), transparency: 'transparent' });
    await insert(call, { ...hour(10, 16), recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
  });

  it('gives merged busy times, clipped, in the zone asked for', async () => {
    const items = [{ id: 'primary' }, { id: 'nobody@example.org' }];
    const { body } = await query({ ...day, timeZone: 'Europe/Berlin', items });
    expect(body).toEqual({
      kind: 'calendar#freeBusy',
      timeMin: '2026-02-09T23:00:00.000Z',
      timeMax: '2026-02-10T23:00:00.000Z',
      calendars: {
        primary: {
          busy: [
            { start: '2026-02-10T09:00:00+01:00', end: '2026-02-10T11:00:00+01:00' },
            { start: '2026-02-10T16:00:00+01:00', end: '2026-02-10T17:00:00+01:00' },
          ],
        },
        'nobody@example.org': { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
      },
    });
    const utc = (await query({ ...day, timeMin: '2026-02-10T16:30:00+01:00', items: [{ id: 'primary' }] })).body;
    expect(utc).toMatchObject({
      calendars: { primary: { busy: [{ start: '2026-02-10T15:30:00Z', end: '2026-02-10T16:00:00Z' }] } },
    });
  });

  it('obeys rights: nothing without one, times with freeBusyReader, and no key for what is not public', async () => {
    const asked = { ...day, items: [{ id: 'alice@example.org' }] };
    const busyOf = async (as: 'bob' | null) =>
      JSON.stringify((await call('POST', '/freeBusy', { as, body: asked, query: { key: 'k' } })).body);
    expect(await busyOf('bob')).toContain('notFound');
    const scope = { type: 'user', value: 'bob@example.org' };
    await call('POST', '/calendars/primary/acl', { body: { role: 'freeBusyReader', scope } });
    expect(await busyOf('bob')).toContain('2026-02-10T08:00:00Z');
    expect(await busyOf(null)).toContain('notFound');
    await call('POST', '/calendars/primary/acl', { body: { role: 'freeBusyReader', scope: { type: 'default' } } });
    expect(await busyOf(null)).toContain('2026-02-10T08:00:00Z');
  });

  it('says for each calendar beyond the limit that there are too many', async () => {
    const items = Array.from({ length: 52 }, (_, i) => ({ id: `u${i}@example.org` }));
    const { calendars } = (await query({ ...day, items })).body as unknown as {
      calendars: Record<string, { errors: { reason: string }[] }>;
    };
    expect(calendars['u49@example.org']!.errors[0]!.reason).toBe('notFound');
    expect(calendars['u50@example.org']!.errors[0]!.reason).toBe('tooManyCalendarsRequested');
    const two = (await query({ ...day, calendarExpansionMax: 1, items: [{ id: 'primary' }, { id: 'x@y' }] })).body;
    expect(two).toMatchObject({ calendars: { 'x@y': { errors: [{ reason: 'tooManyCalendarsRequested' }] } } });
  });

  it.each([
    [{ timeMax: day.timeMax }, '400 required'],
    [{ ...day, timeMin: '2026-02-10T00:00:00' }, '400 badRequest'],
    [{ timeMin: day.timeMax, timeMax: day.timeMin }, '400 timeRangeEmpty'],
    [{ timeMin: '2000-01-01T00:00:00Z', timeMax: '2030-01-01T00:00:00Z' }, '400 timeRangeTooLong'],
    [{ ...day, timeZone: 'Mars/Base' }, '400 invalid'],
    [{ ...day, calendarExpansionMax: 51 }, '400 invalid'],
    [{ ...day, groupExpansionMax: 101 }, '400 invalid'],
    [{ ...day, items: [{}] }, '400 required'],
    [{ ...day, items: 'primary' }, '400 invalid'],
  ])('refuses %j', async (body, reason) => {
    expect(reasonOf(await query(body))).toBe(reason);
  });
});
