import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, ids, insert, reasonOf, type Client, type Resource } from './client.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

const daily = (count: number, more: object = {}): Promise<Resource> =>
  insert(call, { ...hour(2), summary: 'Daily', recurrence: [`RRULE:FREQ=DAILY;COUNT=${count}`], ...more });

describe('instance ids', () => {
  it('are the series id and the original start in UTC', async () => {
    const { id } = await daily(3);
    const { body } = await call('GET', `${events}/${id}/instances`);
    expect(ids(body.items)).toEqual([`${id}_20260202T090000Z`, `${id}_20260203T090000Z`, `${id}_20260204T090000Z`]);
    expect(body.items[1]).toMatchObject({
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-02-03T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      start: { dateTime: '2026-02-03T10:00:00+01:00' },
      iCalUID: `${id}@127.0.0.1`,
    });
    expect(body.items[1]).not.toHaveProperty('recurrence');
    expect(body).not.toHaveProperty('nextSyncToken');
  });

  it('are dates for all-day series', async () => {
    const { id } = await insert(call, {
      start: { date: '2026-02-02' },
      end: { date: '2026-02-03' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    });
    const { body } = await call('GET', `${events}/${id}/instances`);
    expect(ids(body.items)).toEqual([`${id}_20260202`, `${id}_20260209`]);
    expect(body.items[1]).toMatchObject({ originalStartTime: { date: '2026-02-09' } });
  });

  it('are readable without having been listed; others are 404', async () => {
    const { id } = await daily(3);
    expect((await call('GET', `${events}/${id}_20260204T090000Z`)).body).toMatchObject({ summary: 'Daily' });
    for (const stamp of ['20260205T090000Z', '20260204T100000Z', '20260204', '20261399T090000Z']) {
      expect(reasonOf(await call('GET', `${events}/${id}_${stamp}`))).toBe('404 notFound');
    }
    const single = await insert(call, hour(2));
    expect(reasonOf(await call('GET', `${events}/${single.id}_20260202T090000Z`))).toBe('404 notFound');
  });
});

describe('events.instances', () => {
  it('takes bounds, an original start, and pages', async () => {
    const { id } = await daily(5);
    const list = async (query: Record<string, string | number>): Promise<Resource> =>
      (await call('GET', `${events}/${id}/instances`, { query })).body;
    const inclusive = await list({ timeMin: '2026-02-03T10:00:00Z', timeMax: '2026-02-05T09:00:00Z' });
    expect(ids(inclusive.items)).toEqual([`${id}_20260203T090000Z`, `${id}_20260204T090000Z`]);
    for (const originalStart of ['2026-02-04T09:00:00Z', '2026-02-04T10:00:00+01:00']) {
      expect(ids((await list({ originalStart })).items)).toEqual([`${id}_20260204T090000Z`]);
    }
    expect((await list({ originalStart: '2026-02-04T09:30:00Z' })).items).toEqual([]);
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, pageToken: first.nextPageToken });
    const third = await list({ maxResults: 2, pageToken: second.nextPageToken });
    expect([...ids(first.items), ...ids(second.items), ...ids(third.items)]).toHaveLength(5);
    expect(third).not.toHaveProperty('nextPageToken');
    expect(reasonOf(await call('GET', `${events}/${id}/instances`, { query: { originalStart: 'soon' } }))).toBe(
      '400 badRequest',
    );
  });
});

