import type { AclRule, OpenCalendar, Principal } from '@dayferry/core';
import { grantsByRole } from '../privileges.table.js';
import type { Address } from '../routes/address.js';
import { collectionHref, principalPath, proxyPath } from '../routes/hrefs.js';
import { privilegesXml } from './privileges.js';
import { href, tagsOf } from './xml-text.js';

/**
 * DAV:acl of a calendar (RFC 3744 §5.5): the owner's own right, which stays, and a grant for each rule. A rule for
 * everybody is DAV:all, one for the owner's organisation DAV:authenticated.
 */
export function calendarAcl(open: OpenCalendar, rules: readonly AclRule[], inheritedFrom?: Address): string {
  const inherited = inheritedFrom ? `<D:inherited>${href(collectionHref(inheritedFrom))}</D:inherited>` : '';
  const others = rules.filter(({ scopeType, scopeValue }) => scopeType !== 'user' || scopeValue !== open.owner.email);
  return (
    ownerAce + proxyAces(open.owner) + others.map((rule) => ace(principalOf(rule, open), rule, inherited)).join('')
  );
}

const ownerAce = protectedAce('<D:property><D:owner/></D:property>', ['<D:all/>']);

/** caldav-proxy §5.2: those who act for a person, whoever they are. */
function proxyAces({ kind, email }: Principal): string {
  if (kind !== 'user') return '';
  return sharedRoles
    .map((role) =>
      protectedAce(
        href(proxyPath(email, role)),
        grantsByRole[role].map((name) => tagsOf(name).empty),
      ),
    )
    .join('');
}

const sharedRoles = ['reader', 'writer'] as const;

/** What belongs to one user is that user's; the directory is there to be read. Neither can be changed. */
export const ownersAcl = ownerAce;
export const directoryAcl = protectedAce('<D:authenticated/>', ['<D:read/>']);

function protectedAce(principal: string, privileges: string[]): string {
  const grant = `<D:grant>${privileges.map((one) => `<D:privilege>${one}</D:privilege>`).join('')}</D:grant>`;
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
