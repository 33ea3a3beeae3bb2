import type { StoreWriter } from '@dayferry/core';
import type { Sql } from '../sql.js';

/** More changes than a backup can be behind by. */
const ahead = 2 ** 32;

const collections = [
  ['calendar', 'calendar_key', 'acl'],
  ['principal', 'principal_key', 'list'],
  ['principal', 'principal_key', 'settings'],
  ['principal', 'principal_key', 'inbox'],
] as const;

export function sequenceRenewal(sql: Sql, touched: () => void): Pick<StoreWriter, 'renewSequences'> {
  return {
    renewSequences: async (epoch) => {
      touched();
      // One that has not begun is as old as the backup too.
      for (const [table, key, collection] of collections) {
        const begun = `SELECT 1 FROM collection_sync s WHERE s.owner_key = ${table}.${key} AND s.collection = '${collection}'`;
        const missing = `SELECT ${key}, '${collection}', 0, 0 FROM ${table} WHERE NOT EXISTS (${begun})`;
        await sql.run(`INSERT INTO collection_sync (owner_key, collection, seq, min_seq) ${missing}`, []);
      }
      await sql.run('UPDATE collection_sync SET seq = seq + ?', [ahead]);
      await sql.run('UPDATE collection_sync SET min_seq = seq', []);
      await sql.run('UPDATE calendar_sync SET epoch = ?, seq = seq + ?', [epoch, ahead]);
      await sql.run('UPDATE calendar_sync SET min_seq = seq', []);
      await sql.run('UPDATE calendar SET revision = revision + ?', [ahead]);
      await sql.run('UPDATE calendar_list_entry SET revision = revision + ?', [ahead]);
    },
  };
}
