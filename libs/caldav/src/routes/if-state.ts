import { DayferryError, etagOf, preconditionFailed } from '@dayferry/core';
import { parseIf, type IfCondition, type IfState, type ResourceState } from '../parse/if-header.js';
import { messageVersion } from '../render/message.js';
import { renderSyncToken } from '../render/sync-token.js';
import { parseAddress } from './address.js';
import type { Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { pathOf } from './request-uri.js';
import { resolve } from './resource.js';

const mostResources = 16;

/**
 * RFC 4918 §10.4, with entity tags and sync tokens (RFC 6578 §5); there are no locks, so no lock token holds. Undefined when
 * the request has no If header, PreconditionFailed when no list holds.
 */
export async function readIf(exchange: Exchange): Promise<IfState | undefined> {
  const { if: header } = exchange.headers;
  if (header === undefined) return undefined;
  const lists = parseIf(header);
  const tags = [...new Set(lists.map(({ resource }) => resource))];
  const states = new Map<string | null, ResourceState>();
  for (const tag of tags.slice(0, mostResources)) states.set(tag, await stateOf(exchange, tag));
  const state = { lists, states };
  if (!holds(state)) throw preconditionFailed('No list of the If header holds.');
  return state;
}

/** The same again inside a transaction, on what is really there. */
export function requireIf(
  { lists, states }: IfState,
  current: { key: string; seq: number } | null,
  ownHref: string,
): void {
  const own = current ? { etag: `"${etagOf(current)}"` } : {};
  const now = new Map([...states].map(([tag, state]) => [tag, tag === null || isOwn(tag, ownHref) ? own : state]));
  if (!holds({ lists, states: now })) throw preconditionFailed('No list of the If header holds.');
}

function isOwn(tag: string, ownHref: string): boolean {
  try {
    return hrefOf(parseAddress(pathOf(tag))) === ownHref;
  } catch {
    return false;
  }
}

function holds({ lists, states }: IfState): boolean {
  return lists.some(({ resource, conditions }) => {
    const state = states.get(resource) ?? {};
    return conditions.every((condition) => isTrue(condition, state) !== condition.isNegated);
  });
}

function isTrue({ token, etag }: IfCondition, state: ResourceState): boolean {
  if (etag !== undefined) return etag === state.etag;
  return token !== undefined && token === state.syncToken;
}

/** A resource that is not there, or not shown, has no state. */
async function stateOf(exchange: Exchange, tag: string | null): Promise<ResourceState> {
  try {
    const address = tag === null ? exchange.address : parseAddress(pathOf(tag), exchange.aliases);
    const resource = await resolve({ ...exchange, address });
    if (resource.kind === 'object') return { etag: `"${etagOf(resource.head)}"` };
    if (resource.kind === 'message') return { etag: `"${etagOf(messageVersion(resource.message))}"` };
    return resource.kind === 'calendar' ? { syncToken: renderSyncToken(resource.open) } : {};
  } catch (error) {
    if (error instanceof DayferryError && error.kind !== 'unavailable') return {};
    throw error;
  }
}
