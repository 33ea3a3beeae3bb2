import type { Parameters, Query } from '../parse/query.js';
import { unlinked } from '../parse/parameters.table.js';

export interface PageLinks {
  self: string;
  next?: string;
  previous?: string;
}

/**
 * Query strings of the feed's links: the request's parameters, an explicit max-results, another start-index. Sessions
 * and credentials are not repeated.
 */
export function pageLinks(parameters: Parameters, { startIndex, maxResults }: Query, total: number): PageLinks {
  const self = linkParameters(parameters, { maxResults });
  const at = (index: number): string =>
    queryText([...self.filter(([name]) => name !== 'start-index'), ['start-index', String(index)]]);
  const hasNext = maxResults > 0 && startIndex - 1 + maxResults < total;
  return {
    self: queryText(self),
    ...(hasNext ? { next: at(startIndex + maxResults) } : {}),
    ...(startIndex > 1 ? { previous: at(Math.max(1, startIndex - maxResults)) } : {}),
  };
}

/** What the request said, and how many results it gets when it did not say. */
export function linkParameters(parameters: Parameters, { maxResults }: Pick<Query, 'maxResults'>): Parameters {
  const kept = parameters.filter(([name]) => !unlinked.has(name));
  if (kept.some(([name]) => name === 'max-results')) return kept;
  return [...kept, ['max-results', String(maxResults)]];
}

export function queryText(parameters: Parameters): string {
  return `?${parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}
