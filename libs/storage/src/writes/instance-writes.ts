import type { Cover, InstanceRow, InstanceWriter, Uncovered } from '@dayferry/core';
import { laneOf } from '../reads/time-lanes.js';
import { placeholders, type Row, type Sql, type Value } from '../sql.js';

export function instanceWrites(sql: Sql): InstanceWriter {
  return { coverSeries: (of, cover) => coverSeries(sql, of, cover) };
}

async function coverSeries(sql: Sql, { calendarKey, seriesKey, seq }: Uncovered, cover: Cover): Promise<boolean> {
  const where = 'calendar_key = ? AND series_key = ? AND seq = ?';
  const changed = await sql.run(`UPDATE series SET covered_from = ?, covered_until = ? WHERE ${where}`, [
    cover.from,
    cover.until,
    calendarKey,
    seriesKey,
    seq,
  ]);
  if (changed !== 1) return false;
  await replaceInstances(sql, { calendarKey, seriesKey }, cover.instances);
  return true;
}

interface Owner {
  calendarKey: string;
  seriesKey: string;
}

/** Only what differs is written: most writes of a series move nothing. */
export async function replaceInstances(sql: Sql, owner: Owner, instances: InstanceRow[]): Promise<void> {
  const values = [owner.calendarKey, owner.seriesKey];
  const before = await sql.all(
    `SELECT ${columns.join(', ')} FROM instance${bySeries(sql)} WHERE calendar_key = ? AND series_key = ?`,
    values,
  );
  const wanted = new Map(instances.map((row) => [textOf(valuesOf(owner, row)), row]));
  const gone = before.filter((row) => !wanted.delete(textOf(columns.map((name) => row[name]!))));
  for (const row of gone) await removeRow(sql, row);
  await insertInstances(sql, owner, [...wanted.values()]);
}

/** SQLite would rather walk the whole calendar in the primary key, which has all columns, than fetch the rest of a few rows. */
function bySeries({ dialect }: Sql): string {
  return dialect === 'sqlite' ? ' INDEXED BY instance_series' : '';
}

const columns = ['calendar_key', 'lane', 'start_utc', 'series_key', 'original', 'end_utc', 'busy', 'state'];
const primary = columns.slice(0, 5);

function valuesOf({ calendarKey, seriesKey }: Owner, row: InstanceRow): Value[] {
  return [calendarKey, laneOf(row), row.start, seriesKey, row.original, row.end, row.busy, row.state];
}

function textOf(values: Value[]): string {
  return values.join(' ');
}

async function removeRow(sql: Sql, row: Row): Promise<void> {
  const where = primary.map((name) => `${name} = ?`).join(' AND ');
  await sql.run(
    `DELETE FROM instance WHERE ${where}`,
    primary.map((name) => row[name]!),
  );
}

/** Rows of one statement. */
const most = 64;

export async function insertInstances(sql: Sql, owner: Owner, instances: InstanceRow[]): Promise<void> {
  const group = `(${placeholders(columns.length)})`;
  for (let i = 0; i < instances.length;) {
    // Full statements, then single rows: two texts for the statement cache.
    const size = instances.length - i >= most ? most : 1;
    const rows = instances.slice(i, i + size);
    const groups = rows.map(() => group).join(', ');
    await sql.run(
      `INSERT INTO instance (${columns.join(', ')}) VALUES ${groups}`,
      rows.flatMap((row) => valuesOf(owner, row)),
    );
    i += size;
  }
}
