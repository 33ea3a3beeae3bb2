import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAs, startServer } from '../harness/index.js';
import { clientOf, events, hour, ids, listAll, reasonOf, type Resource } from './client.js';

let calendarId: string;
let path: string;

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

beforeEach(async () => {
  const { body } = await call('POST', '/calendars', { body: { summary: 'Sync', timeZone: 'Europe/Berlin' } });
  calendarId = body.id;
  path = `/calendars/${encodeURIComponent(calendarId)}/events`;
});

async function add(body: object): Promise<Resource> {
  const reply = await call('POST', path, { body });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
}

/** A client's own copy of a calendar, kept by sync tokens as the guide has it. */
class Follower {
  readonly copy = new Map<string, Resource>();
  token: string | undefined;

  constructor(
    private readonly query: Record<string, boolean | number | string> = {},
    private readonly first: Record<string, string> = {},
  ) {}

  async sync(): Promise<Resource[]> {
    const query =
      this.token === undefined ? { ...this.query, ...this.first } : { ...this.query, syncToken: this.token };
    const { items, token } = await listAll(call, query, path);
    for (const item of items) {
      if (item.status === 'cancelled' && !(item as { recurringEventId?: string }).recurringEventId)
        this.copy.delete(item.id);
      else this.copy.set(item.id, item);
    }
    this.token = token;
    return items;
  }

  /** What of the copy a client would show. */
  get shown(): Record<string, string> {
    const live = [...this.copy.values()].filter((item) => item.status !== 'cancelled');
    return Object.fromEntries(live.map((item) => [item.id, item.etag]));
  }
}

async function fullList(query: Record<string, boolean>): Promise<Record<string, string>> {
  const { items } = await listAll(call, query, path);
  return Object.fromEntries(items.filter((item) => item.status !== 'cancelled').map((item) => [item.id, item.etag]));
}

describe('incremental lists', () => {
  it('name what changed: made, changed, deleted', async () => {
    const [a, b, c] = [await add(hour(2)), await add(hour(3)), await add(hour(4))];
    const follower = new Follower();
    await follower.sync();
    expect(await follower.sync()).toEqual([]);
    const d = await add(hour(5));
    await call('PATCH', `${path}/${a.id}`, { body: { summary: 'new' } });
    await call('DELETE', `${path}/${b.id}`);
    const changes = await follower.sync();
    expect(ids(changes).sort()).toEqual([a.id, b.id, d.id].sort());
    const gone = changes.find((item) => item.id === b.id)!;
    expect(Object.keys(gone).join()).toBe('kind,etag,id,status');
    expect(Object.keys(follower.shown).sort()).toEqual([a.id, c.id, d.id].sort());
  });

  it('name just the instances that changed', async () => {
    const { id } = await add({ ...hour(2), recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] });
    await call('PATCH', `${path}/${id}_20260203T090000Z`, { body: { summary: 'one' } });
    const follower = new Follower();
    await follower.sync();
    await call('PATCH', `${path}/${id}_20260204T090000Z`, { body: { summary: 'two' } });
    expect(ids(await follower.sync())).toEqual([id, `${id}_20260204T090000Z`]);
    await call('DELETE', `${path}/${id}_20260205T090000Z`);
    const changes = await follower.sync();
    expect(changes.find((item) => item.id === `${id}_20260205T090000Z`)).toMatchObject({
      status: 'cancelled',
      recurringEventId: id,
    });
  });

  it('come in pages of any size, the token on the last', async () => {
    const follower = new Follower({ maxResults: 2 });
    await follower.sync();
    for (let day = 1; day <= 5; day += 1) await add(hour(day));
    const { id } = await add({ ...hour(2), recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] });
    for (const day of [3, 4, 5])
      await call('PATCH', `${path}/${id}_2026020${day}T090000Z`, { body: { summary: `x${day}` } });
    expect(new Set(ids(await follower.sync())).size).toBe(9);
    expect(follower.shown).toEqual(await fullList({}));
  });

  it('miss no instance of a series that changes again while the list is read', async () => {
    const { id } = await add({ ...hour(2), recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] });
    const follower = new Follower();
    await follower.sync();
    const patch = (day: number) => call('PATCH', `${path}/${id}_2026020${day}T090000Z`, { body: { summary: 'new' } });
    await patch(3);
    const { reader } = server.gateway.dependencies.store;
    const read = vi.spyOn(reader, 'changes').mockImplementationOnce(async (...asked) => {
      read.mockRestore();
      await patch(4);
      return reader.changes(...asked);
    });
    await follower.sync();
    await follower.sync();
    expect(follower.shown).toEqual(await fullList({}));
  });

  it('keep to the window of the first list', async () => {
    const window = { timeMin: '2026-02-03T00:00:00Z', timeMax: '2026-02-05T00:00:00Z' };
    const { id } = await add({ ...hour(2), recurrence: ['RRULE:FREQ=DAILY;COUNT=9'] });
    const follower = new Follower({ singleEvents: true }, window);
    expect(await follower.sync()).toHaveLength(2);
    await call('PATCH', `${path}/${id}`, { body: { summary: 'x' } });
    expect(ids(await follower.sync())).toEqual([`${id}_20260203T090000Z`, `${id}_20260204T090000Z`]);
  });
});

