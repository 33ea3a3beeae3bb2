import type { StoreWriter } from '@dayferry/core';
import { hashText } from '../hash.js';
import type { Sql } from '../sql.js';
import { forgetOld, raise } from './collection-sync.js';
import { insert } from './upsert.js';

type InboxWrites = Pick<StoreWriter, 'insertInboxMessage' | 'removeInboxMessage' | 'removeExpiredInboxMessages'>;

/** Messages of one transaction: it must not keep others waiting. */
const most = 200;

export function inboxWrites(sql: Sql): InboxWrites {
  return {
    insertInboxMessage: async (message) => {
      const { userKey, name, created, expires, method, uid, sender, ical } = message;
      const uidHash = hashText(uid);
      const former = await sql.all(
        'SELECT name FROM inbox_message WHERE user_key = ? AND uid_hash = ? AND sender = ? AND ical IS NOT NULL',
        [userKey, uidHash, sender],
      );
      for (const row of former) await remove(sql, userKey, String(row.name));
      const seq = await raise(sql, userKey, 'inbox');
      const row = { user_key: userKey, name, seq, created, expires, method, uid, uid_hash: uidHash, sender, ical };
      await insert(sql, 'inbox_message', row);
    },
    removeInboxMessage: (userKey, name) => remove(sql, userKey, name),
    removeExpiredInboxMessages: async (now) => {
      const rows = await sql.all(`SELECT user_key, name FROM inbox_message WHERE expires < ? LIMIT ${most}`, [now]);
      for (const row of rows) await remove(sql, String(row.user_key), String(row.name));
      return rows.length;
    },
  };
}

async function remove(sql: Sql, userKey: string, name: string): Promise<boolean> {
  const seq = await raise(sql, userKey, 'inbox');
  const where = 'user_key = ? AND name = ? AND ical IS NOT NULL';
  const set = 'seq = ?, ical = NULL, expires = NULL';
  const removed = await sql.run(`UPDATE inbox_message SET ${set} WHERE ${where}`, [seq, userKey, name]);
  await forgetOld(sql, { ownerKey: userKey, collection: 'inbox', seq }, (upTo) =>
    sql.run('DELETE FROM inbox_message WHERE user_key = ? AND seq <= ? AND ical IS NULL', [userKey, upTo]),
  );
  return removed > 0;
}
