import { DayferryError, forbidden, invalidInput, notFound } from '@dayferry/core';
import { filters } from '../parse/parameters.table.js';
import type { Parameters } from '../parse/query.js';
import type { Answer } from './answer.js';
import { noBatches, type Call } from './call.js';
import { feeds, type FeedRoute } from './feeds.table.js';

const compiled = feeds.map((route) => ({ route, pattern: route.path.split('/') }));

/** Finds the feed that a path names, and runs the method's handler. */
export async function dispatch(call: Omit<Call, 'params'>): Promise<Answer> {
  const { path, method } = call.request;
  // Category queries of the protocol; Calendar never had them.
  if (path.includes('-'))
    throw invalidInput('uri', 'Calendar has no category queries.', { code: 'invalidCategoryFilter' });
  const { route, params } = find(path);
  const handler = Object.hasOwn(route.methods, method)
    ? route.methods[method as keyof FeedRoute['methods']]
    : undefined;
  if (!handler) throw method === 'POST' && path.at(-1) === 'batch' ? noBatches() : refusal(route, method);
  if (route.isEntry && method === 'GET') refuseFilters(call.request.parameters);
  return handler({ ...call, params });
}

function find(path: string[]): { route: FeedRoute; params: Record<string, string> } {
  for (const { route, pattern } of compiled) {
    const params = match(pattern, path);
    if (params) return { route, params };
  }
  throw notFound('There is no such feed.');
}

function match(pattern: string[], path: string[]): Record<string, string> | null {
  if (pattern.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = path[i]!;
    else if (part !== path[i]) return null;
  }
  return params;
}

/** The protocol's entry query takes no others beside it; an empty value is no filter. */
function refuseFilters(parameters: Parameters): void {
  const found = parameters.find(([name, value]) => filters.has(name) && value.trim() !== '');
  if (found)
    throw forbidden(`${found[0]} chooses from a feed; this is the address of one entry.`, {
      code: 'unsupportedQueryParam',
    });
}

function refusal(route: FeedRoute, method: string): Error {
  const allow = Object.keys(route.methods).join(', ');
  return new DayferryError('unsupported', `${method.slice(0, 20)} is not possible here.`, {
    code: 'unsupportedMethod',
    info: { allow },
  });
}
