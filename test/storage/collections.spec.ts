import { insertCalendar, newEntry, type Principal, type Store } from '@dayferry/core';
import { migrationStatus, openStore } from '@dayferry/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCore, type CoreUnderTest } from './core-over.js';
import { runSql } from './run-sql.js';

let test: CoreUnderTest;
let store: Store;
let alice: Principal;
let bob: Principal;

beforeEach(async () => {
  test = await startCore({ people: [{ email: 'alice@example.org' }, { email: 'bob@example.org' }] });
  ({ store } = test.deps);
  const user = async (email: string) => (await test.core.directory.byEmail(email))!;
  [alice, bob] = [await user('alice@example.org'), await user('bob@example.org')];
});
afterEach(async () => {
  await store.close();
  await test.database.drop();
});

const seqOf = async (key: string, collection: 'acl' | 'list' | 'settings') =>
  (await store.reader.collectionState(key, collection)).seq;

const newCalendar = () => store.write((tx) => insertCalendar(test.deps, tx, alice, { title: 'Team' }));

describe('change sequences of small collections', () => {
  it('access rules: each write has a number of its own, and a rule that was taken away stays as none', async () => {
    const { key: calendarKey } = await newCalendar();
    const since = await seqOf(calendarKey, 'acl');
    const rule = { calendarKey, scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' } as const;
    await store.write((tx) => tx.saveAclRule(rule));
    await store.write((tx) => tx.saveAclRule({ ...rule, role: 'writer' }));
    expect(await store.reader.aclChanges(calendarKey, since)).toEqual([{ ...rule, role: 'writer', seq: since + 2 }]);
    expect(await store.write((tx) => tx.removeAclRule(calendarKey, 'user', 'bob@example.org'))).toBe(true);
    expect(await store.write((tx) => tx.removeAclRule(calendarKey, 'user', 'bob@example.org'))).toBe(false);
    expect(await store.reader.aclChanges(calendarKey, since)).toEqual([{ ...rule, role: 'none', seq: since + 3 }]);
    expect((await store.reader.aclRules([calendarKey])).map((one) => one.scopeValue)).toEqual(['alice@example.org']);
  });

  it('calendar lists: an entry that left is remembered by id, also when the calendar is gone', async () => {
    const [kept, gone] = [await newCalendar(), await newCalendar()];
    for (const { key } of [kept, gone]) await store.write((tx) => tx.saveListEntry(newEntry(bob.key, key)));
    const [ofAlice, ofBob] = [await seqOf(alice.key, 'list'), await seqOf(bob.key, 'list')];
    await store.write((tx) => tx.removeCalendar(gone.key));
    await store.write((tx) => tx.removeListEntry(bob.key, kept.key));
    expect(await store.reader.removedEntries(alice.key, ofAlice)).toEqual([{ id: gone.id, seq: ofAlice + 1 }]);
    expect((await store.reader.removedEntries(bob.key, ofBob)).sort((a, b) => a.seq - b.seq)).toEqual([
      { id: gone.id, seq: ofBob + 1 },
      { id: kept.id, seq: ofBob + 2 },
    ]);
    expect(await store.reader.listEntry(bob.key, kept.key)).toBeNull();
    await store.write((tx) => tx.saveListEntry(newEntry(bob.key, kept.key)));
    expect((await store.reader.removedEntries(bob.key, ofBob)).map(({ id }) => id)).toEqual([gone.id]);
    expect(await store.reader.listEntry(bob.key, kept.key)).toMatchObject({ seq: ofBob + 3 });
  });

  it('settings: the names that a save changed, added or took away', async () => {
    const save = (settings: Principal['settings']) => store.write((tx) => tx.savePrincipal({ ...alice, settings }));
    await save({ locale: 'de', weekStart: '1' });
    const since = await seqOf(alice.key, 'settings');
    await save({ locale: 'de', weekStart: '1' });
    expect(await seqOf(alice.key, 'settings')).toBe(since);
    await save({ locale: 'fr', timezone: 'Europe/Paris' });
    expect((await store.reader.settingChanges(alice.key, since)).sort()).toEqual(['locale', 'timezone', 'weekStart']);
  });

  it('forgets removals after a thousand changes and says so', async () => {
    const { key: calendarKey } = await newCalendar();
    await store.write((tx) =>
      tx.saveAclRule({ calendarKey, scopeType: 'domain', scopeValue: 'old.org', role: 'reader' }),
    );
    await store.write((tx) => tx.removeAclRule(calendarKey, 'domain', 'old.org'));
    await store.write(async (tx) => {
      for (let i = 0; i <= 1_000; i += 1) await tx.removeAclRule(calendarKey, 'domain', `d${i}.org`);
    });
    const { seq, minSeq } = await store.reader.collectionState(calendarKey, 'acl');
    expect(minSeq).toBeGreaterThan(0);
    expect(minSeq).toBeLessThan(seq);
    expect((await store.reader.aclChanges(calendarKey, -1)).map((rule) => rule.role)).toEqual(['owner']);
  });
});

it('a database of the first schema is brought up to date with its rules and lists', async () => {
  const { key } = await newCalendar();
  await store.close();
  const statements = [
    ['ALTER TABLE calendar_list_entry DROP COLUMN removed_id', 'calendar_list_entry_seq', 'calendar_list_entry'],
    ['ALTER TABLE calendar_list_entry DROP COLUMN seq', null, ''],
    ['ALTER TABLE acl_rule DROP COLUMN seq', 'acl_rule_seq', 'acl_rule'],
    ['DROP TABLE collection_sync', null, ''],
    ['DROP TABLE setting_change', null, ''],
    [`DELETE FROM schema_migration WHERE name = 'CollectionSequences1763720000000'`, null, ''],
  ] as const;
  const all = statements.flatMap(([text, index, table]) => (index ? [dropIndex(index, table), text] : [text]));
  await runSql(test.database.url, all);
  expect((await migrationStatus(test.database.url)).pending).toContain('CollectionSequences1763720000000');
  store = await openStore(test.database.url);
  expect((await store.reader.aclRules([key])).map((rule) => rule.seq)).toEqual([0]);
  expect((await store.reader.listEntries(alice.key)).map((entry) => entry.seq)).toEqual([0, 0, 0]);
  await store.write((tx) => tx.removeCalendar(key));
  expect(await store.reader.removedEntries(alice.key, 0)).toHaveLength(1);
});

const isSqlite = () => test.database.url.startsWith('sqlite:');

function dropIndex(index: string, table: string): string {
  return isSqlite() ? `DROP INDEX ${index}` : `DROP INDEX ${index} ON ${table}`;
}
