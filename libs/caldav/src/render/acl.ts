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

/** The directory is there to be read, and what belongs to one user is that user's. None of it can be changed. */
export const directoryAcl = protectedAce('<D:authenticated/>', ['<D:read/>']);
export const ownersAcl = ownerAce;
/** A person, and the groups of those who act for them: anybody may look, they themselves set properties. */
export const principalAcl =
  directoryAcl + protectedAce('<D:property><D:owner/></D:property>', ['<D:write-properties/>']);

/** A home shows those who act for its owner the calendars. */
export function homeAcl({ kind, email }: Principal): string {
  if (kind !== 'user') return ownerAce;
  const proxies = sharedRoles.map((role) => protectedAce(href(proxyPath(email, role)), ['<D:read/>']));
  return ownerAce + proxies.join('');
}

/** caldav-proxy §5.4, RFC 6638 §6: who writes in the owner's place schedules for them; everybody may invite them. */
export function outboxAcl({ email }: Principal): string {
  return ownerAce + protectedAce(href(proxyPath(email, 'writer')), ['<D:read/>', '<C:schedule-send/>']);
}

/** `keepsMessages`: there may be something to put away. */
export function inboxAcl({ email }: Principal, keepsMessages: boolean): string {
  const forProxies = ['<D:read/>', ...(keepsMessages ? ['<D:unbind/>'] : [])];
  const delivery = protectedAce('<D:authenticated/>', ['<C:schedule-deliver/>']);
  return ownerAce + protectedAce(href(proxyPath(email, 'writer')), forProxies) + delivery;
}

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
