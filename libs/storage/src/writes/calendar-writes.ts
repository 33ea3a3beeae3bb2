import type { AclRule, Calendar, CalendarListEntry, StoreWriter } from '@dayferry/core';
import { hashText } from '../hash.js';
import type { Sql, Value } from '../sql.js';
import { forgetOld, raise } from './collection-sync.js';
import { insert, upsert } from './upsert.js';

type CalendarWrites = Pick<
  StoreWriter,
  | 'insertCalendar'
  | 'updateCalendar'
  | 'removeCalendar'
  | 'saveAclRule'
  | 'removeAclRule'
  | 'saveListEntry'
  | 'removeListEntry'
>;

const perCalendar = [
  'instance',
  'series_body',
  'series',
  'acl_rule',
  'share_invitation',
  'share_notice',
  'calendar_sync',
  'calendar',
];

export function calendarWrites(sql: Sql, touched: () => void): CalendarWrites {
  return {
    insertCalendar: async (calendar, { epoch, seq, minSeq }) => {
      touched();
      await insert(sql, 'calendar', calendarRow(calendar));
      await insert(sql, 'calendar_sync', { calendar_key: calendar.key, epoch, seq, min_seq: minSeq });
    },
    updateCalendar: async (calendar) => {
      touched();
      const { calendar_key: _key, ...row } = calendarRow(calendar);
      const sets = Object.keys(row)
        .map((name) => `${name} = ?`)
        .join(', ');
      const values = [...Object.values(row), calendar.key, calendar.revision - 1];
      return (await sql.run(`UPDATE calendar SET ${sets} WHERE calendar_key = ? AND revision = ?`, values)) === 1;
    },
    removeCalendar: async (key) => {
      touched();
      await takeOffLists(sql, key);
      await sql.run('DELETE FROM resource_property WHERE scope_key = ?', [key]);
      for (const table of perCalendar) await sql.run(`DELETE FROM ${table} WHERE calendar_key = ?`, [key]);
      await sql.run('DELETE FROM collection_sync WHERE owner_key = ?', [key]);
    },
    saveAclRule: async (rule) => {
      touched();
      await upsert(sql, 'acl_rule', await ruleRow(sql, rule), ['calendar_key', 'scope_type', 'scope_value']);
    },
    removeAclRule: async (calendarKey, scopeType, scopeValue) => {
      touched();
      const seq = await raise(sql, calendarKey, 'acl');
      const where = `calendar_key = ? AND scope_type = ? AND scope_value = ? AND role <> 'none'`;
      const values = [seq, calendarKey, scopeType, scopeValue];
      const isThere = (await sql.run(`UPDATE acl_rule SET role = 'none', seq = ? WHERE ${where}`, values)) > 0;
      await forgetOld(sql, { ownerKey: calendarKey, collection: 'acl', seq }, (upTo) =>
        sql.run(`DELETE FROM acl_rule WHERE calendar_key = ? AND role = 'none' AND seq <= ?`, [calendarKey, upTo]),
      );
      return isThere;
    },
    saveListEntry: async (entry) => {
      touched();
      const seq = await raise(sql, entry.userKey, 'list');
      const row = { ...entryRow(entry), seq, removed_id: null };
      await upsert(sql, 'calendar_list_entry', row, ['user_key', 'calendar_key']);
    },
    removeListEntry: (userKey, calendarKey) => {
      touched();
      return removeEntry(sql, userKey, calendarKey);
    },
  };
}

async function ruleRow(
  sql: Sql,
  { calendarKey, scopeType, scopeValue, role }: AclRule,
): Promise<Record<string, Value>> {
  const seq = await raise(sql, calendarKey, 'acl');
  return { calendar_key: calendarKey, scope_type: scopeType, scope_value: scopeValue, role, seq };
}

async function removeEntry(sql: Sql, userKey: string, calendarKey: string): Promise<boolean> {
  const seq = await raise(sql, userKey, 'list');
  const id = '(SELECT id FROM calendar WHERE calendar_key = calendar_list_entry.calendar_key)';
  const where = 'user_key = ? AND calendar_key = ? AND removed_id IS NULL';
  const values = [seq, userKey, calendarKey];
  const isThere =
    (await sql.run(`UPDATE calendar_list_entry SET removed_id = ${id}, seq = ? WHERE ${where}`, values)) > 0;
  await forgetOld(sql, { ownerKey: userKey, collection: 'list', seq }, (upTo) =>
    sql.run('DELETE FROM calendar_list_entry WHERE user_key = ? AND removed_id IS NOT NULL AND seq <= ?', [
      userKey,
      upTo,
    ]),
  );
  return isThere;
}

/** A calendar that is deleted leaves every list under a new change number of that list, whatever the number of lists. */
async function takeOffLists(sql: Sql, calendarKey: string): Promise<void> {
  const users = 'SELECT user_key FROM calendar_list_entry WHERE calendar_key = ? AND removed_id IS NULL';
  await sql.run(
    `INSERT INTO collection_sync (owner_key, collection, seq, min_seq) SELECT user_key, 'list', 0, 0
     FROM calendar_list_entry e WHERE calendar_key = ? AND NOT EXISTS
     (SELECT 1 FROM collection_sync s WHERE s.owner_key = e.user_key AND s.collection = 'list')`,
    [calendarKey],
  );
  await sql.run(`UPDATE collection_sync SET seq = seq + 1 WHERE collection = 'list' AND owner_key IN (${users})`, [
    calendarKey,
  ]);
  const seq = `(SELECT seq FROM collection_sync s WHERE s.owner_key = calendar_list_entry.user_key AND s.collection = 'list')`;
  const id = '(SELECT id FROM calendar WHERE calendar_key = calendar_list_entry.calendar_key)';
  await sql.run(
    `UPDATE calendar_list_entry SET removed_id = ${id}, seq = ${seq} WHERE calendar_key = ? AND removed_id IS NULL`,
    [calendarKey],
  );
}

function calendarRow(calendar: Calendar): Record<string, Value> {
  return {
    calendar_key: calendar.key,
    id: calendar.id,
    owner_key: calendar.ownerKey,
    kind: calendar.kind,
    title: calendar.title,
    description: calendar.description ?? null,
    location: calendar.location ?? null,
    time_zone: calendar.timeZone,
    components: calendar.components.join(','),
    collection_name: calendar.collectionName,
    collection_hash: hashText(calendar.collectionName),
    created: calendar.created,
    updated: calendar.updated,
    times_cleaned: calendar.timesCleaned,
    revision: calendar.revision,
    properties: JSON.stringify(calendar.properties),
    link_hash: calendar.linkHash ?? null,
  };
}

function entryRow(entry: CalendarListEntry): Record<string, Value> {
  return {
    user_key: entry.userKey,
    calendar_key: entry.calendarKey,
    color_id: entry.colorId ?? null,
    color: entry.color ?? null,
    foreground_color: entry.foregroundColor ?? null,
    is_hidden: entry.isHidden ? 1 : 0,
    is_selected: entry.isSelected ? 1 : 0,
    title_override: entry.titleOverride ?? null,
    position: entry.order ?? null,
    revision: entry.revision,
    default_reminders: JSON.stringify(entry.defaultReminders),
    notifications: JSON.stringify(entry.notifications),
    properties: JSON.stringify(entry.properties),
  };
}
