import { mayWrite, type Principal, type Role, type Viewer } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import {
  allPrivileges,
  ownGrants,
  privilegesByRole,
  proxyGrants,
  schedulingPrivileges,
  withContained,
  type Privilege,
} from '../privileges.table.js';
import type { Resource } from '../routes/resource.js';
import type { InboxResource, OutboxResource } from '../routes/scheduling-resources.js';
import { escapeXml, tagsOf } from './xml-text.js';

const reading = privilegesByRole.reader;

/** DAV:privilege elements. */
export function privilegesXml(names: readonly ClarkName[]): string {
  return names.map((name) => `<D:privilege>${tagsOf(name).empty}</D:privilege>`).join('');
}

/** DAV:current-user-privilege-set; clients take a calendar without a writing privilege for read-only. */
export function privilegesOf(resource: Resource, viewer: Viewer): string {
  return privilegesXml(granted(resource, viewer));
}

function granted(resource: Resource, viewer: Viewer): readonly ClarkName[] {
  switch (resource.kind) {
    case 'calendar':
    case 'object':
      return privilegesByRole[readOnly(resource.open.role, viewer)];
    case 'home':
      return resource.address.tree === 'dav' && mayChange(resource.owner, viewer)
        ? withContained(ownGrants.home)
        : reading;
    case 'notifications':
    case 'notice':
      return mayWrite(viewer) ? withContained(ownGrants.notifications) : reading;
    case 'inbox':
    case 'outbox':
      return mayWrite(viewer) ? withContained(schedulingGrants(resource, viewer)) : reading;
    case 'proxy':
    case 'principal':
      return mayChange(resource.principal, viewer) ? [...reading, dav('write-properties')] : reading;
    default:
      return reading;
  }
}

function schedulingGrants(resource: InboxResource | OutboxResource, viewer: Viewer): readonly ClarkName[] {
  const grants = resource.owner.key === viewer.user?.key ? ownGrants : proxyGrants;
  return grants[resource.kind === 'inbox' && resource.state !== null ? 'fullInbox' : resource.kind];
}

function mayChange(owner: Principal, viewer: Viewer): boolean {
  return owner.key === viewer.user?.key && mayWrite(viewer);
}

/** A credential that only reads makes a reader of an owner. */
function readOnly(role: Role, viewer: Viewer): Role {
  return (role === 'owner' || role === 'writer') && !mayWrite(viewer) ? 'reader' : role;
}

/** DAV:supported-privilege-set (RFC 3744 §5.3). */
export const supportedPrivileges = supportedXml(allPrivileges);
export const schedulingSupported = {
  inbox: withOwn(schedulingPrivileges.inbox),
  outbox: withOwn(schedulingPrivileges.outbox),
};

function withOwn(own: Privilege): string {
  return supportedXml({ ...allPrivileges, contains: [...allPrivileges.contains, own] });
}

function supportedXml({ name, description, contains }: Privilege): string {
  const text = `<D:description xml:lang="en">${escapeXml(description)}</D:description>`;
  return `<D:supported-privilege>${privilegesXml([name])}${text}${contains.map(supportedXml).join('')}</D:supported-privilege>`;
}
