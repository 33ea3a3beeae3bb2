import type { SeriesDraft } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { startCore } from './core-over.js';

const test = await startCore({
  people: [
    { email: 'alice@example.org', name: 'Alice', timeZone: 'Europe/Berlin' },
    { email: 'bob@example.org', name: 'Bob' },
  ],
});
const { core, viewer } = test;
afterAll(() => test.close());

const draft = (title: string, patch: Partial<SeriesDraft> = {}): SeriesDraft => ({
  kind: 'event',
  master: { start: { local: '2026-03-02T10:00:00', zone: 'Europe/Berlin' }, duration: 'PT1H', title },
  overrides: [],
  ...patch,
});

describe('core over the store', () => {
  it('creates, finds, changes, lists and deletes an event', async () => {
    const open = await test.own('alice@example.org');
    const made = await core.events.write(open, null, () => draft('One'), { origin: 'v3' });
    expect(made.outcome).toBe('created');
    const { id, seq } = made.stored.head;
    expect((await core.events.find(open, { id })).series.master.title).toBe('One');
    const same = await core.events.write(open, { id }, (current) => current!, { origin: 'v3' });
    expect(same.outcome).toBe('unchanged');
    const changed = await core.events.write(
      open,
      { id },
      (current) => ({ ...current!, master: { ...current!.master, title: 'Two' } }),
      { origin: 'v3' },
    );
    expect(changed.stored.head.seq).toBe(seq + 1);
    const day = Date.UTC(2026, 2, 2);
    expect(await core.events.query(open, { from: day, to: day + 86_400_000, text: 'tw' })).toHaveLength(1);
    expect(await core.events.query(open, { from: day + 86_400_000, to: day + 2 * 86_400_000 })).toHaveLength(0);
    await core.events.remove(open, { id });
    await expect(core.events.find(open, { id })).rejects.toMatchObject({ kind: 'not-found' });
    const again = await core.calendars.open(open.viewer, 'alice@example.org');
    const changes = await core.events.changes(again, open.sync.seq);
    expect(changes.items.map((item) => [item.head.id, item.head.isDeleted])).toEqual([[id, true]]);
  });

  it('expands a series and finds it in a week', async () => {
    const open = await test.own('alice@example.org');
    const recurrence = {
      rules: ['FREQ=WEEKLY;BYDAY=MO'],
      exrules: [],
      rdates: [],
      exdates: [{ local: '2026-03-16T10:00:00', zone: 'Europe/Berlin' }],
    };
    await core.events.write(open, null, () => draft('Weekly', { recurrence }), { origin: 'v3' });
    const at = Date.UTC(2026, 2, 9);
    const page = await core.events.instances(open, { from: at, to: at + 21 * 86_400_000 });
    expect(page.items.map((item) => item.occurrence.start.local)).toEqual([
      '2026-03-09T10:00:00',
      '2026-03-23T10:00:00',
    ]);
    expect(page.items[0]!.id).toMatch(/^[a-v0-9]{26}_20260309T090000Z$/);
    expect(await core.events.query(open, { from: Date.UTC(2026, 2, 16), to: Date.UTC(2026, 2, 20) })).toHaveLength(0);
  });

  it('shows strangers nothing, free/busy readers times, readers no private details', async () => {
    const alice = await test.own('alice@example.org');
    const bob = await viewer('bob@example.org');
    await expect(core.calendars.open(bob, 'alice@example.org')).rejects.toMatchObject({ kind: 'not-found' });
    const { stored } = await core.events.write(
      alice,
      null,
      () => ({ ...draft('Secret'), master: { ...draft('Secret').master, visibility: 'private' as const } }),
      { origin: 'v3' },
    );
    await core.calendars.setAcl(alice, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' });
    const asBob = await core.calendars.open(bob, 'alice@example.org');
    const seen = await core.events.find(asBob, { id: stored.head.id });
    expect([seen.sees, seen.series.master.title]).toEqual(['busy', undefined]);
    await expect(core.events.write(asBob, null, () => draft('x'), { origin: 'v3' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await core.calendars.setAcl(alice, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'none' });
    await expect(core.calendars.open(bob, 'alice@example.org')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('makes a second calendar and takes it away', async () => {
    const alice = await viewer('alice@example.org');
    const made = await core.calendars.create(alice, { title: 'Team', collectionName: 'team' });
    expect((await core.calendars.home(alice, 'alice@example.org')).map((item) => item.segment).sort()).toEqual([
      'calendar',
      'tasks',
      'team',
    ]);
    await expect(core.calendars.create(alice, { title: 'Team', collectionName: 'team' })).rejects.toMatchObject({
      kind: 'conflict',
    });
    await core.calendars.remove(made);
    expect(await core.calendars.list(alice)).toHaveLength(1);
  });
});
