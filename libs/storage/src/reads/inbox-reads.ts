import type { InboxMessage, StoreReader } from '@dayferry/core';
import { inChunks, placeholders, type Row, type Sql, type Value } from '../sql.js';

/** A message that is gone stays as a name without a text, so that who synchronises hears of it. */
const isThere = 'ical IS NOT NULL';

export function inboxReads(sql: Sql): Pick<StoreReader, 'inboxMessages' | 'inboxRemovals'> {
  const read = async (where: string, values: Value[]): Promise<InboxMessage[]> => {
    const select = `SELECT * FROM inbox_message WHERE user_key = ? AND ${isThere}${where} ORDER BY seq`;
    return (await sql.all(select, values)).map(toMessage);
  };
  return {
    inboxMessages: (userKey, { since, names } = {}) => {
      if (since !== undefined) return read(' AND seq > ?', [userKey, since]);
      if (names === undefined) return read('', [userKey]);
      return inChunks(names, (chunk) => read(` AND name IN (${placeholders(chunk.length)})`, [userKey, ...chunk]));
    },
    inboxRemovals: async (userKey, since) => {
      const where = 'user_key = ? AND seq > ? AND ical IS NULL ORDER BY seq';
      const rows = await sql.all(`SELECT name, seq FROM inbox_message WHERE ${where}`, [userKey, since]);
      return rows.map((row) => ({ name: String(row.name), seq: Number(row.seq) }));
    },
  };
}

function toMessage(row: Row): InboxMessage {
  return {
    userKey: String(row.user_key),
    name: String(row.name),
    seq: Number(row.seq),
    created: Number(row.created),
    expires: Number(row.expires),
    method: row.method as InboxMessage['method'],
    uid: String(row.uid),
    sender: String(row.sender),
    ical: String(row.ical),
  };
}
