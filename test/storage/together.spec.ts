import { conflict, createPrincipal, type StoreWriter } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { startCore } from './core-over.js';

const test = await startCore();
afterAll(() => test.close());

const email = (i: number): string => `person${i}@example.org`;

async function add(tx: StoreWriter, i: number): Promise<void> {
  await createPrincipal(test.deps, tx, { email: email(i) });
}

const known = async (i: number): Promise<boolean> => (await test.deps.store.reader.principalByEmail(email(i))) !== null;

/** Writes of one turn of the event loop; SQLite commits them together. */
describe('changes that come at once', () => {
  it('are each whole or not at all, whatever becomes of the others', async () => {
    const { store } = test.deps;
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    const fails = (i: number): boolean => i % 7 === 3;
    const outcomes = await Promise.allSettled(
      numbers.map((i) =>
        store.write(async (tx) => {
          await add(tx, i);
          if (fails(i)) throw conflict(`not ${i}`);
          return i;
        }),
      ),
    );
    for (const [i, outcome] of outcomes.entries()) {
      if (fails(i)) expect(outcome).toMatchObject({ status: 'rejected', reason: { message: `not ${i}` } });
      else expect(outcome).toEqual({ status: 'fulfilled', value: i });
      expect([i, await known(i)]).toEqual([i, !fails(i)]);
    }
  });

  it('cannot take the same thing twice: the others are told so, and nothing else of theirs is there', async () => {
    const { store } = test.deps;
    const outcomes = await Promise.allSettled(
      [101, 102, 103].map((own) =>
        store.write(async (tx) => {
          await add(tx, own);
          await add(tx, 100);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'conflict' });
    const there = await Promise.all([101, 102, 103].map(known));
    expect(there).toEqual(outcomes.map(({ status }) => status === 'fulfilled'));
  });
});
