import { conflict, randomIds, type Calendar, type SeriesWrite } from '@dayferry/core';
import { openStore } from '@dayferry/storage';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../harness/database.js';

const ids = randomIds(Date.now);

const database = await testDatabase();
const store = await openStore(database.url);
const calendar: Calendar = {
  key: ids.key(),
  id: 'writes@example.org',
  ownerKey: ids.key(),
  kind: 'secondary',
  title: 'Writes',
  timeZone: 'Etc/UTC',
  components: ['VEVENT'],
  collectionName: 'writes',
  created: 1,
  updated: 1,
  timesCleaned: 0,
  revision: 1,
  properties: {},
};
await store.write((tx) => tx.insertCalendar(calendar, { epoch: ids.epoch(), seq: 0, minSeq: 0 }));
afterAll(async () => {
  await store.close();
  await database.drop();
});

function row(uid: string, seq: number, patch: Partial<SeriesWrite> = {}): SeriesWrite {
  return {
    key: ids.key(),
    calendarKey: calendar.key,
    id: ids.eventId(),
    uid,
    resourceName: `${uid}.ics`,
    kind: 'event',
    seq,
    scheduleRevision: 1,
    created: 1,
    updated: 1,
    startUtc: 0,
    endUtc: 1,
    isExact: true,
    isDeleted: false,
    privacy: 0,
    icalSize: 2,
    body: '{}',
    ical: '😀',
    searchText: '',
    cover: { from: 0, until: 0, instances: [] },
    ...patch,
  };
}

async function insert(uid: string, patch: Partial<SeriesWrite> = {}): Promise<SeriesWrite> {
  return store.write(async (tx) => {
    const made = row(uid, await tx.nextSeq(calendar.key), patch);
    await tx.insertSeries(made);
    return made;
  });
}

const seqNow = async (): Promise<number> => (await store.reader.syncStates([calendar.key])).get(calendar.key)!.seq;

describe('the unit of work', () => {
  it('gives 16 writers at once 16 numbers in a row, and each of them its rows', async () => {
    const before = await seqNow();
    const made = await Promise.all(Array.from({ length: 16 }, (_, i) => insert(`parallel-${i}`)));
    const numbers = made.map((one) => one.seq).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, i) => before + 1 + i));
    expect(await store.reader.changes(calendar.key, before, before + 16, 100)).toHaveLength(16);
  });

  it('loses no update: a guarded write that came too late is done again on the new state', async () => {
    const { key } = await insert('counter', { body: '0' });
    const raise = (): Promise<void> =>
      store.write(async (tx) => {
        const current = (await tx.series(calendar.key, { key }))!;
        const next = row('counter', await tx.nextSeq(calendar.key), {
          key,
          id: current.id,
          body: String(Number(current.body) + 1),
        });
        if (!(await tx.updateSeries(next, current.seq))) throw conflict('Too late.', { code: 'lost-race' });
      });
    await Promise.all(Array.from({ length: 12 }, raise));
    expect((await store.reader.series(calendar.key, { key }))!.body).toBe('12');
  });

  it('leaves nothing of a write that fails, and passes its error on as it is', async () => {
    const before = await seqNow();
    const error = conflict('No.', { code: 'test' });
    const failing = store.write(async (tx) => {
      await tx.insertSeries(row('half-done', await tx.nextSeq(calendar.key)));
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await seqNow()).toBe(before);
    expect(await store.reader.series(calendar.key, { uid: 'half-done' })).toBeNull();
  });

  it('never commits after a statement failed, also when nobody noticed', async () => {
    await insert('taken');
    const careless = store.write(async (tx) => {
      await tx.insertSeries(row('before-the-error', await tx.nextSeq(calendar.key)));
      await tx.insertSeries(row('taken', 1, { resourceName: 'elsewhere.ics' })).catch(() => undefined);
    });
    await expect(careless).rejects.toMatchObject({ kind: 'conflict', detail: { code: 'uid-conflict' } });
    expect(await store.reader.series(calendar.key, { uid: 'before-the-error' })).toBeNull();
  });
});

describe('identity', () => {
  it.each(['Case', 'case', 'case ', 'cäse', 'case\u0301', '😀'])('tells %j from its like', async (uid) => {
    await insert(uid);
    expect((await store.reader.series(calendar.key, { uid }))!.uid).toBe(uid);
    expect((await store.reader.series(calendar.key, { name: `${uid}.ics` }))!.ical).toBe('😀');
  });

  it('is free again when its holder was deleted', async () => {
    const first = await insert('again');
    await expect(insert('again', { resourceName: 'elsewhere.ics' })).rejects.toMatchObject({
      detail: { code: 'uid-conflict' },
    });
    await expect(insert('other', { resourceName: 'again.ics' })).rejects.toMatchObject({
      detail: { code: 'name-conflict' },
    });
    await store.write(async (tx) =>
      tx.updateSeries({ ...first, seq: await tx.nextSeq(calendar.key), isDeleted: true }, first.seq),
    );
    const second = await insert('again');
    expect((await store.reader.series(calendar.key, { uid: 'again' }))!.key).toBe(second.key);
    expect((await store.reader.series(calendar.key, { key: first.key }))!.isDeleted).toBe(true);
  });

  it('is forgotten with its tombstone, and the calendar says so', async () => {
    const seq = await seqNow();
    expect(await store.write((tx) => tx.forgetTombstones(calendar.key, seq))).toBe(1);
    expect((await store.reader.syncStates([calendar.key])).get(calendar.key)!.minSeq).toBe(seq);
  });
});
