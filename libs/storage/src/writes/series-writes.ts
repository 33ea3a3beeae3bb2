import { invalidInput, notFound, type SeriesWrite, type StoreWriter } from '@dayferry/core';
import { hashText } from '../hash.js';
import type { Sql, Value } from '../sql.js';
import { insertInstances, replaceInstances } from './instance-writes.js';
import { insert } from './upsert.js';

type SeriesWrites = Pick<
  StoreWriter,
  'nextSeq' | 'insertSeries' | 'updateSeries' | 'tombstoneAll' | 'forgetTombstones'
>;

export function seriesWrites(sql: Sql): SeriesWrites {
  return {
    nextSeq: (calendarKey) => nextSeq(sql, calendarKey),
    insertSeries: async (row) => {
      await insert(sql, 'series', seriesRow(row));
      await insert(sql, 'series_body', bodyRow(row));
      await insertInstances(sql, ownerOf(row), row.cover.instances);
    },
    updateSeries: (row, expectedSeq) => updateSeries(sql, row, expectedSeq),
    tombstoneAll: (calendarKey, seq, updated) => tombstoneAll(sql, calendarKey, seq, updated),
    forgetTombstones: (calendarKey, upTo) => forgetTombstones(sql, calendarKey, upTo),
  };
}

/** One relative statement, then the own value: it also makes writers of one calendar wait for each other. */
async function nextSeq(sql: Sql, calendarKey: string): Promise<number> {
  const raised = await sql.run('UPDATE calendar_sync SET seq = seq + 1 WHERE calendar_key = ?', [calendarKey]);
  if (raised !== 1) throw notFound('The calendar is gone.');
  const [row] = await sql.all('SELECT seq FROM calendar_sync WHERE calendar_key = ?', [calendarKey]);
  return Number(row!.seq);
}

async function tombstoneAll(sql: Sql, calendarKey: string, seq: number, updated: number): Promise<number> {
  await sql.run("DELETE FROM resource_property WHERE scope_key = ? AND resource_key <> 'self'", [calendarKey]);
  await sql.run('DELETE FROM instance WHERE calendar_key = ?', [calendarKey]);
  return sql.run(
    'UPDATE series SET is_deleted = 1, live_uid = NULL, live_name = NULL, seq = ?, updated = ? WHERE calendar_key = ? AND is_deleted = 0',
    [seq, updated, calendarKey],
  );
}

/** What every write changes; hardly one changes the others. */
const restless = new Set(['seq', 'schedule_revision', 'updated', 'ical_size']);

async function updateSeries(sql: Sql, row: SeriesWrite, expectedSeq: number): Promise<boolean> {
  const { calendar_key: _calendar, series_key: _series, ...columns } = seriesRow(row);
  const named = Object.entries(columns);
  const [first, others] = sql.dialect === 'sqlite' ? divided(named) : [named, []];
  const key = [row.calendarKey, row.key];
  const where = 'calendar_key = ? AND series_key = ?';
  const guard = `${where} AND seq = ?`;
  const changed = await sql.run(`UPDATE series SET ${setsOf(first)} WHERE ${guard}`, [
    ...first.map(valueOf),
    ...key,
    expectedSeq,
  ]);
  if (changed !== 1) return false;
  await updateOthers(sql, others, { where, key });
  const texts = [row.body, row.ical, row.searchText];
  await sql.run(`UPDATE series_body SET body = ?, ical = ?, search_text = ? WHERE ${where}`, [...texts, ...key]);
  await replaceInstances(sql, ownerOf(row), row.cover.instances);
  return true;
}

type Named = [name: string, value: Value];

const valueOf = ([, value]: Named): Value => value;
const setsOf = (columns: Named[]): string => columns.map(([name]) => `${name} = ?`).join(', ');

function divided(columns: Named[]): [restless: Named[], others: Named[]] {
  const isRestless = ([name]: Named): boolean => restless.has(name);
  return [columns.filter(isRestless), columns.filter((column) => !isRestless(column))];
}

/** SQLite writes the entries of every index anew that has a column named in SET, whether its value is another one or not. */
async function updateOthers(
  sql: Sql,
  columns: Named[],
  { where, key }: { where: string; key: Value[] },
): Promise<void> {
  if (columns.length === 0) return;
  const isOther = columns.map(([name]) => `${name} IS NOT ?`).join(' OR ');
  const values = columns.map(valueOf);
  await sql.run(`UPDATE series SET ${setsOf(columns)} WHERE ${where} AND (${isOther})`, [...values, ...key, ...values]);
}

function ownerOf(row: SeriesWrite): { calendarKey: string; seriesKey: string } {
  return { calendarKey: row.calendarKey, seriesKey: row.key };
}

async function forgetTombstones(sql: Sql, calendarKey: string, upTo: number): Promise<number> {
  const old = 'calendar_key = ? AND is_deleted = 1 AND seq <= ?';
  await sql.run(
    `DELETE FROM series_body WHERE calendar_key = ? AND series_key IN (SELECT series_key FROM series WHERE ${old})`,
    [calendarKey, calendarKey, upTo],
  );
  const gone = await sql.run(`DELETE FROM series WHERE ${old}`, [calendarKey, upTo]);
  await sql.run('UPDATE calendar_sync SET min_seq = ? WHERE calendar_key = ? AND min_seq < ?', [
    upTo,
    calendarKey,
    upTo,
  ]);
  return gone;
}

const longest = 1024;

function seriesRow(row: SeriesWrite): Record<string, Value> {
  for (const name of ['uid', 'resourceName', 'id'] as const) {
    if (row[name].length > longest)
      throw invalidInput(name, `The ${name} is longer than ${longest} characters.`, { code: 'max-resource-size' });
  }
  const uidHash = hashText(row.uid);
  return {
    calendar_key: row.calendarKey,
    series_key: row.key,
    id: row.id,
    uid: row.uid,
    uid_hash: uidHash,
    live_uid: row.isDeleted ? null : uidHash,
    resource_name: row.resourceName,
    live_name: row.isDeleted ? null : hashText(row.resourceName),
    kind: row.kind,
    seq: row.seq,
    schedule_revision: row.scheduleRevision,
    created: row.created,
    updated: row.updated,
    start_utc: row.startUtc,
    end_utc: row.endUtc,
    is_exact: row.isExact ? 1 : 0,
    is_deleted: row.isDeleted ? 1 : 0,
    privacy: row.privacy,
    ical_size: row.icalSize,
    covered_from: row.cover.from,
    covered_until: row.cover.until,
  };
}

function bodyRow(row: SeriesWrite): Record<string, Value> {
  return {
    calendar_key: row.calendarKey,
    series_key: row.key,
    body: row.body,
    ical: row.ical,
    search_text: row.searchText,
  };
}
