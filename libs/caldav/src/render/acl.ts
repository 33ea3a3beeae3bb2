import type { AclRule, OpenCalendar } from '@dayferry/core';
import { grantsByRole } from '../privileges.table.js';
import type { Address } from '../routes/address.js';
import { collectionHref, principalPath } from '../routes/hrefs.js';
import { privilegesXml } from './privileges.js';
import { href } from './xml-text.js';

/**
 * DAV:acl of a calendar (RFC 3744 §5.5): the owner's own right, which stays, and a grant for each rule. A rule for
 * everybody is DAV:all, one for the owner's organisation DAV:authenticated.
 */
export function calendarAcl(open: OpenCalendar, rules: readonly AclRule[], inheritedFrom?: Address): string {
  const inherited = inheritedFrom ? `<D:inherited>${href(collectionHref(inheritedFrom))}</D:inherited>` : '';
  const others = rules.filter(({ scopeType, scopeValue }) => scopeType !== 'user' || scopeValue !== open.owner.email);
  return ownerAce + others.map((rule) => ace(principalOf(rule, open), rule, inherited)).join('');
}

const ownerAce = protectedAce('<D:property><D:owner/></D:property>', '<D:all/>');

/** What belongs to one user is that user's; the directory is there to be read. Neither can be changed. */
export const ownersAcl = ownerAce;
export const directoryAcl = protectedAce('<D:authenticated/>', '<D:read/>');

function protectedAce(principal: string, privilege: string): string {
  const grant = `<D:grant><D:privilege>${privilege}</D:privilege></D:grant>`;
  return `<D:ace><D:principal>${principal}</D:principal>${grant}<D:protected/></D:ace>`;
}

function ace(principal: string, { role }: AclRule, inherited: string): string {
  const grant = `<D:grant>${privilegesXml(grantsByRole[role])}</D:grant>`;
  return `<D:ace><D:principal>${principal}</D:principal>${grant}${inherited}</D:ace>`;
}

function principalOf({ scopeType, scopeValue }: AclRule, { owner }: OpenCalendar): string {
  if (scopeType === 'default') return '<D:all/>';
  if (scopeType !== 'domain') return href(principalPath(scopeValue));
  return owner.email.endsWith(`@${scopeValue}`) ? '<D:authenticated/>' : href(principalPath(`@${scopeValue}`));
}

/** Principals that an access list names by their own address. */
export function principalsIn(open: OpenCalendar, rules: readonly AclRule[]): string[] {
  const named = rules.filter(({ scopeType }) => scopeType === 'user' || scopeType === 'group');
  return [...new Set([open.owner.email, ...named.map(({ scopeValue }) => scopeValue)])];
}
