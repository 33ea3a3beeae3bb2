import type { AclRule, OpenCalendar, Principal } from '@dayferry/core';
import { caldav, dav, type ClarkName } from '../clark.js';
import { grantsByRole, ownGrants, proxyGrants } from '../privileges.table.js';
import type { Address } from '../routes/address.js';
import { collectionHref, principalPath, proxyPath } from '../routes/hrefs.js';
import { privilegesXml } from './privileges.js';
import { href } from './xml-text.js';

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

const ownerAce = ownersAce([dav('all')]);

/** caldav-proxy §5.2: those who act for a person, whoever they are. */
function proxyAces({ kind, email }: Principal): string {
  if (kind !== 'user') return '';
  return sharedRoles.map((role) => protectedAce(href(proxyPath(email, role)), grantsByRole[role])).join('');
}

const sharedRoles = ['reader', 'writer'] as const;

/** The directory is there to be read. None of these lists can be changed. */
export const directoryAcl = protectedAce('<D:authenticated/>', [dav('read')]);
/** A person, and the groups of those who act for them: anybody may look, they themselves set properties. */
export const principalAcl = directoryAcl + ownersAce([dav('write-properties')]);
export const notificationsAcl = ownersAce(ownGrants.notifications);

/** A home shows those who act for its owner the calendars. */
export function homeAcl({ kind, email }: Principal): string {
  const ownersOwn = ownersAce(ownGrants.home);
  if (kind !== 'user') return ownersOwn;
  const proxies = sharedRoles.map((role) => protectedAce(href(proxyPath(email, role)), [dav('read')]));
  return ownersOwn + proxies.join('');
}

/** caldav-proxy §5.4, RFC 6638 §6: who writes in the owner's place schedules for them; everybody may invite them. */
export function outboxAcl({ email }: Principal): string {
  return ownersAce(ownGrants.outbox) + protectedAce(href(proxyPath(email, 'writer')), proxyGrants.outbox);
}

/** `keepsMessages`: there may be something to put away. */
export function inboxAcl({ email }: Principal, keepsMessages: boolean): string {
  const inbox = keepsMessages ? 'fullInbox' : 'inbox';
  const delivery = protectedAce('<D:authenticated/>', [caldav('schedule-deliver')]);
  return ownersAce(ownGrants[inbox]) + protectedAce(href(proxyPath(email, 'writer')), proxyGrants[inbox]) + delivery;
}

function ownersAce(privileges: readonly ClarkName[]): string {
  return protectedAce('<D:property><D:owner/></D:property>', privileges);
}

function protectedAce(principal: string, privileges: readonly ClarkName[]): string {
  const grant = `<D:grant>${privilegesXml(privileges)}</D:grant>`;
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