describe('exceptions', () => {
  it('are stored, and take over later changes of the master', async () => {
    const { id } = await daily(3, { location: 'Club' });
    const instance = `${events}/${id}_20260203T090000Z`;
    const before = (await call('GET', instance)).body;
    const moved = await call('PATCH', instance, { body: { ...hour(3, 14), summary: 'Moved' } });
    expect(moved.body).toMatchObject({
      id: `${id}_20260203T090000Z`,
      summary: 'Moved',
      start: { dateTime: '2026-02-03T14:00:00+01:00' },
      originalStartTime: { dateTime: '2026-02-03T10:00:00+01:00' },
    });
    expect(moved.body.etag).not.toBe(before.etag);
    await call('PATCH', `${events}/${id}`, { body: { location: 'Hall', summary: 'Master' } });
    expect((await call('GET', instance)).body).toMatchObject({ summary: 'Moved', location: 'Hall' });
    const put = await call('PUT', instance, { body: { ...hour(3, 15) } });
    expect(put.body).not.toHaveProperty('summary');
    expect(put.body).not.toHaveProperty('location');
  });

  it('are dropped where the series no longer has a place for them', async () => {
    const { id } = await daily(5);
    await call('PATCH', `${events}/${id}_20260203T090000Z`, { body: { summary: 'early' } });
    await call('PATCH', `${events}/${id}_20260206T090000Z`, { body: { summary: 'late' } });
    await call('PATCH', `${events}/${id}`, { body: { recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260204T090000Z'] } });
    const { body } = await call('GET', `${events}/${id}/instances`);
    expect(body.items.map((item) => item.summary)).toEqual(['Daily', 'early', 'Daily']);
    expect(reasonOf(await call('GET', `${events}/${id}_20260206T090000Z`))).toBe('404 notFound');
  });

  it('have etags of their own that guard them', async () => {
    const { id } = await daily(3);
    const path = `${events}/${id}_20260203T090000Z`;
    const { etag } = (await call('GET', path)).body;
    expect((await call('PATCH', path, { body: { summary: 'a' }, headers: { 'if-match': etag } })).status).toBe(200);
    expect(reasonOf(await call('PATCH', path, { body: { summary: 'b' }, headers: { 'if-match': etag } }))).toBe(
      '412 conditionNotMet',
    );
  });

  it('can be written one after another by who read them together, until the series changes', async () => {
    const { id } = await daily(4);
    const { items } = (await call('GET', `${events}/${id}/instances`)).body;
    const write = (at: number, method: string): ReturnType<Client> => {
      const { id: own, etag } = items[at]!;
      const body = method === 'PATCH' ? { body: { summary: 'own' } } : {};
      return call(method, `${events}/${own}`, { ...body, headers: { 'if-match': etag } });
    };
    expect((await write(0, 'PATCH')).status).toBe(200);
    expect((await write(1, 'DELETE')).status).toBe(204);
    expect((await write(2, 'PATCH')).status).toBe(200);
    await call('PATCH', `${events}/${id}`, { body: { description: 'new' } });
    expect((await write(3, 'PATCH')).status).toBe(412);
  });
});

describe('cancelled instances', () => {
  it('by DELETE: 204, then 410; minimal; come back by status confirmed', async () => {
    const { id } = await daily(3);
    const path = `${events}/${id}_20260203T090000Z`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect(reasonOf(await call('DELETE', path))).toBe('410 deleted');
    const { body } = await call('GET', path);
    expect(Object.keys(body).join()).toBe('kind,etag,id,status,recurringEventId,originalStartTime');
    const instances = `${events}/${id}/instances`;
    expect((await call('GET', instances)).body.items).toHaveLength(2);
    expect((await call('GET', instances, { query: { showDeleted: true } })).body.items).toHaveLength(3);
    expect(reasonOf(await call('PATCH', path, { body: { summary: 'x' } }))).toBe('410 deleted');
    expect((await call('PATCH', path, { body: { status: 'confirmed' } })).body).toMatchObject({
      status: 'confirmed',
      summary: 'Daily',
    });
    expect((await call('GET', instances)).body.items).toHaveLength(3);
  });

  it('with guests stay as exceptions', async () => {
    const { id } = await daily(3, { attendees: [{ email: 'bob@example.org' }] });
    const path = `${events}/${id}_20260203T090000Z`;
    expect((await call('PATCH', path, { body: { status: 'cancelled' } })).body).toMatchObject({ status: 'cancelled' });
    const { body } = await call('GET', `${events}/${id}`);
    expect(body).toMatchObject({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    expect((await call('GET', events, { query: { iCalUID: `${id}@127.0.0.1` } })).body.items).toMatchObject([
      { id },
      { id: `${id}_20260203T090000Z`, status: 'cancelled' },
    ]);
  });

  it('go with their series', async () => {
    const { id } = await daily(3);
    await call('PATCH', `${events}/${id}_20260203T090000Z`, { body: { summary: 'x' } });
    await call('DELETE', `${events}/${id}`);
    expect((await call('GET', `${events}/${id}_20260203T090000Z`)).body).toMatchObject({ status: 'cancelled' });
    expect(reasonOf(await call('DELETE', `${events}/${id}_20260203T090000Z`))).toBe('410 deleted');
  });
});
