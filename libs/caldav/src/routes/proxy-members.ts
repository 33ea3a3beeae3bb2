import { DayferryError, forbidden, type Principal } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import { requireWriter } from '../parse/calendar-edit.js';
import type { Setter } from '../parse/settable.table.js';
import { childrenNamed } from '../parse/xml-element.js';
import type { Exchange } from './exchange.js';
import { emailOf } from './person.js';
import type { ProxyResource } from './resource.js';

const mostMembers = 200;

/** caldav-proxy §5.2: a person says who acts for them by the members of the group. */
export const proxySetters: ReadonlyMap<ClarkName, Setter> = new Map<ClarkName, Setter>([
  [
    dav('group-member-set'),
    (edit, value, { viewer }) => {
      requireWriter(viewer);
      edit.members = value ? childrenNamed(value, dav('href')).map(({ text }) => text) : [];
      if (edit.members.length > mostMembers) throw forbidden(`There are at most ${mostMembers} members.`);
    },
  ],
]);

export async function setProxyMembers(
  { core, viewer, aliases }: Exchange,
  { principal, role }: ProxyResource,
  members: readonly string[],
): Promise<void> {
  if (principal.key !== viewer.user?.key)
    throw forbidden('Only the person themselves says who acts for them.', {
      code: 'need-privileges',
      info: { privilege: 'write-properties' },
    });
  const delegates: Principal[] = [];
  for (const uri of members) delegates.push(await find(core.people.find(viewer, emailOf(uri, aliases))));
  await core.people.setDelegates(viewer, role, delegates);
}

async function find(finding: Promise<Principal>): Promise<Principal> {
  try {
    return await finding;
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind !== 'not-found') throw error;
    throw forbidden('A member is not a principal here.', { code: 'recognized-principal' });
  }
}
