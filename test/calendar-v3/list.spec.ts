import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock, startServer } from '../harness/index.js';
import { clientOf, events, hour, ids, listAll, reasonOf, type Resource } from './client.js';

/** A calendar of its own for each test. */
let path: string;
const clock = fakeClock('2026-01-15T08:00:00Z');

const server = await startServer({ clock });
const call = clientOf(server);
afterAll(() => server.close());

beforeEach(async () => {
  clock.advance(60_000);
  const { body } = await call('POST', '/calendars', { body: { summary: 'Lists', timeZone: 'Europe/Berlin' } });
  path = `/calendars/${encodeURIComponent(body.id)}/events`;
});

async function add(body: object): Promise<Resource> {
  clock.advance(1000);
  const reply = await call('POST', path, { body });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
}

const names = (items: Resource[]): string[] => items.map((item) => item.summary);

describe('the envelope', () => {
  it('has the members of the recordings, in order', async () => {
    const { body } = await call('GET', path);
    expect(Object.keys(body).join()).toBe(
      'kind,etag,summary,updated,timeZone,accessRole,defaultReminders,nextSyncToken,items',
    );
    expect(body).toMatchObject({
      kind: 'calendar#events',
      summary: 'Lists',
      timeZone: 'Europe/Berlin',
      accessRole: 'owner',
      items: [],
    });
    expect((await call('GET', path, { query: { timeZone: 'Asia/Tokyo' } })).body).toMatchObject({
      timeZone: 'Asia/Tokyo',
    });
  });
});

describe('filters', () => {
  it('timeMin is after the start of an end, timeMax before a start; both exclusive', async () => {
    await add({ ...hour(2, 10), summary: 'a' });
    await add({ ...hour(2, 12), summary: 'b' });
    const list = async (timeMin: string, timeMax: string): Promise<string[]> =>
      names((await call('GET', path, { query: { timeMin, timeMax } })).body.items);
    expect(await list('2026-02-02T11:00:00+01:00', '2026-02-02T12:00:00+01:00')).toEqual([]);
    expect(await list('2026-02-02T10:59:59+01:00', '2026-02-02T12:00:01+01:00')).toEqual(['a', 'b']);
  });

  it('a series is listed when an instance is in the window, an exception by its own or its original time', async () => {
    const { id } = await add({ ...hour(2), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] });
    await call('PATCH', `${path}/${id}_20260209T090000Z`, { body: hour(11) });
    const list = async (day: number): Promise<string[]> => {
      const query = { timeMin: `2026-02-${day}T00:00:00Z`, timeMax: `2026-02-${day + 1}T00:00:00Z` };
      return ids((await call('GET', path, { query })).body.items);
    };
    expect(await list(16)).toEqual([id]);
    expect(await list(17)).toEqual([]);
    expect(await list(11)).toEqual([id, `${id}_20260209T090000Z`]);
  });

  it('q, iCalUID, extended properties (all must hold), event types', async () => {
    await add({
      ...hour(2),
      summary: 'Team lunch',
      location: 'Oslo',
      extendedProperties: { private: { a: '1', b: '2' } },
    });
    await add({
      ...hour(2),
      summary: 'Lunch alone',
      iCalUID: 'alone@x.test',
      extendedProperties: { shared: { a: '1' } },
    });
    const list = async (query: Record<string, string | string[]>): Promise<string[]> =>
      names((await call('GET', path, { query })).body.items);
    expect(await list({ q: 'LUNCH oslo' })).toEqual(['Team lunch']);
    expect(await list({ iCalUID: 'alone@x.test' })).toEqual(['Lunch alone']);
    expect(await list({ privateExtendedProperty: ['a=1', 'b=2'] })).toEqual(['Team lunch']);
    expect(await list({ privateExtendedProperty: ['a=1', 'b=3'] })).toEqual([]);
    expect(await list({ sharedExtendedProperty: 'a=1' })).toEqual(['Lunch alone']);
    expect(await list({ eventTypes: ['default', 'focusTime'] })).toHaveLength(2);
    expect(await list({ eventTypes: 'focusTime' })).toEqual([]);
    expect(reasonOf(await call('GET', path, { query: { privateExtendedProperty: 'a' } }))).toBe('400 invalidParameter');
  });

  it('updatedMin brings what changed since, deletions too', async () => {
    const old = await add({ ...hour(2), summary: 'old' });
    const gone = await add({ ...hour(2), summary: 'gone' });
    clock.advance(100);
    const updatedMin = new Date(clock()).toISOString();
    await call('DELETE', `${path}/${gone.id}`);
    const fresh = await add({ ...hour(2), summary: 'fresh' });
    const { items } = await listAll(call, { updatedMin }, path);
    expect(ids(items).sort()).toEqual([gone.id, fresh.id].sort());
    expect(ids(items)).not.toContain(old.id);
  });
});

