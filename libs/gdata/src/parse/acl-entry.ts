import { invalidInput, type Role, type ScopeType } from '@dayferry/core';
import { atom, gAcl, gCal } from '../namespaces.table.js';
import { oneOf } from './attributes.js';
import type { Members } from './read-json.js';
import type { XmlElement } from './read-xml.js';
import { childNamed } from './xml-element.js';

export interface AclScope {
  scopeType: ScopeType;
  /** Lower case; empty for `default`. */
  scopeValue: string;
}

/** A rule as a body says it. */
export interface AclView extends AclScope {
  role: Role;
}

const scopeTypes = ['user', 'group', 'domain', 'default'] as const;
const roles: Record<string, Role> = {
  none: 'none',
  freebusy: 'freeBusy',
  read: 'reader',
  editor: 'writer',
  owner: 'owner',
};

/** An Atom access rule; everything but scope and role is ignored (developer's guide, "Adding a user to an ACL"). */
export function readAclEntry(root: XmlElement): AclView {
  if (root.name !== `{${atom}}entry`)
    throw invalidInput('body', 'The body must be an Atom entry.', { code: 'atomFormatRequired' });
  const scope = childNamed(root, `{${gAcl}}scope`)?.attributes ?? {};
  const role = childNamed(root, `{${gAcl}}role`)?.attributes.value;
  return viewOf(scope.type, scope.value, role);
}

export function readAclJsonc(data: Members): AclView {
  return viewOf(data.text('scopeType'), data.text('scope'), data.text('role'));
}

function viewOf(type: string | undefined, value: string | undefined, role: string | undefined): AclView {
  return { ...scopeOf(type ?? '', value ?? ''), role: roleOf(role ?? '') };
}

/** Roles have a namespace, all but `none`; the domain administrator's `root` cannot be given. */
function roleOf(text: string): Role {
  const word = text.trim().replace(`${gCal}#`, '');
  const role = Object.hasOwn(roles, word) ? roles[word] : undefined;
  if (role === undefined) throw invalidInput('gAcl:role', 'Unknown role.', { code: 'invalidAttributeValue' });
  return role;
}

function scopeOf(type: string, value: string): AclScope {
  const scopeType = oneOf(scopeTypes, type.trim(), 'gAcl:scope@type');
  return { scopeType, scopeValue: scopeType === 'default' ? '' : value.trim().toLowerCase() };
}

/** `user:darcy@example.org` or `default`, as in the address of a rule. */
export function readScope(text: string): AclScope {
  const at = text.indexOf(':');
  if (at < 0) return scopeOf(text, '');
  return scopeOf(text.slice(0, at), text.slice(at + 1));
}
