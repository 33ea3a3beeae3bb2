import { invalidInput, parseUtc, type SeriesKind, toUtc } from '@dayferry/core';

export interface CollectionQuery {
  props?: string[];
  /** Empty = initial synchronisation. */
  syncToken?: string;
  nresults?: number;
  from?: number;
  to?: number;
  hasWindow: boolean;
  hasFilters: boolean;
  text?: string;
  uid?: string;
  kinds?: SeriesKind[];
  status?: string;
  category?: string;
  participant?: string;
  /** Id or uid of an entry. */
  linked?: string;
  /** Occurrences instead of series. */
  isExpanded?: boolean;
}

const bad = (path: string, reason: string): Error => invalidInput(path, reason, { code: 'parameter' });

/** Query of a collection GET; an unknown filter or a malformed value is refused, other parameters are ignored. */
export function readQuery(search: URLSearchParams, zone: string): CollectionQuery {
  const query: CollectionQuery = { hasWindow: false, hasFilters: false };
  for (const [name, value] of search) {
    const filter = /^filters\[(.*)\]$/.exec(name);
    if (filter) readFilter(query, filter[1]!, value, zone);
    else if (name === 'props[]' || name === 'props') (query.props ??= []).push(value);
    else if (name === 'sync-token') query.syncToken = value;
    else if (name === 'nresults') query.nresults = positive(value);
  }
  if (query.from !== undefined && query.to !== undefined && query.to <= query.from)
    throw bad('filters[end]', 'The range is empty.');
  refuseInSync(query);
  return query;
}

/** What changed is told by number, not by what it says or when it takes place. */
function refuseInSync({ syncToken, text, isExpanded }: CollectionQuery): void {
  if (syncToken === undefined) return;
  if (text !== undefined) throw bad('filters[search]', 'cannot be used with sync-token.');
  if (isExpanded) throw bad('filters[expand]', 'cannot be used with sync-token.');
}

function positive(value: string): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1) throw bad('nresults', 'nresults must be a whole number above 0.');
  return Number(value);
}

type Filter = (query: CollectionQuery, value: string, zone: string) => void;

const filters: Record<string, Filter> = {
  start: (query, value, zone) => Object.assign(query, { from: instant('start', value, zone), hasWindow: true }),
  end: (query, value, zone) => Object.assign(query, { to: instant('end', value, zone), hasWindow: true }),
  search: (query, value) => (query.text = value),
  uid: (query, value) => (query.uid = value),
  status: (query, value) => (query.status = value),
  category: (query, value) => (query.category = value),
  expand: (query, value) => {
    if (value !== 'true' && value !== 'false') throw bad('filters[expand]', 'must be true or false.');
    query.isExpanded = value === 'true';
  },
  participant: (query, value) => (query.participant = value.toLowerCase()),
  linked: (query, value) => {
    const [, id] = /^(?:calendar|infolog|tasks):(.+)$/.exec(value) ?? [];
    if (id === undefined) throw bad('filters[linked]', 'must be calendar:<id>, infolog:<id> or tasks:<id>.');
    query.linked = id;
  },
  type: (query, value) => {
    if (value !== 'Event' && value !== 'Task') throw bad('filters[type]', 'The type must be Event or Task.');
    query.kinds = [value === 'Event' ? 'event' : 'task'];
  },
};

function readFilter(query: CollectionQuery, name: string, value: string, zone: string): void {
  // Numbered filters are a habit of some clients and mean nothing.
  if (/^\d+$/.test(name)) return;
  if (!Object.hasOwn(filters, name)) throw bad(`filters[${name.slice(0, 40)}]`, 'There is no such filter.');
  query.hasFilters = true;
  filters[name]!(query, value, zone);
}

/** A date or date-time with `Z`, an offset, or in the calendar's zone. */
function instant(name: string, value: string, zone: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    value.trim().replace(/\.\d+(?=Z|[+-]|$)/, ''),
  );
  const path = `filters[${name}]`;
  if (!match) throw bad(path, 'This is no date or date-time.');
  const time = (match[2] ?? '00:00:00').padEnd(8, ':00');
  const local = `${match[1]}T${time}`;
  if (Number.isNaN(Date.parse(`${local}Z`))) throw bad(path, 'This is no date or date-time.');
  if (match[3] === undefined) return toUtc({ local, zone }, zone);
  return match[3] === 'Z'
    ? parseUtc(`${local}Z`)
    : Date.parse(`${local}${match[3].replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
}
