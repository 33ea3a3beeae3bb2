import { signedIn } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import { parseProppatch } from '../parse/proppatch.js';
import { patchOf } from '../parse/calendar-edit.js';
import { settable, type Setter } from '../parse/settable.table.js';
import { multistatus } from '../render/multistatus.js';
import { href } from '../render/xml-text.js';
import { availabilitySetters } from './availability.js';
import { requireBody } from './body.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { checkPreconditions } from './preconditions.js';
import {
  isOutOfRoom,
  outcomePropstats,
  ownResource,
  runUpdates,
  targetOf,
  withFailure,
  withoutRoom,
  type Outcome,
} from './property-updates.js';
import { proxySetters, setProxyMembers } from './proxy-members.js';
import { prefersMinimal } from './request-headers.js';
import { resolve, type Resource } from './resource.js';

const settersOf: Partial<Record<Resource['kind'], ReadonlyMap<ClarkName, Setter>>> = {
  calendar: settable,
  inbox: availabilitySetters,
  proxy: proxySetters,
};

/** RFC 4918 §9.2: everything in one transaction, or nothing. */
export async function proppatch(exchange: Exchange): Promise<Answer> {
  const updates = parseProppatch(requireBody(exchange));
  signedIn(exchange.viewer);
  const resource = await resolve(exchange);
  // caldav-proxy §5.4: who schedules for somebody does not say when they are there.
  const isOthers = resource.kind === 'inbox' && ownResource(resource, exchange.viewer) === null;
  const setters = (isOthers ? undefined : settersOf[resource.kind]) ?? new Map();
  const tried = runUpdates(
    updates,
    targetOf(resource, setters, { viewer: exchange.viewer, limits: exchange.core.limits }),
  );
  const outcome = tried.hasFailed ? tried : await applied(exchange, resource, tried, updates);
  // RFC 8144 §2.1: nothing to say about a success.
  if (!outcome.hasFailed && prefersMinimal(exchange.headers))
    return { status: 200, headers: { 'preference-applied': 'return=minimal', 'content-length': '0' } };
  return multistatus([
    `<D:response>${href(hrefOf(resource.address))}${outcomePropstats(updates, outcome)}</D:response>`,
  ]);
}

async function applied(
  exchange: Exchange,
  resource: Resource,
  outcome: Outcome,
  updates: Parameters<typeof outcomePropstats>[0],
): Promise<Outcome> {
  try {
    await apply(exchange, resource, outcome);
    return outcome;
  } catch (error) {
    if (isOutOfRoom(error)) return withoutRoom(updates, outcome, error);
    if (resource.kind !== 'proxy') throw error;
    return withFailure(updates, outcome, dav('group-member-set'), error);
  }
}

async function apply(exchange: Exchange, resource: Resource, { edit }: Outcome): Promise<void> {
  const { core, viewer } = exchange;
  if (resource.kind === 'proxy') {
    if (edit.members) await setProxyMembers(exchange, resource, edit.members);
  } else if (resource.kind === 'calendar') {
    await core.calendars.change(resource.open, patchOf(edit, resource.open));
  } else if (resource.kind === 'object') {
    const check = (current: Parameters<typeof checkPreconditions>[1]): void => checkPreconditions(exchange, current);
    await core.properties.changeSeries(resource.open, { key: resource.head.key }, edit.dead, check);
  } else {
    const name = ownResource(resource, viewer);
    if (name !== null) await core.properties.changeUser(viewer, name, edit.dead);
  }
}
