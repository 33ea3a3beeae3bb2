import { DayferryError } from '../errors.js';
import type { SeriesDraft } from '../model/series.js';
import type { Expansion, ExpandOptions } from '../recurrence/api.js';
import { expand } from '../recurrence/expand.js';

/** `expand` for one of many: a series that cannot be expanded (RFC 7529 scales) does not make the others unreadable. */
export function expandOrCut(series: SeriesDraft, options: ExpandOptions): Expansion {
  try {
    return expand(series, options);
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'invalid-input') return { occurrences: [], isTruncated: true };
    throw error;
  }
}
