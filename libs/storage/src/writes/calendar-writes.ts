import type { Calendar, CalendarListEntry, StoreWriter } from '@dayferry/core';
import { hashText } from '../hash.js';
import type { Sql, Value } from '../sql.js';
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

const perCalendar = ['series_body', 'series', 'acl_rule', 'calendar_list_entry', 'calendar_sync', 'calendar'];

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
      for (const table of perCalendar) await sql.run(`DELETE FROM ${table} WHERE calendar_key = ?`, [key]);
    },
    saveAclRule: ({ calendarKey, scopeType, scopeValue, role }) => {
      touched();
      const row = { calendar_key: calendarKey, scope_type: scopeType, scope_value: scopeValue, role };
      return upsert(sql, 'acl_rule', row, ['calendar_key', 'scope_type', 'scope_value']);
    },
    removeAclRule: async (calendarKey, scopeType, scopeValue) => {
      touched();
      const where = 'calendar_key = ? AND scope_type = ? AND scope_value = ?';
      return (await sql.run(`DELETE FROM acl_rule WHERE ${where}`, [calendarKey, scopeType, scopeValue])) > 0;
    },
    saveListEntry: (entry) => {
      touched();
      return upsert(sql, 'calendar_list_entry', entryRow(entry), ['user_key', 'calendar_key']);
    },
    removeListEntry: async (userKey, calendarKey) => {
      touched();
      return (
        (await sql.run('DELETE FROM calendar_list_entry WHERE user_key = ? AND calendar_key = ?', [
          userKey,
          calendarKey,
        ])) > 0
      );
    },
  };
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
