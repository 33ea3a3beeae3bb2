import type { SeriesVersion } from '../ports/instances.port.js';
import type { SeriesRow } from '../ports/store.port.js';
import type { ChangeLog } from './change-log.js';
import type { CoreContext } from './context.js';
import type { KnownRow } from './known-row.js';

/** Rows by key: from memory by change number, and from the store, in one read, what is not there. */
export async function rowsOf(
  core: CoreContext,
  calendarKey: string,
  versions: SeriesVersion[],
): Promise<Map<string, SeriesRow>> {
  const seqs = new Map(versions.map(({ key, seq }) => [key, seq]));
  const rows = await rowsWhere(core, calendarKey, seqs.keys(), {
    isWanted: ({ row }) => row.seq === seqs.get(row.key),
  });
  return new Map(rows.map((row) => [row.key, row]));
}

/** The rows as they are now: from memory what the log knows to be current. */
export function currentRows(
  core: CoreContext,
  calendarKey: string,
  keys: Iterable<string>,
  log: ChangeLog,
): Promise<SeriesRow[]> {
  return rowsWhere(core, calendarKey, keys, { isWanted: (known) => log.isCurrent(known), asOf: log.asOf });
}

async function rowsWhere(
  core: CoreContext,
  calendarKey: string,
  keys: Iterable<string>,
  { isWanted, asOf }: { isWanted: (known: KnownRow) => boolean; asOf?: number },
): Promise<SeriesRow[]> {
  const rows: SeriesRow[] = [];
  const missing: string[] = [];
  for (const key of keys) {
    const known = core.rows.get(key);
    if (known && isWanted(known)) rows.push(known.row);
    else missing.push(key);
  }
  for (const row of await core.store.reader.seriesByKey(calendarKey, missing)) rows.push(remembered(core, row, asOf));
  return rows;
}

/** The row as it is in memory already, with what was made of it; else it is kept from now on. */
export function remembered(core: CoreContext, row: SeriesRow, asOf = row.seq): SeriesRow {
  const known = core.rows.get(row.key);
  if (known?.row.seq === row.seq) {
    known.asOf = Math.max(known.asOf, asOf);
    return known.row;
  }
  if (!known || known.row.seq < row.seq) core.rows.set(row.key, { row, asOf });
  return row;
}