describe.each([{ singleEvents: true }, { singleEvents: false }])('a follower with %o', (query) => {
  const random = (n: number): number => Math.floor(Math.random() * n);
  const stamp = (day: number): string => `202602${String(day).padStart(2, '0')}T090000Z`;

  it('has after every kind of change what a full list has', async () => {
    const follower = new Follower({ ...query, maxResults: 3 });
    const check = async (): Promise<void> => {
      await follower.sync();
      expect(follower.shown).toEqual(await fullList(query));
    };
    const { id } = await add({ ...hour(2), summary: 'S', recurrence: ['RRULE:FREQ=DAILY;COUNT=8'] });
    const other = await add({ ...hour(2), summary: 'single' });
    await check();
    const steps: [string, string, object?][] = [
      ['PATCH', `/${id}_${stamp(4)}`, { summary: 'changed' }],
      ['DELETE', `/${id}_${stamp(5)}`],
      ['PATCH', `/${id}_${stamp(5)}`, { status: 'confirmed' }],
      ['PATCH', `/${id}`, { summary: 'renamed' }],
      ['PATCH', `/${id}`, { recurrence: ['RRULE:FREQ=DAILY;INTERVAL=2;COUNT=4'] }],
      ['PATCH', `/${id}`, hour(3, 12)],
      ['PATCH', `/${id}`, { recurrence: null }],
      ['PATCH', `/${id}`, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }],
      ['PATCH', `/${other.id}`, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] }],
      ['DELETE', `/${id}`],
      ['PATCH', `/${id}`, { status: 'confirmed' }],
      ['DELETE', `/${other.id}`],
    ];
    for (const [verb, suffix, body] of steps) {
      const reply = await call(verb, path + suffix, body ? { body } : {});
      expect(reply.status, `${verb} ${suffix} ${reply.text}`).toBeLessThan(300);
      await check();
    }
  });

  it('misses nothing when several write between its pages', async () => {
    const series = await Promise.all(
      [2, 3, 4].map((day) => add({ ...hour(day), recurrence: ['RRULE:FREQ=DAILY;COUNT=6'] })),
    );
    const follower = new Follower({ ...query, maxResults: 4 });
    await follower.sync();
    for (let round = 0; round < 6; round += 1) {
      const writes = Array.from({ length: 5 }, async () => {
        const { id } = series[random(3)]!;
        const instances = (await call('GET', `${path}/${id}/instances`)).body.items;
        const target = instances[random(instances.length)] ?? { id };
        const verb = random(3) === 0 ? 'DELETE' : 'PATCH';
        await call(
          verb,
          `${path}/${target.id}`,
          verb === 'PATCH' ? { body: { summary: `r${round}${random(99)}` } } : {},
        );
      });
      await Promise.all([follower.sync(), ...writes]);
    }
    await follower.sync();
    expect(follower.shown).toEqual(await fullList(query));
  });
});

