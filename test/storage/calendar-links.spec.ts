import { migrationStatus, openStore } from '@dayferry/storage';
import { expect, it } from 'vitest';
import { testDatabase } from '../harness/database.js';
import { runSql } from './run-sql.js';

it('a database from before private addresses gets room for them', async () => {
  const database = await testDatabase();
  const before = await openStore(database.url);
  await before.close();
  await runSql(database.url, [
    'ALTER TABLE calendar DROP COLUMN link_hash',
    "DELETE FROM schema_migration WHERE name = 'CalendarLinks1763740000000'",
  ]);
  expect((await migrationStatus(database.url)).pending).toEqual(['CalendarLinks1763740000000']);
  const store = await openStore(database.url);
  expect(await store.reader.calendarById('nobody@example.org')).toBeNull();
  await store.close();
  await runSql(database.url, ['SELECT link_hash FROM calendar']);
  await database.drop();
});
