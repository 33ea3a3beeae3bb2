import type { SeriesFilter } from '@dayferry/core';
import { hashText } from '../hash.js';
import { placeholders, type Value } from '../sql.js';

export interface Clause {
  where: string;
  order: string;
  values: Value[];
  /** The search text is in the other table. */
  needsBody: boolean;
}

const orders = { key: 's.series_key', updated: 's.updated', start: 's.start_utc' } as const;

/** WHERE and ORDER BY of a filter; every column it names leads an index behind `calendar_key`. */
export function filterClause(calendarKey: string, filter: SeriesFilter): Clause {
  const parts: Part[] = [['s.calendar_key = ?', [calendarKey]]];
  const add: Add = (condition, ...values) => void parts.push([condition, values]);
  if (filter.onlyDeleted) add('s.is_deleted = 1');
  else if (!filter.includeDeleted) add('s.is_deleted = 0');
  addWindow(filter, add);
  if (filter.updatedMin !== undefined) add('s.updated >= ?', filter.updatedMin);
  const needsBody = addWishes(filter, add);
  addCursor(filter, add);
  const { where, values } = joined(parts);
  return {
    where,
    order: orderBy(filter),
    values: filter.limit === undefined ? values : [...values, filter.limit],
    needsBody,
  };
}

/**
 * The same for live series that an index names already; window, cursor and limit do not count. `+ 0`: the other indexes
 * on these columns must not tempt the planner, which would read the calendar whole.
 */
export function namedClause(filter: SeriesFilter): Omit<Clause, 'order'> {
  const parts: Part[] = [['s.is_deleted + 0 = 0', []]];
  const add: Add = (condition, ...values) => void parts.push([condition, values]);
  if (filter.updatedMin !== undefined) add('s.updated + 0 >= ?', filter.updatedMin);
  const needsBody = addWishes(filter, add);
  return { ...joined(parts), needsBody };
}

function joined(parts: Part[]): Pick<Clause, 'where' | 'values'> {
  return {
    where: parts.map(([condition]) => condition).join(' AND '),
    values: parts.flatMap(([, values]) => values),
  };
}

/** True when the text is needed. */
function addWishes(filter: SeriesFilter, add: Add): boolean {
  if (filter.kinds) add(`s.kind IN (${placeholders(filter.kinds.length)})`, ...filter.kinds);
  if (filter.uid !== undefined) add('s.uid_hash = ?', hashText(filter.uid));
  if (filter.hideSecret) add('s.privacy < 2');
  if (filter.hidePrivate) add('s.privacy = 0');
  return addWords(filter, add);
}

type Part = [condition: string, values: Value[]];
type Add = (condition: string, ...values: Value[]) => void;

function addWindow({ from, to }: SeriesFilter, add: Add): void {
  if (to !== undefined) add('s.start_utc < ?', to);
  // An instance without length counts when its start is in the window (RFC 4791 §9.9).
  if (from !== undefined) add('(s.end_utc > ? OR (s.end_utc = s.start_utc AND s.start_utc = ?))', from, from);
}

/** True when there are any. */
function addWords({ words = [], excludedWords = [] }: SeriesFilter, add: Add): boolean {
  for (const word of words) add("b.search_text LIKE ? ESCAPE '!'", like(word));
  for (const word of excludedWords) add("b.search_text NOT LIKE ? ESCAPE '!'", like(word));
  return words.length + excludedWords.length > 0;
}

function addCursor(
  { after, orderBy: by = 'key', descending }: SeriesFilter,
  add: (condition: string, ...values: Value[]) => void,
): void {
  if (!after) return;
  const sign = descending ? '<' : '>';
  if (by === 'key') add(`s.series_key ${sign} ?`, after.key);
  else
    add(
      `(${orders[by]} ${sign} ? OR (${orders[by]} = ? AND s.series_key ${sign} ?))`,
      after.value,
      after.value,
      after.key,
    );
}

function orderBy({ orderBy: by, descending, limit }: SeriesFilter): string {
  const direction = descending ? ' DESC' : '';
  const columns = by === undefined || by === 'key' ? ['s.series_key'] : [orders[by], 's.series_key'];
  return `ORDER BY ${columns.map((column) => column + direction).join(', ')}${limit === undefined ? '' : ' LIMIT ?'}`;
}

function like(word: string): string {
  return `%${word.replaceAll(/[!%_]/g, '!$&')}%`;
}
