import type { Principal } from '@dayferry/core';
import { calendarserver, dav } from '../clark.js';
import type { PropertyRequest } from '../parse/propfind.js';
import type { PeopleFacts, RenderContext } from '../render/property.js';
import { deadProperties, type DeadScope } from './dead-properties.js';
import type { Exchange } from './exchange.js';

const aboutPeople = [
  dav('group-membership'),
  dav('group-member-set'),
  calendarserver('expanded-group-member-set'),
  calendarserver('calendar-proxy-read-for'),
  calendarserver('calendar-proxy-write-for'),
];

const aboutAccess = [dav('acl'), calendarserver('publish-url')];

/** All that properties of these resources need beyond the resources themselves, in a few queries, where they are asked for. */
export async function renderContext(
  exchange: Exchange,
  request: PropertyRequest,
  scope: DeadScope,
): Promise<RenderContext> {
  const [dead, acl, sharing, people] = await Promise.all([
    deadProperties(exchange, request, scope),
    request.names.some((name) => aboutAccess.includes(name)) ? accessRules(exchange, scope) : {},
    sharingFacts(exchange, request, scope),
    request.names.some((name) => aboutPeople.includes(name)) ? peopleFacts(exchange, scope) : {},
  ]);
  return { exchange, ...dead, ...acl, ...sharing, ...people };
}

async function accessRules({ core }: Exchange, scope: DeadScope): Promise<Pick<RenderContext, 'acl'>> {
  const opens = scope.resources.flatMap((resource) => ('open' in resource ? [resource.open] : []));
  return { acl: await core.calendars.aclOf(scope.membersOf ? [...opens, scope.membersOf] : opens) };
}

/** The type of a calendar says whether its owner shares it; that costs nothing but a look at what is remembered. */
async function sharingFacts(
  { core }: Exchange,
  { type, names }: PropertyRequest,
  { resources }: DeadScope,
): Promise<Pick<RenderContext, 'sharees' | 'sharedByViewer'>> {
  const opens = resources.flatMap((resource) => (resource.kind === 'calendar' ? [resource.open] : []));
  if (opens.length === 0) return {};
  const isTyped = type !== 'prop' || names.includes(dav('resourcetype'));
  const [sharedByViewer, sharees] = await Promise.all([
    isTyped ? core.sharing.sharedByViewer(opens) : undefined,
    names.includes(calendarserver('invite')) ? core.sharing.shareesOf(opens) : undefined,
  ]);
  return { ...(sharedByViewer ? { sharedByViewer } : {}), ...(sharees ? { sharees } : {}) };
}

async function peopleFacts({ core, viewer }: Exchange, { resources }: DeadScope): Promise<{ people?: PeopleFacts }> {
  const principals = resources.flatMap((resource) => (resource.kind === 'principal' ? [resource.principal] : []));
  const isProxy = resources.some(({ kind }) => kind === 'proxy');
  if (principals.length === 0 && !isProxy) return {};
  const delegates = viewer.user ? await core.people.delegatesOf(viewer, viewer.user) : [];
  const collective = [...principals, ...delegates.map(({ delegate }) => delegate)].filter(
    ({ kind }) => kind === 'group',
  );
  const [groups, members, delegators, standsIn] = await Promise.all([
    byKey(principals, (principal) => core.people.groupsOf(viewer, principal)),
    byKey(collective, (group) => core.people.membersOf(viewer, group)),
    core.people.delegators(viewer),
    core.people.standsIn(viewer),
  ]);
  return { people: { groups, members, delegators, standsIn, delegates } };
}

async function byKey(
  principals: readonly Principal[],
  read: (principal: Principal) => Promise<Principal[]>,
): Promise<Map<string, Principal[]>> {
  const pairs = principals.map(async (one): Promise<[string, Principal[]]> => [one.key, await read(one)]);
  return new Map(await Promise.all(pairs));
}
