import type { OutboxWriter } from '@dayferry/core';
import type { Sql } from '../sql.js';
import { insert } from './upsert.js';

/** Rows are taken by a guarded UPDATE that moves `due` on: the same on every engine, without locks between replicas. */
export function outboxWrites(sql: Sql): OutboxWriter {
  return {
    enqueue: ({ key, topic, calendarKey, payload, due }) =>
      insert(sql, 'outbox', { message_key: key, topic, calendar_key: calendarKey, payload, due, attempts: 0 }),
    claimMessage: async ({ key, due }, until) =>
      (await sql.run('UPDATE outbox SET due = ?, attempts = attempts + 1 WHERE message_key = ? AND due = ?', [
        until,
        key,
        due,
      ])) === 1,
    removeMessage: async (key) => void (await sql.run('DELETE FROM outbox WHERE message_key = ?', [key])),
    removeOldMessages: (topic, dueBefore) =>
      sql.run('DELETE FROM outbox WHERE topic = ? AND due < ?', [topic, dueBefore]),
    insertChannel: (channel) =>
      insert(sql, 'push_channel', {
        channel_key: channel.key,
        user_key: channel.userKey,
        id: channel.id,
        resource: channel.resource,
        owner_key: channel.ownerKey,
        resource_id: channel.resourceId,
        resource_uri: channel.resourceUri,
        address: channel.address,
        token: channel.token ?? null,
        expires: channel.expires,
        created: channel.created,
        seen_seq: channel.seenSeq,
        message_number: channel.messageNumber,
        due: channel.due,
        attempts: channel.attempts,
        event_types: channel.eventTypes?.join(',') ?? null,
      }),
    removeChannel: async (key) => (await sql.run('DELETE FROM push_channel WHERE channel_key = ?', [key])) > 0,
    removeExpiredChannels: (now) => sql.run('DELETE FROM push_channel WHERE expires <= ?', [now]),
    claimChannel: async ({ key, due, messageNumber }, until) =>
      (await sql.run('UPDATE push_channel SET due = ? WHERE channel_key = ? AND due = ? AND message_number = ?', [
        until,
        key,
        due,
        messageNumber,
      ])) === 1,
    settleChannel: async ({ key, seenSeq, messageNumber, due, attempts }, lease) =>
      (await sql.run(
        'UPDATE push_channel SET seen_seq = ?, message_number = ?, due = ?, attempts = ? WHERE channel_key = ? AND due = ?',
        [seenSeq, messageNumber, due, attempts, key, lease],
      )) === 1,
  };
}
