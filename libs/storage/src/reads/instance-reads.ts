import { OPEN_END } from '@dayferry/core';
import type {
  BusyFound,
  BusyInstance,
  IndexWindow,
  InstanceFound,
  InstanceReader,
  InstanceSearch,
  InstancesFound,
  SeriesFilter,
  SeriesFound,
  Uncovered,
} from '@dayferry/core';
import { placeholders, type Row, type Sql, type Value } from '../sql.js';
import { namedClause } from './series-filter.js';
import { isWallLane, laneClauses } from './time-lanes.js';

export function instanceReads(sql: Sql): InstanceReader {
  return {
    seriesIn: (calendarKey, window, filter) => seriesIn(sql, calendarKey, window, filter),
    instancesIn: (calendarKey, search) => instancesIn(sql, calendarKey, search),
    busyIn: (calendarKeys, window) => busyIn(sql, calendarKeys, window),
    coveredBefore: (until, limit) => coveredBefore(sql, until, limit),
  };
}

/** What of a window the cover of a series is compared with. */
type Reach = Omit<IndexWindow, 'state'>;

interface Statement {
  text: string;
  values: Value[];
}

/** One statement, so that everything in the answer is of one snapshot. */
async function union(sql: Sql, parts: Statement[]): Promise<Row[]> {
  const text = parts.map((part) => part.text).join(' UNION ALL ');
  return sql.all(
    text,
    parts.flatMap((part) => part.values),
  );
}

/**
 * Live series whose cover does not reach from `from` to `to`: two index ranges, both empty for a window within the
 * horizon. `columns`: what stands for the columns of the other parts.
 */
function uncoveredIn(
  columns: string,
  calendarKeys: string[],
  { from, to, withTasks }: Reach,
  wanted = namedClause({}),
): Statement[] {
  const table = `series s${wanted.needsBody ? bodyJoin : ''}`;
  const select = `SELECT ${columns} FROM ${table} WHERE s.calendar_key IN (${placeholders(calendarKeys.length)})`;
  const mayOccur = `s.start_utc <= ? AND s.end_utc >= ? AND ${wanted.where}`;
  const bounds = [to, from, ...wanted.values];
  return [
    { text: `${select} AND s.covered_until < ? AND ${mayOccur}`, values: [...calendarKeys, to, ...bounds] },
    {
      // The rest of them, so that none is listed twice.
      text: `${select} AND s.covered_from > ? AND s.covered_from < ? AND s.covered_until >= ? AND ${mayOccur}`,
      values: [...calendarKeys, from, withTasks ? OPEN_END + 1 : OPEN_END, to, ...bounds],
    },
  ];
}

const bodyJoin = ' CROSS JOIN series_body b ON b.calendar_key = s.calendar_key AND b.series_key = s.series_key';

const uncoveredColumns = 's.calendar_key, s.series_key, s.seq AS lane_or_seq';

function toUncovered(row: Row): Uncovered {
  return {
    calendarKey: row.calendar_key as string,
    seriesKey: row.series_key as string,
    seq: row.lane_or_seq as number,
  };
}

/** Each series once for a lane before it is looked up: it may have many instances there. */
async function seriesIn(
  sql: Sql,
  calendarKey: string,
  window: IndexWindow,
  filter: SeriesFilter,
): Promise<SeriesFound> {
  const wanted = namedClause(filter);
  const series =
    'CROSS JOIN series s ON s.calendar_key = ? AND s.series_key = f.series_key' + (wanted.needsBody ? bodyJoin : '');
  const lanes = laneClauses(window).map(({ lane, where, values }) => {
    const times = isWallLane(lane) ? ', i.start_utc, i.end_utc' : '';
    const inLane = `SELECT DISTINCT i.series_key${times} FROM instance i WHERE i.calendar_key = ? AND ${where} AND i.state <= ?`;
    return {
      text:
        `SELECT s.series_key AS seriesKey, s.seq, ${isWallLane(lane) ? 'f.start_utc AS start, f.end_utc AS end' : 'NULL AS start, NULL AS end'}, ` +
        `1 AS isCovered FROM (${inLane}) f ${series} WHERE ${wanted.where}`,
      values: [calendarKey, ...values, window.state, calendarKey, ...wanted.values],
    };
  });
  const uncovered = uncoveredIn('s.series_key, s.seq, NULL, NULL, 0', [calendarKey], window, wanted);
  const found: SeriesFound = { sure: [], walls: [], uncovered: [] };
  for (const row of (await union(sql, [...lanes, ...uncovered])) as unknown as VersionRow[]) {
    const { seriesKey: key, seq, start, end, isCovered } = row;
    if (isCovered === 0) found.uncovered.push({ key, seq });
    else if (start === null) found.sure.push({ key, seq });
    else found.walls.push({ key, seq, start, end });
  }
  return found;
}

interface VersionRow {
  seriesKey: string;
  seq: number;
  start: number | null;
  end: number;
  isCovered: number;
}

/**
 * Without words the index alone answers: what a series is at the moment tells the list of changes. CROSS JOIN: SQLite's
 * planner keeps the order, and each instance finds its series by key.
 */
