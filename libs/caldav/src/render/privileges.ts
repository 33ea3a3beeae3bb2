import { mayWrite, type Role, type Viewer } from '@dayferry/core';
import type { Resource } from '../routes/resource.js';

const reading = ['<D:read/>', '<D:read-current-user-privilege-set/>', '<C:read-free-busy/>'];
const writing = ['<D:write/>', '<D:write-content/>', '<D:write-properties/>', '<D:bind/>', '<D:unbind/>'];

/** What each role may do to a calendar and what is in it (RFC 3744 §3, RFC 4791 §6.1.1). */
const byRole: Record<Role, readonly string[]> = {
  none: [],
  freeBusy: ['<C:read-free-busy/>'],
  reader: reading,
  writer: [...reading, ...writing],
  owner: ['<D:all/>', ...reading, ...writing, '<D:read-acl/>', '<D:write-acl/>'],
};

/** DAV:current-user-privilege-set; clients take a calendar without a writing privilege for read-only. */
export function privilegesOf(resource: Resource, viewer: Viewer): string {
  return granted(resource, viewer)
    .map((privilege) => `<D:privilege>${privilege}</D:privilege>`)
    .join('');
}

function granted(resource: Resource, viewer: Viewer): readonly string[] {
  switch (resource.kind) {
    case 'calendar':
    case 'object':
      return byRole[readOnly(resource.open.role, viewer)];
    case 'home':
      return resource.address.tree === 'dav' && resource.owner.key === viewer.user?.key && mayWrite(viewer)
        ? [...reading, '<D:bind/>', '<D:unbind/>']
        : reading;
    default:
      return reading;
  }
}

/** A credential that only reads makes a reader of an owner. */
function readOnly(role: Role, viewer: Viewer): Role {
  return (role === 'owner' || role === 'writer') && !mayWrite(viewer) ? 'reader' : role;
}
