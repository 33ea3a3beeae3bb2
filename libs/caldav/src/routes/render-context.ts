import type { Principal } from '@dayferry/core';
import { calendarserver, dav } from '../clark.js';
import type { PropertyRequest } from '../parse/propfind.js';
import type { PeopleFacts, RenderContext } from '../render/property.js';
import { deadProperties, type DeadScope } from './dead-properties.js';
import type { Exchange } from './exchange.js';

const aboutPeople = [
  dav('group-membership'),
  dav('group-member-set'),
  calendarserver('calendar-proxy-read-for'),
  calendarserver('calendar-proxy-write-for'),
];

/** All that properties of these resources need beyond the resources themselves, in a few queries, where they are asked for. */
export async function renderContext(
  exchange: Exchange,
  request: PropertyRequest,
  scope: DeadScope,
): Promise<RenderContext> {
  const [dead, acl, people] = await Promise.all([
    deadProperties(exchange, request, scope),
    request.names.includes(dav('acl')) ? accessRules(exchange, scope) : {},
    request.names.some((name) => aboutPeople.includes(name)) ? peopleFacts(exchange, scope) : {},
  ]);
  return { exchange, ...dead, ...acl, ...people };
}

async function accessRules({ core }: Exchange, scope: DeadScope): Promise<Pick<RenderContext, 'acl'>> {
  const opens = scope.resources.flatMap((resource) => ('open' in resource ? [resource.open] : []));
  return { acl: await core.calendars.aclOf(scope.membersOf ? [...opens, scope.membersOf] : opens) };
}

async function peopleFacts({ core, viewer }: Exchange, { resources }: DeadScope): Promise<{ people?: PeopleFacts }> {
  const principals = resources.flatMap((resource) => (resource.kind === 'principal' ? [resource.principal] : []));
  if (principals.length === 0) return {};
  const byKey = async (read: (principal: Principal) => Promise<Principal[]>): Promise<Map<string, Principal[]>> =>
    new Map(
      await Promise.all(principals.map(async (one): Promise<[string, Principal[]]> => [one.key, await read(one)])),
    );
  const [groups, members, delegators] = await Promise.all([
    byKey((principal) => core.people.groupsOf(viewer, principal)),
    byKey(async (principal) => (principal.kind === 'group' ? core.people.membersOf(viewer, principal) : [])),
    core.people.delegators(viewer),
  ]);
  return { people: { groups, members, delegators } };
}