async function instancesIn(sql: Sql, calendarKey: string, search: InstanceSearch): Promise<InstancesFound> {
  const { since, words, excludedWords, ...window } = search;
  const wanted = namedClause({ ...(words ? { words } : {}), ...(excludedWords ? { excludedWords } : {}) });
  const join = 'CROSS JOIN series s ON s.calendar_key = i.calendar_key AND s.series_key = i.series_key';
  const [tables, filter, values]: [string, string, Value[]] = wanted.needsBody
    ? [`instance i ${join}${bodyJoin}`, ` AND ${wanted.where}`, wanted.values]
    : ['instance i', '', []];
  const columns = 'i.series_key AS seriesKey, NULL AS seq, i.original, i.start_utc AS start, i.end_utc AS end, i.state';
  const lanes = laneClauses(window).map(({ lane, where, values: bounds }) => ({
    text:
      `SELECT ${columns}, ${isWallLane(lane) ? 1 : 0} AS isWall FROM ${tables} ` +
      `WHERE i.calendar_key = ? AND ${where} AND i.state <= ?${filter}`,
    values: [calendarKey, ...bounds, window.state, ...values],
  }));
  const uncovered = uncoveredIn('s.series_key, s.seq, NULL, NULL, NULL, NULL, NULL', [calendarKey], window, wanted);
  const changed = {
    text: 'SELECT s.series_key, s.seq, 1, NULL, NULL, NULL, NULL FROM series s WHERE s.calendar_key = ? AND s.seq > ?',
    values: [calendarKey, since],
  };
  return toInstances(calendarKey, (await union(sql, [...lanes, ...uncovered, changed])) as unknown as FoundRow[]);
}

type FoundRow = Omit<InstanceFound, 'isWall'> & { seq: number | null; isWall: number };

function toInstances(calendarKey: string, rows: FoundRow[]): InstancesFound {
  const found: InstancesFound = { instances: [], uncovered: [], changed: [] };
  for (const row of rows) {
    const { seriesKey, seq } = row;
    // A row becomes the instance: there may be many.
    if (seq === null) found.instances.push(Object.assign(row, { isWall: row.isWall === 1 }));
    else if (row.original === 1) found.changed.push({ seriesKey, seq });
    else found.uncovered.push({ calendarKey, seriesKey, seq });
  }
  return found;
}

/** Calendars of one statement. */
const most = 50;

async function busyIn(sql: Sql, calendarKeys: string[], window: Reach): Promise<BusyFound> {
  const found: BusyFound = { instances: [], uncovered: [] };
  for (let i = 0; i < calendarKeys.length; i += most) {
    for (const row of await busyRows(sql, calendarKeys.slice(i, i + most), window)) {
      if (row.starts === null) found.uncovered.push(toUncovered(row));
      else addBusy(row, found.instances);
    }
  }
  return found;
}

/**
 * A row of SQLite costs far more than a number in a list, and a list may be as long as it likes: one row for each
 * calendar. MySQL and MariaDB cut long lists in silence: there one for each start and type.
 */
const busyColumns = {
  sqlite:
    'json_group_array(i.start_utc) AS starts, json_group_array(i.end_utc) AS ends, json_group_array(i.busy) AS types',
  mysql: 'i.start_utc AS starts, MAX(i.end_utc) AS ends, i.busy AS types',
};
const busyGroups = { sqlite: 'i.calendar_key', mysql: 'i.calendar_key, i.start_utc, i.busy' };

function busyRows(sql: Sql, calendarKeys: string[], window: Reach): Promise<Row[]> {
  const keys = placeholders(calendarKeys.length);
  const lanes = laneClauses(window).map(({ lane, where, values }) => ({
    text:
      `SELECT i.calendar_key, NULL AS series_key, ${lane} AS lane_or_seq, ${busyColumns[sql.dialect]} FROM instance i ` +
      `WHERE i.calendar_key IN (${keys}) AND ${where} AND i.busy > 0 GROUP BY ${busyGroups[sql.dialect]}`,
    values: [...calendarKeys, ...values],
  }));
  return union(sql, [...lanes, ...uncoveredIn(`${uncoveredColumns}, NULL, NULL, NULL`, calendarKeys, window)]);
}

/** What goes on from where the last of its kind ended makes that longer: busy calendars come down to few intervals. */
function addBusy(row: Row, instances: BusyInstance[]): void {
  const calendarKey = row.calendar_key as string;
  const isWall = isWallLane(row.lane_or_seq as number);
  const [starts, ends, types] = [numbersIn(row.starts!), numbersIn(row.ends!), numbersIn(row.types!)];
  const open: (BusyInstance | undefined)[] = [];
  starts.forEach((start, i) => {
    const [end, busy] = [ends[i]!, types[i] as BusyInstance['busy']];
    const last = open[busy];
    if (last && goesOn(last, start)) last.end = Math.max(last.end, end);
    else instances.push((open[busy] = { calendarKey, start, end, isWall, busy }));
  });
}

/** Not for wall clocks: in a zone where the hour between does not exist, they may change places. */
function goesOn(last: BusyInstance, start: number): boolean {
  return !last.isWall && last.start <= start && start <= last.end;
}

function numbersIn(value: string | number): number[] {
  return typeof value === 'number' ? [value] : (JSON.parse(value) as number[]);
}

/** Calendar by calendar, so that the index that reads use answers this too. */
async function coveredBefore(sql: Sql, until: number, limit: number): Promise<Uncovered[]> {
  const rows = await sql.all(
    `SELECT ${uncoveredColumns} FROM calendar c CROSS JOIN series s ON s.calendar_key = c.calendar_key ` +
      'AND s.covered_until < ? AND s.is_deleted + 0 = 0 LIMIT ?',
    [until, limit],
  );
  return rows.map(toUncovered);
}
