import type { AclRule, Calendar, CalendarListEntry, StoreReader, SyncState } from '@dayferry/core';
import { hashText } from '../hash.js';
import { inChunks, placeholders, type Row, type Sql } from '../sql.js';

type CalendarReads = Pick<
  StoreReader,
  | 'calendarById'
  | 'calendarsById'
  | 'calendarsByKey'
  | 'calendarsOwnedBy'
  | 'calendarsOfOwners'
  | 'calendarByCollection'
  | 'aclRules'
  | 'aclChanges'
  | 'listEntries'
  | 'removedEntries'
  | 'listEntry'
  | 'syncStates'
  | 'collectionState'
>;

const isOnList = 'removed_id IS NULL';

export function calendarReads(sql: Sql): CalendarReads {
  return {
    calendarById: async (id) => first(await sql.all('SELECT * FROM calendar WHERE id = ?', [id]), toCalendar),
    calendarsById: (ids) =>
      inChunks(ids, async (chunk) =>
        (await sql.all(`SELECT * FROM calendar WHERE id IN (${placeholders(chunk.length)})`, chunk)).map(toCalendar),
      ),
    calendarsByKey: (keys) => byKeys(sql, 'SELECT * FROM calendar', keys, toCalendar),
    calendarsOwnedBy: async (userKey) =>
      (await sql.all('SELECT * FROM calendar WHERE owner_key = ? ORDER BY calendar_key', [userKey])).map(toCalendar),
    calendarsOfOwners: (userKeys) =>
      inChunks(userKeys, async (chunk) => {
        const where = `owner_key IN (${placeholders(chunk.length)})`;
        return (await sql.all(`SELECT * FROM calendar WHERE ${where} ORDER BY calendar_key`, chunk)).map(toCalendar);
      }),
    calendarByCollection: async (ownerKey, name) => {
      const rows = await sql.all('SELECT * FROM calendar WHERE owner_key = ? AND collection_hash = ?', [
        ownerKey,
        hashText(name),
      ]);
      return first(rows, toCalendar);
    },
    aclRules: async (keys) =>
      (await byKeys(sql, 'SELECT * FROM acl_rule', keys, toRule)).filter((rule) => rule.role !== 'none'),
    aclChanges: async (calendarKey, since) =>
      (await sql.all('SELECT * FROM acl_rule WHERE calendar_key = ? AND seq > ?', [calendarKey, since])).map(toRule),
    listEntries: async (userKey) =>
      (await sql.all(`SELECT * FROM calendar_list_entry WHERE user_key = ? AND ${isOnList}`, [userKey])).map(toEntry),
    removedEntries: async (userKey, since) => {
      const where = 'user_key = ? AND seq > ? AND removed_id IS NOT NULL';
      const rows = await sql.all(`SELECT removed_id, seq FROM calendar_list_entry WHERE ${where}`, [userKey, since]);
      return rows.map((row) => ({ id: String(row.removed_id), seq: Number(row.seq) }));
    },
    listEntry: async (userKey, calendarKey) => {
      const where = `user_key = ? AND calendar_key = ? AND ${isOnList}`;
      return first(await sql.all(`SELECT * FROM calendar_list_entry WHERE ${where}`, [userKey, calendarKey]), toEntry);
    },
    collectionState: async (ownerKey, collection) => {
      const where = 'owner_key = ? AND collection = ?';
      const rows = await sql.all(`SELECT * FROM collection_sync WHERE ${where}`, [ownerKey, collection]);
      return first(rows, (row) => ({ seq: Number(row.seq), minSeq: Number(row.min_seq) })) ?? { seq: 0, minSeq: 0 };
    },
    syncStates: async (keys) => new Map(await byKeys(sql, 'SELECT * FROM calendar_sync', keys, toSync)),
  };
}

function first<T>(rows: Row[], map: (row: Row) => T): T | null {
  return rows[0] ? map(rows[0]) : null;
}

function byKeys<T>(sql: Sql, select: string, keys: string[], map: (row: Row) => T): Promise<T[]> {
  return inChunks(keys, async (chunk) =>
    (await sql.all(`${select} WHERE calendar_key IN (${placeholders(chunk.length)})`, chunk)).map(map),
  );
}

/** `{ name: value }`, or nothing at all for NULL. */
function optional<Name extends string, T>(
  name: Name,
  value: string | number | null | undefined,
  read: (value: string | number) => T,
): Partial<Record<Name, T>> {
  return value === null || value === undefined ? {} : ({ [name]: read(value) } as Record<Name, T>);
}

function toCalendar(row: Row): Calendar {
  return {
    key: String(row.calendar_key),
    id: String(row.id),
    ownerKey: String(row.owner_key),
    kind: row.kind as Calendar['kind'],
    title: String(row.title),
    ...optional('description', row.description, String),
    ...optional('location', row.location, String),
    timeZone: String(row.time_zone),
    components: String(row.components).split(',') as Calendar['components'],
    collectionName: String(row.collection_name),
    created: Number(row.created),
    updated: Number(row.updated),
    timesCleaned: Number(row.times_cleaned),
    revision: Number(row.revision),
    properties: JSON.parse(String(row.properties)) as Calendar['properties'],
    ...optional('linkHash', row.link_hash, String),
  };
}

function toRule(row: Row): AclRule {
  return {
    calendarKey: String(row.calendar_key),
    scopeType: row.scope_type as AclRule['scopeType'],
    scopeValue: String(row.scope_value),
    role: row.role as AclRule['role'],
    seq: Number(row.seq),
  };
}

function toEntry(row: Row): CalendarListEntry {
  return {
    userKey: String(row.user_key),
    calendarKey: String(row.calendar_key),
    ...optional('colorId', row.color_id, String),
    ...optional('color', row.color, String),
    ...optional('foregroundColor', row.foreground_color, String),
    isHidden: row.is_hidden === 1,
    isSelected: row.is_selected === 1,
    ...optional('titleOverride', row.title_override, String),
    ...optional('order', row.position, Number),
    revision: Number(row.revision),
    seq: Number(row.seq),
    defaultReminders: JSON.parse(String(row.default_reminders)) as CalendarListEntry['defaultReminders'],
    notifications: JSON.parse(String(row.notifications)) as CalendarListEntry['notifications'],
    properties: JSON.parse(String(row.properties)) as CalendarListEntry['properties'],
  };
}

function toSync(row: Row): [string, SyncState] {
  return [String(row.calendar_key), { epoch: String(row.epoch), seq: Number(row.seq), minSeq: Number(row.min_seq) }];
}
