import type { DueChannel, OutboxMessage, OutboxReader, PushChannel } from '@dayferry/core';
import type { Row, Sql } from '../sql.js';

export function outboxReads(sql: Sql): OutboxReader {
  return {
    outbox: async (topic, limit) =>
      (await sql.all('SELECT * FROM outbox WHERE topic = ? ORDER BY due, message_key LIMIT ?', [topic, limit])).map(
        toMessage,
      ),
    dueMessages: async (topic, now, limit) => {
      const rows = await sql.all(
        'SELECT * FROM outbox WHERE topic = ? AND due <= ? ORDER BY due, message_key LIMIT ?',
        [topic, now, limit],
      );
      return rows.map(toMessage);
    },
    channel: async (userKey, id) => {
      const [row] = await sql.all('SELECT * FROM push_channel WHERE user_key = ? AND id = ?', [userKey, id]);
      return row ? toChannel(row) : null;
    },
    channelCount: async (userKey) => {
      const [row] = await sql.all('SELECT COUNT(*) AS n FROM push_channel WHERE user_key = ?', [userKey]);
      return Number(row!.n);
    },
    dueChannels: (now, limit) => dueChannels(sql, now, limit),
  };
}

/** The change number of what a channel watches, beside what it has been told of; 0 = there is none (any more). */
const joins = {
  events: 'LEFT JOIN calendar_sync s ON s.calendar_key = c.owner_key',
  others: 'LEFT JOIN collection_sync s ON s.owner_key = c.owner_key AND s.collection = c.resource',
};

async function dueChannels(sql: Sql, now: number, limit: number): Promise<DueChannel[]> {
  const news = '(c.message_number = 0 OR s.seq > c.seen_seq OR (s.seq IS NULL AND c.seen_seq > 0))';
  const select = (join: string, which: string): Promise<Row[]> =>
    sql.all(
      `SELECT c.*, COALESCE(s.seq, 0) AS seq FROM push_channel c ${join} WHERE ${which} AND c.due <= ? AND ${news} ORDER BY c.due LIMIT ?`,
      [now, limit],
    );
  const rows = [
    ...(await select(joins.events, `c.resource = 'events'`)),
    ...(await select(joins.others, `c.resource <> 'events'`)),
  ];
  const found = rows.map((row) => ({ ...toChannel(row), seq: Number(row.seq) }));
  return found.sort((a, b) => a.due - b.due).slice(0, limit);
}

function toMessage(row: Row): OutboxMessage {
  return {
    key: String(row.message_key),
    topic: String(row.topic),
    calendarKey: row.calendar_key === null ? null : String(row.calendar_key),
    payload: String(row.payload),
    due: Number(row.due),
    attempts: Number(row.attempts),
  };
}

function toChannel(row: Row): PushChannel {
  return {
    key: String(row.channel_key),
    userKey: String(row.user_key),
    id: String(row.id),
    resource: row.resource as PushChannel['resource'],
    ownerKey: String(row.owner_key),
    resourceId: String(row.resource_id),
    resourceUri: String(row.resource_uri),
    address: String(row.address),
    ...(row.token === null ? {} : { token: String(row.token) }),
    expires: Number(row.expires),
    created: Number(row.created),
    seenSeq: Number(row.seen_seq),
    messageNumber: Number(row.message_number),
    ...(row.event_types === null ? {} : { eventTypes: String(row.event_types).split(',') }),
    due: Number(row.due),
    attempts: Number(row.attempts),
  };
}
