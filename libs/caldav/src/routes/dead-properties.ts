import type { OpenCalendar, ResourceProperty } from '@dayferry/core';
import type { ClarkName } from '../clark.js';
import type { PropertyRequest } from '../parse/propfind.js';
import { deadNames } from '../render/property-response.js';
import type { DeadProperties } from '../render/property.js';
import type { ResourceKind } from './address.js';
import type { Exchange } from './exchange.js';
import { ownResource } from './property-updates.js';
import type { Resource } from './resource.js';

/** Among what dead properties are looked for: each kind costs one query, and only where a name may be one. */
export interface DeadScope {
  resources: readonly Resource[];
  /** With all of its members. */
  membersOf?: OpenCalendar;
}

/** Nothing, without a query, where a request names only properties of ours. */
export async function deadProperties(
  { core, viewer }: Pick<Exchange, 'core' | 'viewer'>,
  request: PropertyRequest,
  { resources, membersOf }: DeadScope,
): Promise<{ dead?: DeadProperties }> {
  const opens = resources.flatMap((resource) => (resource.kind === 'calendar' ? [resource.open] : []));
  const objects = resources.flatMap((resource) => (resource.kind === 'object' ? [resource] : []));
  const parts: ResourceProperty[][] = await Promise.all([
    ask(request, ['calendar'], opens.length > 0, (names) => core.properties.ofCalendars(opens, names)),
    ask(
      request,
      ['home', 'principal', 'inbox', 'outbox'],
      resources.some((resource) => ownResource(resource, viewer) !== null),
      (names) => core.properties.ofUser(viewer, names),
    ),
    ask(request, ['object'], membersOf !== undefined, (names) =>
      core.properties.ofMembers(membersOf!, names ? { names } : {}),
    ),
    ...objects
      .slice(0, membersOf ? 0 : 1)
      .map(({ open, head }) =>
        ask(request, ['object'], true, (names) =>
          core.properties.ofMembers(open, { resourceKeys: [head.key], ...(names ? { names } : {}) }),
        ),
      ),
  ]);
  const found = parts.flat();
  return found.length === 0 ? {} : { dead: tableOf(found, viewer) };
}

async function ask(
  request: PropertyRequest,
  kinds: readonly ResourceKind[],
  isNeeded: boolean,
  read: (names?: ClarkName[]) => Promise<ResourceProperty[]>,
): Promise<ResourceProperty[]> {
  if (!isNeeded) return [];
  const names = deadNames(request, kinds);
  if (names === null) return read();
  return names.length === 0 ? [] : read(names);
}

function tableOf(found: ResourceProperty[], viewer: Exchange['viewer']): DeadProperties {
  const table = new Map<string, Map<ClarkName, string>>();
  for (const { scopeKey, resourceKey, name, value } of found) {
    const key = `${scopeKey}/${resourceKey}`;
    table.set(key, (table.get(key) ?? new Map<ClarkName, string>()).set(name, value));
  }
  return { of: (resource) => table.get(keyOf(resource, viewer)) };
}

function keyOf(resource: Resource, viewer: Exchange['viewer']): string {
  if (resource.kind === 'calendar') return `${resource.open.calendar.key}/self`;
  // Who sees busy times only is not told what a client wrote beside them.
  if (resource.kind === 'object')
    return resource.head.isRedacted ? '' : `${resource.open.calendar.key}/${resource.head.key}`;
  return `${viewer.user?.key ?? ''}/${ownResource(resource, viewer) ?? ''}`;
}
