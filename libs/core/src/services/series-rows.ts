import type { SeriesVersion } from '../ports/instances.port.js';
import type { SeriesRow } from '../ports/store.port.js';
import type { CoreContext } from './context.js';

/** Rows by key: from memory by change number, and from the store, in one read, what is not there. */
export async function rowsOf(
  core: CoreContext,
  calendarKey: string,
  versions: SeriesVersion[],
): Promise<Map<string, SeriesRow>> {
  const rows = new Map<string, SeriesRow>();
  const missing: string[] = [];
  for (const { key, seq } of versions) {
    const known = core.rows.get(`${key}:${seq}`);
    if (known) rows.set(key, known);
    else missing.push(key);
  }
  for (const row of await core.store.reader.seriesByKey(calendarKey, missing)) rows.set(row.key, remembered(core, row));
  return rows;
}

/** The row as it is in memory already, with what was made of it; else it is kept from now on. */
export function remembered(core: CoreContext, row: SeriesRow): SeriesRow {
  const at = `${row.key}:${row.seq}`;
  const known = core.rows.get(at);
  if (!known) core.rows.set(at, row);
  return known ?? row;
}
