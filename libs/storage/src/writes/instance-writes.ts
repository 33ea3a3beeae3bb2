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

/**
 * Only what differs is written: most writes of a series move nothing. On MySQL the rows are read as they are now, and not
 * as they were when the transaction began: upkeep may have extended them since, without a change number to tell.
 */
export async function replaceInstances(sql: Sql, owner: Owner, instances: InstanceRow[]): Promise<void> {
  const values = [owner.calendarKey, owner.seriesKey];
  const asTheyAre = sql.dialect === 'mysql' ? ' FOR UPDATE' : '';
  const before = await sql.all(
    `SELECT ${columns.join(', ')} FROM instance${bySeries(sql)} WHERE calendar_key = ? AND series_key = ?${asTheyAre}`,
    values,
  );
  const wanted = new Map(instances.map((row) => [textOf(valuesOf(owner, row)), row]));
  const gone = before.filter((row) => !wanted.delete(textOf(columns.map((name) => row[name]!))));
  await removeInstances(sql, owner, gone);
  await insertInstances(sql, owner, [...wanted.values()]);
}

/** SQLite would rather walk the whole calendar in the primary key, which has all columns, than fetch the rest of a few rows. */
function bySeries({ dialect }: Sql): string {
  return dialect === 'sqlite' ? ' INDEXED BY instance_series' : '';
}

const columns = ['calendar_key', 'lane', 'start_utc', 'series_key', 'original', 'end_utc', 'busy', 'state'];

function valuesOf({ calendarKey, seriesKey }: Owner, row: InstanceRow): Value[] {
  return [calendarKey, laneOf(row), row.start, seriesKey, row.original, row.end, row.busy, row.state];
}

function textOf(values: Value[]): string {
  return values.join(' ');
}

/** The original start tells the instances of a series apart. */
async function removeInstances(sql: Sql, { calendarKey, seriesKey }: Owner, rows: Row[]): Promise<void> {
  for (const some of lots(rows)) {
    await sql.run(
      `DELETE FROM instance${bySeries(sql)} WHERE calendar_key = ? AND series_key = ? AND original IN (${placeholders(some.length)})`,
      [calendarKey, seriesKey, ...some.map((row) => row.original!)],
    );
  }
}

export async function insertInstances(sql: Sql, owner: Owner, instances: InstanceRow[]): Promise<void> {
  const group = `(${placeholders(columns.length)})`;
  for (const some of lots(instances)) {
    await sql.run(
      `INSERT INTO instance (${columns.join(', ')}) VALUES ${some.map(() => group).join(', ')}`,
      some.flatMap((row) => valuesOf(owner, row)),
    );
  }
}

/** Rows of one statement: few statements for the network, few texts for the statement cache. */
const sizes = [64, 16, 4, 1];

function* lots<T>(rows: T[]): Generator<T[]> {
  for (let i = 0; i < rows.length;) {
    const size = sizes.find((most) => most <= rows.length - i)!;
    yield rows.slice(i, i + size);
    i += size;
  }
}
