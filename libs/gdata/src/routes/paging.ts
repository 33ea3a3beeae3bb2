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
  const kept = parameters.filter(([name]) => !unlinked.has(name));
  const self = kept.some(([name]) => name === 'max-results')
    ? kept
    : [...kept, ['max-results', String(maxResults)] as [string, string]];
  const at = (index: number): string =>
    queryText([...self.filter(([name]) => name !== 'start-index'), ['start-index', String(index)]]);
  const hasNext = maxResults > 0 && startIndex - 1 + maxResults < total;
  return {
    self: queryText(self),
    ...(hasNext ? { next: at(startIndex + maxResults) } : {}),
    ...(startIndex > 1 ? { previous: at(Math.max(1, startIndex - maxResults)) } : {}),
  };
}

export function queryText(parameters: Parameters): string {
  return `?${parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}