describe('order', () => {
  it('startTime needs singleEvents', async () => {
    expect(reasonOf(await call('GET', path, { query: { orderBy: 'startTime' } }))).toBe('400 invalid');
    await add({ ...hour(5), summary: 'c' });
    await add({ start: { date: '2026-02-05' }, end: { date: '2026-02-06' }, summary: 'b' });
    await add({ ...hour(4), summary: 'a' });
    const { body } = await call('GET', path, { query: { orderBy: 'startTime', singleEvents: true } });
    expect(names(body.items)).toEqual(['a', 'b', 'c']);
    expect(body).not.toHaveProperty('nextSyncToken');
  });

  it('updated is by each item its own time, over pages', async () => {
    const first = await add({ ...hour(2), summary: 'series', recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await add({ ...hour(2), summary: 'middle' });
    clock.advance(1000);
    await call('PATCH', `${path}/${first.id}_20260203T090000Z`, { body: { summary: 'exception' } });
    await add({ ...hour(2), summary: 'last' });
    const { items, pages } = await listAll(call, { orderBy: 'updated', maxResults: 1 }, path);
    expect(names(items)).toEqual(['middle', 'series', 'exception', 'last']);
    clock.advance(1000);
    await call('PATCH', `${path}/${first.id}`, { body: { location: 'new' } });
    expect(names((await listAll(call, { orderBy: 'updated' }, path)).items)).toEqual([
      'middle',
      'last',
      'series',
      'exception',
    ]);
    expect(pages).toBe(4);
  });
});

describe('7.2: cancelled events and expansion', () => {
  it.each([
    [false, false, ['exception', 'master']],
    [false, true, ['exception', 'master', 'single', 'deleted series']],
    [true, false, ['instance', 'instance']],
    [true, true, ['exception', 'instance', 'instance', 'single', 'deleted instance', 'deleted instance']],
  ])('singleEvents=%s showDeleted=%s', async (singleEvents, showDeleted, expected) => {
    const series = await add({ ...hour(2), summary: 'S', recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    const single = await add({ ...hour(2), summary: 'gone' });
    const dead = await add({ ...hour(2), summary: 'D', recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    await call('DELETE', `${path}/${series.id}_20260203T090000Z`);
    await call('DELETE', `${path}/${single.id}`);
    await call('DELETE', `${path}/${dead.id}`);
    const kind = ({ id, status }: Resource): string => {
      if (id === single.id) return 'single';
      if (id === dead.id) return 'deleted series';
      if (id.startsWith(dead.id)) return 'deleted instance';
      if (id === series.id) return 'master';
      return status === 'cancelled' ? 'exception' : 'instance';
    };
    const { items } = await listAll(call, { singleEvents, showDeleted }, path);
    expect(items.map(kind).sort()).toEqual([...expected].sort());
    for (const item of items)
      if (['single', 'deleted series'].includes(kind(item))) expect(item.status).toBe('cancelled');
  });
});

describe('pages', () => {
  it('hold everything once, in every mode, also inside one series', async () => {
    const { id } = await add({ ...hour(2), summary: 'S', recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] });
    for (const day of [3, 4, 5, 6])
      await call('PATCH', `${path}/${id}_2026020${day}T090000Z`, { body: { summary: `x${day}` } });
    await call('DELETE', `${path}/${id}_20260207T090000Z`);
    for (const day of [2, 3, 4]) await add({ ...hour(day), summary: `single ${day}` });
    for (const query of [
      {},
      { singleEvents: true },
      { showDeleted: true },
      { orderBy: 'updated' },
      { singleEvents: true, orderBy: 'startTime' },
    ]) {
      const whole = (await call('GET', path, { query })).body;
      for (const maxResults of [1, 2, 3, 7]) {
        const { items } = await listAll(call, { ...query, maxResults }, path);
        expect(ids(items)).toEqual(ids(whole.items));
      }
    }
  });

  it('are stable while others write: nothing twice, and what is new comes with the next sync', async () => {
    for (let day = 1; day <= 6; day += 1) await add({ ...hour(day), summary: `e${day}` });
    const first = await call('GET', path, { query: { maxResults: 3 } });
    await add({ ...hour(7), summary: 'meanwhile' });
    await call('PATCH', `${path}/${first.body.items[0]!.id}`, { body: { summary: 'changed' } });
    const rest = await call('GET', path, { query: { maxResults: 10, pageToken: first.body.nextPageToken } });
    const seen = [...ids(first.body.items), ...ids(rest.body.items)];
    expect(new Set(seen).size).toBe(seen.length);
    const { items } = await listAll(call, { syncToken: rest.body.nextSyncToken }, path);
    expect(names(items).sort()).toEqual(['changed', 'meanwhile']);
  });

  it('clamp maxResults at their maximum, and have at least one', async () => {
    await add(hour(2));
    for (const maxResults of [9999, 1_000_000_000_000]) {
      expect((await call('GET', path, { query: { maxResults } })).body.items).toHaveLength(1);
    }
    for (const maxResults of [0, -1, 'many']) {
      const reply = await call('GET', path, { query: { maxResults } });
      expect(reasonOf(reply)).toBe('400 invalidParameter');
      expect(reply.body.error.errors[0]!.location).toBe('maxResults');
    }
  });
});

describe('v3-paging: tokens that are not ours', () => {
  it('page tokens: 400 for altered, cut, long, foreign ones and for other parameters', async () => {
    for (let day = 1; day <= 3; day += 1) await add(hour(day));
    const { nextPageToken } = (await call('GET', path, { query: { maxResults: 1 } })).body;
    const altered = `${nextPageToken.slice(0, -2)}${nextPageToken.endsWith('A') ? 'BB' : 'AA'}`;
    for (const pageToken of [
      altered,
      nextPageToken.slice(0, 10),
      'x'.repeat(10_000),
      '%',
      'AAAA',
      `${nextPageToken}AAAA`,
    ]) {
      const reply = await call('GET', path, { query: { pageToken } });
      expect([400, 414]).toContain(reply.status);
    }
    expect(reasonOf(await call('GET', path, { query: { pageToken: nextPageToken, singleEvents: true } }))).toBe(
      '400 invalidParameter',
    );
    expect(reasonOf(await call('GET', events, { query: { pageToken: nextPageToken } }))).toBe('400 invalidParameter');
    expect((await call('GET', path, { query: { pageToken: nextPageToken, maxResults: 2 } })).status).toBe(200);
  });

  it('time bounds in the wrong order are an empty range', async () => {
    const query = { timeMin: '2026-02-02T00:00:00Z', timeMax: '2026-02-02T00:00:00Z' };
    const reply = await call('GET', path, { query });
    expect(reasonOf(reply)).toBe('400 timeRangeEmpty');
    expect(reply.body.error.errors[0]).toMatchObject({
      domain: 'calendar',
      locationType: 'parameter',
      location: 'timeMax',
    });
    expect(reasonOf(await call('GET', path, { query: { timeMin: '2026-02-02T00:00:00' } }))).toBe('400 badRequest');
  });
});

describe('endless series', () => {
  it('end at a horizon; single events beyond it are listed', async () => {
    await add({ ...hour(2), summary: 'weekly', recurrence: ['RRULE:FREQ=WEEKLY'] });
    await add({ start: { date: '2090-01-01' }, end: { date: '2090-01-02' }, summary: 'far' });
    const { items } = await listAll(call, { singleEvents: true, maxResults: 2500 }, path);
    expect(names(items)).toContain('far');
    expect(items.length).toBeGreaterThan(200);
    expect(items.length).toBeLessThan(400);
  });

  it('of seconds do not hang', async () => {
    const reply = await call('POST', path, { body: { ...hour(2), recurrence: ['RRULE:FREQ=SECONDLY'] } });
    if (reply.status !== 200) return;
    const { body } = await call('GET', path, { query: { singleEvents: true, maxResults: 2500 } });
    expect(body.items.length).toBeLessThanOrEqual(2500);
  });
});