describe('sync tokens', () => {
  it('cannot be used with restrictions', async () => {
    const { token } = await listAll(call, {}, path);
    const restrictions: Record<string, string | boolean>[] = [
      { q: 'x' },
      { iCalUID: 'x' },
      { orderBy: 'updated' },
      { timeMin: '2026-01-01T00:00:00Z' },
      { timeMax: '2026-01-01T00:00:00Z' },
      { updatedMin: '2026-01-01T00:00:00Z' },
      { privateExtendedProperty: 'a=b' },
      { sharedExtendedProperty: 'a=b' },
      { showDeleted: false },
    ];
    for (const query of restrictions) {
      expect(reasonOf(await call('GET', path, { query: { ...query, syncToken: token } }))).toBe(
        '400 syncTokenWithRequestRestrictions',
      );
    }
    const allowed = {
      syncToken: token,
      timeZone: 'Asia/Tokyo',
      maxResults: 5,
      maxAttendees: 1,
      showDeleted: true,
      showHiddenInvitations: true,
    };
    expect((await call('GET', path, { query: allowed })).status).toBe(200);
  });

  it('410 when altered, of another calendar, user or parameter set', async () => {
    const { token } = await listAll(call, {}, path);
    const tokens = [
      token.slice(0, 8),
      `${token}AAAA`,
      'x'.repeat(5000),
      'CMCjqpeJrsUCEMCjqpeJrsUCGAU=',
      `B${token.slice(1)}`,
    ];
    for (const syncToken of tokens.filter((other) => other !== token)) {
      expect(reasonOf(await call('GET', path, { query: { syncToken } }))).toBe('410 fullSyncRequired');
    }
    const elsewhere = await call('GET', events, { query: { syncToken: token } });
    expect(reasonOf(elsewhere)).toBe('410 fullSyncRequired');
    expect(elsewhere.body.error.errors[0]).toMatchObject({ domain: 'calendar', location: 'syncToken' });
    expect(reasonOf(await call('GET', path, { query: { syncToken: token, singleEvents: true } }))).toBe(
      '410 fullSyncRequired',
    );
    const rule = { scopeType: 'user', scopeValue: 'bob@example.org', role: 'writer' } as const;
    const open = await openAs(server.core, 'alice@example.org', calendarId);
    await server.core.calendars.setAcl(open, rule);
    expect(reasonOf(await call('GET', path, { as: 'bob', query: { syncToken: token } }))).toBe('410 fullSyncRequired');
  });

  it('410 after a change of the reader role', async () => {
    const open = await openAs(server.core, 'alice@example.org', calendarId);
    const grant = (role: 'reader' | 'writer'): Promise<unknown> =>
      server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role });
    await grant('reader');
    const { body } = await call('GET', path, { as: 'bob' });
    expect((await call('GET', path, { as: 'bob', query: { syncToken: body.nextSyncToken } })).status).toBe(200);
    await grant('writer');
    expect(reasonOf(await call('GET', path, { as: 'bob', query: { syncToken: body.nextSyncToken } }))).toBe(
      '410 fullSyncRequired',
    );
  });

  it('410 when deletions since then are forgotten; updatedMin too', async () => {
    const { id } = await add(hour(2));
    const { token } = await listAll(call, {}, path);
    await call('DELETE', `${path}/${id}`);
    await add(hour(3));
    const open = await openAs(server.core, 'alice@example.org', calendarId);
    await server.gateway.dependencies.store.write((tx) => tx.forgetTombstones(open.calendar.key, open.sync.seq));
    expect(reasonOf(await call('GET', path, { query: { syncToken: token } }))).toBe('410 fullSyncRequired');
    const old = await call('GET', path, { query: { updatedMin: '2001-01-01T00:00:00Z' } });
    expect(reasonOf(old)).toBe('410 updatedMinTooLongAgo');
    expect((await call('GET', path, { query: { updatedMin: new Date().toISOString() } })).status).toBe(200);
  });
});
