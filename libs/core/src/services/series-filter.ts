import { seesAll } from '../access/redaction.js';
import { atLeast } from '../access/roles.js';
import { invalidInput } from '../errors.js';
import type { SeriesFilter } from '../ports/series-filter.port.js';
import type { SeriesHead } from '../ports/store.port.js';
import type { OpenCalendar, SeriesQuery } from './api.js';
import { parseTextQuery } from './text-query.js';

/** The store's filter for this viewer: a search must not tell a reader what a private event is about. */
export function filterFor(open: OpenCalendar, query: SeriesQuery): SeriesFilter {
  const { text, zone: _zone, includeCancelled: _cancelled, ...rest } = query;
  if (query.from !== undefined && query.to !== undefined && query.to <= query.from) {
    throw invalidInput('timeMax', 'The specified time range is empty.', { code: 'time-range-empty' });
  }
  const hidden = { hideSecret: !seesAll(open.role), hidePrivate: text !== undefined && !atLeast(open.role, 'writer') };
  return { ...rest, ...hidden, ...(text === undefined ? {} : parseTextQuery(text)) };
}

/** The filter on a series that is at hand; its words, window and paging do not count. */
export function passes(head: SeriesHead, filter: SeriesFilter): boolean {
  const { kinds, uid, updatedMin, hideSecret, hidePrivate } = filter;
  if ((kinds && !kinds.includes(head.kind)) || (uid !== undefined && head.uid !== uid)) return false;
  if (updatedMin !== undefined && head.updated < updatedMin) return false;
  return !(hideSecret && head.privacy > 1) && !(hidePrivate && head.privacy > 0);
}

/** A free/busy reader must not learn titles by searching for them. */
export function canSearch(open: OpenCalendar, query: { text?: string | undefined }): boolean {
  return query.text === undefined || atLeast(open.role, 'reader');
}
